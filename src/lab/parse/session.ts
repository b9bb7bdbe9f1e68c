import { isArrow, isForeign } from "./clean.ts";
import { uncommented } from "./commented.ts";
import type { BlockLine } from "./lines.ts";
import { openCommand } from "./open-command.ts";
import { promptOf, type Prompt } from "./prompts.ts";
import { isBareCommand, printsTexts } from "./words.ts";
import { isPrinted } from "./printed.ts";

/** A command as a block shows it, before it is cleaned. */
export interface Typed {
  readonly line: number;
  /** Absent where a command stands without one. */
  readonly prompt?: Prompt;
  readonly powershell: boolean;
  readonly lines: readonly string[];
  readonly output: readonly BlockLine[];
}

/** What a block of code holds. */
export interface Session {
  /** What stands before the first command. */
  readonly lead: readonly BlockLine[];
  readonly commands: readonly Typed[];
}

/** How many lines an unclosed quote or brace may go on; behind it somebody has forgotten to close it. */
const MOST_LINES = 100;
/** Commands that show files, in which other commands may stand, and those that may print any text. */
const SHOWS_FILES = /^(?:sudo\s+)?(?:cat|less|more|bat|history|vim?|nano|git)(?:\s|$)/;
const PRINTS =
  /^(?:sudo\s+)?(?:cat|less|more|bat|history|vim?|nano|git|head|tail|e?grep|sed|awk|echo|curl|wget|diff|helm|type|alias)(?:\s|$)/;
/** What kubectl says behind the prompt of a shell that has just lost its container. */
const ENDED = /^\s*command terminated with exit code \d+\s*$/;
/** The first of the two lines of Git Bash's prompt. */
const GIT_BASH = /^[\w.-]+@[\w.-]+ (?:MINGW|UCRT|CLANG|MSYS)\d* \S.*$/;
/** What begins a script of PowerShell. */
const POWERSHELL = /^\s*(?:\$\w+\s*=|while\s*\(|for\s*\(|\d+\.\.\d+\s*\||Invoke-|Start-Sleep|Write-Host|do\s*\{)/i;

/** Reads a block of code: commands behind prompts, or known by their first words, and what follows each. */
export function sessionOf(lines: readonly BlockLine[], language: string): Session {
  const reader = new SessionReader(lines, language);
  while (reader.step());
  return reader.session();
}

class SessionReader {
  readonly #lines: readonly BlockLine[];
  readonly #language: string;
  /** Prompts by line, where they are ones in this block. */
  readonly #prompts: readonly (Prompt | undefined)[];
  readonly #prompted: boolean;
  readonly #lead: BlockLine[] = [];
  readonly #commands: Typed[] = [];
  #output: BlockLine[] = [];
  #at = 0;

  constructor(lines: readonly BlockLine[], language: string) {
    this.#lines = lines;
    this.#language = language;
    const all = withBarePrompts(lines);
    const strong = all.some((prompt) => prompt?.strong === true);
    // where commands stand bare or behind another prompt, `# command` is a comment; among settings it stands in
    const hash = !strong && !lines.some(({ text }) => !text.startsWith("#") && isBareCommand(text));
    this.#prompts = all.map((prompt, index) => {
      if (prompt !== undefined && isQuoted(lines, index)) return undefined;
      if (prompt === undefined || prompt.strong) return prompt;
      // what follows a comment is not printed
      const answered = isPrinted(lines[index + 1]?.text ?? "");
      return isPrompt(prompt, hash || answered) ? prompt : undefined;
    });
    this.#prompted = this.#prompts.some((prompt) => prompt !== undefined);
  }

  session(): Session {
    return {
      lead: this.#lead,
      commands: this.#commands.map((typed) => unglued({ ...typed, output: this.#withoutComments(uncommented(typed.output)) })),
    };
  }

  /** Takes what comes next; false at the end. */
  step(): boolean {
    const line = this.#lines[this.#at];
    if (line === undefined) return false;
    if (GIT_BASH.test(line.text) && this.#lines[this.#at + 1]?.text.startsWith("$") === true) {
      this.#at++;
      return true;
    }
    const prompt = this.#prompts[this.#at];
    const bare = prompt === undefined && this.#isBare(line);
    if (prompt === undefined && !bare) {
      (this.#commands.length > 0 ? this.#output : this.#lead).push(line);
      this.#at++;
      return true;
    }
    const typed = prompt?.rest ?? line.text;
    if (ENDED.test(typed) && this.#commands.length > 0) {
      // the shell in the pod ended while its prompt stood there
      this.#output.push({ line: line.line, text: typed });
      this.#at++;
      return true;
    }
    this.#output = [];
    if (typed.trim() === "" || /^\s*#/.test(typed)) {
      // an empty prompt, or a comment behind one: what follows is nobody's output
      this.#at++;
      if (this.#commands.length > 0) this.#output = [];
      return true;
    }
    const powershell = prompt?.shell === "powershell" || (prompt === undefined && this.#isPowerShell(line.text));
    const start = this.#at++;
    const rest = powershell ? this.#goOnPowerShell(typed, prompt === undefined) : this.#goOn(typed);
    this.#commands.push({
      line: this.#lines[start]?.line ?? line.line,
      ...(prompt === undefined ? {} : { prompt }),
      powershell,
      lines: [typed, ...rest],
      output: this.#output,
    });
    return true;
  }

  /** Among commands without prompts, comments speak of the next one. */
  #withoutComments(output: readonly BlockLine[]): readonly BlockLine[] {
    return !this.#prompted && output.every(({ text }) => /^\s*(?:#\s.*)?$/.test(text)) ? [] : output;
  }

  #isPowerShell(text: string): boolean {
    if (POWERSHELL.test(text)) return /\$\w|^\s*(?:Invoke-|Start-Sleep|Write-Host)|\.\./i.test(text) && !/\$\(|;\s*do\b/.test(text);
    return this.#language.startsWith("powershell") || this.#language === "ps1" || this.#language === "pwsh";
  }

  /** A command without a prompt. Between prompts only the first may be one, or kubectl's, and not in what may be a file. */
  #isBare({ text }: BlockLine): boolean {
    if (text.startsWith("    ") || text.startsWith("\t")) return false;
    if (!this.#prompted) {
      if (this.#language === "powershell" || /^\$\w+\s*=/.test(text)) {
        if (this.#commands.length === 0 && this.#lead.every((line) => line.text.trim() === "") && POWERSHELL.test(text)) return true;
      }
      return isBareCommand(text) && !this.#isPartOfOutput(text);
    }
    const last = this.#commands.at(-1);
    const blank = this.#at === 0 || this.#lines[this.#at - 1]?.text.trim() === "";
    if (last === undefined)
      return isBareCommand(text) && (blank || /^(?:kubectl|k)\s/.test(text) || this.#lead.every((line) => /^\s*(?:#|$)/.test(line.text)));
    return (
      /^(?:kubectl|k|minikube)\s+[a-z-]/.test(text) && isBareCommand(text) && !(blank ? SHOWS_FILES : PRINTS).test(last.lines[0] ?? "")
    );
  }

  /** A line that begins like a command in what `cat` or its like prints. */
  #isPartOfOutput(text: string): boolean {
    const last = this.#commands.at(-1);
    if (last === undefined || this.#output.every((line) => line.text.trim() === "")) return false;
    const first = last.lines[0] ?? "";
    return /^(?:cat|history|less|more)\s/.test(first) && !/^(?:kubectl|k|\$|#)\s/.test(text) && this.#output.at(-1)?.text.trim() !== "";
  }

  /** Further lines of a command of the shell. */
  #goOn(first: string): string[] {
    const open = openCommand();
    open.add(first);
    const more: string[] = [];
    const start = this.#at;
    let second: boolean | undefined;
    while (open.isOpen() && this.#at < this.#lines.length) {
      const line = this.#lines[this.#at] as BlockLine;
      const inHere = open.inHereDocument();
      if (!inHere && (more.length >= MOST_LINES || this.#prompts[this.#at]?.strong === true)) break;
      // `> ` at the beginning of every further line is the shell's second prompt
      second ??= /^>(?:\s|$)/.test(line.text);
      const text = second ? line.text.replace(/^> ?/, "") : line.text;
      open.add(text);
      more.push(text);
      this.#at++;
    }
    if (!open.isOpen() || open.inHereDocument()) return more;
    // what was opened is never closed: a line that ends in a backslash keeps the next one, all else is one line
    this.#at = start;
    return /\\\s*$/.test(first) && this.#at < this.#lines.length && this.#prompts[this.#at] === undefined
      ? [this.#lines[this.#at++]?.text ?? ""]
      : [];
  }

  /** Further lines of PowerShell: behind `>>`, or up to the last brace. */
  #goOnPowerShell(first: string, bare: boolean): string[] {
    const more: string[] = [];
    let depth = braces(first);
    let opened = first.includes("{");
    // without a brace on the first line the loop's body begins on the next one
    const expects = /^\s*(?:.*;)?\s*(?:while|for|foreach|do|if)\b[^{]*$/i.test(first);
    while (this.#at < this.#lines.length) {
      const text = this.#lines[this.#at]?.text ?? "";
      const behindMark = /^\s*>>/.test(text);
      if (!behindMark && (!bare || more.length >= MOST_LINES || !(depth > 0 || (expects && !opened)))) break;
      const typed = behindMark ? text.replace(/^\s*>>/, "") : text;
      more.push(typed);
      depth += braces(typed);
      opened ||= typed.includes("{");
      this.#at++;
    }
    return more;
  }
}

/**
 * What kubectl printed stands on the line of its command, behind a gap where the line's end was. Where it stands below as well, an author has copied
 * it twice.
 */
function unglued(typed: Typed): Typed {
  const [line = "", ...more] = typed.lines;
  const match = more.length > 0 || /["'`#]/.test(line) ? null : /^\s*((?:kubectl|k)\s\S.*?)\s{2,}(\S.*?)\s*$/.exec(line);
  const [, command = "", text = ""] = match ?? [];
  if (!isPrinted(text)) return typed;
  const below = typed.output.find((other) => other.text.trim() !== "");
  return { ...typed, lines: [command], output: below?.text.trim() === text ? typed.output : [{ line: typed.line, text }, ...typed.output] };
}

/** The prompts of a block's lines; where one stands alone that is none by its form, but has stood before a command, nobody has typed anything. */
function withBarePrompts(lines: readonly BlockLine[]): (Prompt | undefined)[] {
  const all = lines.map(({ text }) => promptOf(text));
  const own = new Map(
    all.flatMap((prompt) => (prompt?.strong === true && prompt.terminal !== "" ? [[prompt.text.trim(), { ...prompt, rest: "" }]] : [])),
  );
  return all.map((prompt, index) => prompt ?? own.get(lines[index]?.text.trim() ?? ""));
}

/** ` $ docker run …`: what a program advises stands in, behind its sentence, while what is typed stands at the margin. */
function isQuoted(lines: readonly BlockLine[], index: number): boolean {
  if (!/^\s+\$\s/.test(lines[index]?.text ?? "") || !/[a-z]:\s*$/.test(lines[index - 1]?.text ?? "")) return false;
  return lines.some(({ text }, at) => at < index && promptOf(text)?.strong === true && !/^\s/.test(text));
}

/** `> ` and `% ` before commands prompt, as far as they do not stand in. */
function isPrompt({ text }: Prompt, hash: boolean): boolean {
  return text.trim() === "#" ? hash && text.startsWith("#") : text.search(/\S/) <= 3;
}

function braces(text: string): number {
  let depth = 0;
  for (const letter of text) depth += letter === "{" ? 1 : letter === "}" ? -1 : 0;
  return depth;
}

/** What ssh asks a person at the first meeting of two machines, and scp's bar of progress. */
const DIALOGUE =
  /^(?:The authenticity of host |(?:ECDSA|ED25519|RSA) key fingerprint is |This (?:host )?key is not known by any other names|Are you sure you want to continue connecting|Warning: Permanently added |Last (?:failed )?login: |\S+@\S+'s password:|\S+\s+100%\s+\d+)/;

/** A comment or a sentence of the author's, which no command of this sort prints; what is asked at machines that know each other here. */
export function isNotPrinted(text: string, command: string): boolean {
  if (/^(?:sudo\s+)?(?:ssh|scp|ssh-copy-id)\s/.test(command) && DIALOGUE.test(text)) return true;
  const kubectl = /^(?:kubectl|k)\s/.test(command);
  if (printsTexts(command) || (kubectl && /\s-o[= ]?yaml\b|\sexec\s|\slogs\s/.test(command)))
    return /^\s*(?:-{1,3}>|→|⇒|※|☞|👉)\s.*$/u.test(text) && isForeign(text);
  return isForeign(text) || (kubectl && (isArrow(text) || /^#{1,3}(?:\s|$)/.test(text)));
}
