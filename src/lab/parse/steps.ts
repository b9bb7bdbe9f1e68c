import type { ExpectedLine, MoreOutput, ShownFile, TranscriptItem } from "../transcript.ts";
import { assemble, type Entry } from "./assemble.ts";
import { blocksOf, dedent, type Block } from "./blocks.ts";
import { decodeEntities, habitsOf, isForeign, type Habits } from "./clean.ts";
import { baseName, decodeOnce, filesRead, isInstruction, isTyped, isTypedInText, mendedOption, watchedBy } from "./command-words.ts";
import { attach, draftOf, takeEdit, type Draft } from "./draft.ts";
import { editedFile, LINE_PLACE, opensEditor } from "./edits.ts";
import { addedFiles, isManifest, isProgram, isYaml, namedContent, pathAlone, pathMentioned, pathOfInfo, shownFile } from "./files.ts";
import { flowedOutput, isFlowedOutput, isHeader, isLeftOut, plainText, splitFlowed, tableOutput, tableRows } from "./flowed.ts";
import type { BlockLine } from "./lines.ts";
import { goesOn } from "./loop-output.ts";
import { isOutputOf, outputLines } from "./output.ts";
import { promptOf, type Prompt } from "./prompts.ts";
import { sessionOf, type Typed } from "./session.ts";
import { printsTexts } from "./words.ts";

/** Languages of files; commands in such blocks are recognised by their prompts alone. */
const FILE_LANGUAGES =
  /^(?:ya?ml|json|toml|ini|conf|nginx|dockerfile|docker|js|javascript|ts|typescript|python|py|go|java|html|xml|css|sql|ruby|properties|diff|hcl|terraform|makefile|vim|groovy|mermaid)$/;

/** The commands, outputs and files among a document's lines, in the order in which they are needed. Takes any text. */
export function readItems(lines: readonly BlockLine[]): { items: TranscriptItem[]; loose: readonly ShownFile[] } {
  const blocks = blocksOf(lines);
  const code = blocks.filter(({ kind }) => kind === "code");
  const reader = new DocumentReader(habitsOf(texts(code)), code.length === 0);
  const marked =
    code.length > 0 ||
    blocks.some(({ kind, lines: [first] }) => kind === "table" || (kind === "heading" && promptOf(first?.text ?? "") !== undefined));
  // a terminal's log without any marks of Markdown is one block of code
  if (!marked && lines.some(({ text }) => isLogged(promptOf(text)))) reader.log(lines);
  else for (const block of blocks) reader.add(block);
  return { items: reader.items(), loose: reader.loose };
}

function isLogged(prompt: Prompt | undefined): boolean {
  return prompt?.strong === true && isTypedInText(prompt);
}

function* texts(blocks: readonly Block[]): Generator<string> {
  for (const { lines } of blocks) for (const { text } of lines) yield text;
}

class DocumentReader {
  readonly #habits: Habits;
  readonly #entries: Entry[] = [];
  /** The last command, as long as what follows may still belong to it. */
  #last: Draft | undefined;
  /** The last command's output stood in text: more of it may follow there. */
  #flowing = false;
  /** Text since the last block of code. */
  #between: string[] = [];
  /** Objects that nothing says the file of. */
  readonly loose: ShownFile[] = [];
  /** Objects that no path names, since the last commands. */
  #manifests: BlockLine[][] = [];
  /** Lines for an editor that is opened later. */
  #fragment: readonly BlockLine[] | undefined;
  /** A program that no path names. */
  #program: readonly BlockLine[] | undefined;
  /** A command reads a file that has not been shown. */
  #wanted: string | undefined;
  /** Names of the files that have been shown. */
  readonly #shown = new Set<string>();
  /** The last loop, and what it has shown as far as the document has come. */
  #loop: { readonly draft: Draft; expected: readonly ExpectedLine[] } | undefined;
  /** Screens of `watch` that are open, by what they watch. */
  readonly #watched = new Map<string, Draft>();

  /** Nothing in the document is marked as code: commands may stand as they are. */
  readonly #unmarked: boolean;

  constructor(habits: Habits, unmarked: boolean) {
    this.#habits = habits;
    this.#unmarked = unmarked;
  }

  items(): TranscriptItem[] {
    return assemble(this.#entries);
  }

  add(block: Block): void {
    if (block.kind === "code") {
      this.#code(block);
      this.#between = [];
      this.#flowing = false;
    } else if (block.kind === "table") this.#table(block);
    else this.#text(block);
  }

  /** A document that is a terminal's log: prose ends what a command printed. */
  log(lines: readonly BlockLine[]): void {
    const { commands } = sessionOf(lines, "");
    for (const typed of commands) {
      const end = typed.output.findIndex(
        ({ text }) => /^#{1,6} |^={3,}$/.test(text) || (isForeign(text) && !printsTexts(typed.lines[0] ?? "")),
      );
      this.#addCommand({ ...typed, output: end < 0 ? typed.output : typed.output.slice(0, end) });
    }
  }

  #code(block: Block): void {
    const lines = dedent(block.lines);
    const shown = lines.filter(({ text }) => text.trim() !== "");
    if (shown.length === 0) return;
    const path = this.#pathBefore(block);
    // a script is a file, whatever its lines look like
    if (/^#!\s*\//.test(shown[0]?.text ?? "")) return this.#file(lines, path);
    const { lead, commands } = sessionOf(lines, block.language);
    const isFile = FILE_LANGUAGES.test(block.language);
    const typed =
      commands.some(({ prompt }) => prompt?.strong === true) || (!isFile && commands.length > 0) || commands[0]?.line === shown[0]?.line;
    if (!typed || commands.length === 0) return this.#content(block, lines, path);
    this.#leading(lead, block, path);
    this.#commands(commands);
  }

  /** What stands in a block before its first command. */
  #leading(lead: readonly BlockLine[], block: Block, path: { path: string; sure: ShownFile["sure"] } | undefined): void {
    const shown = lead.filter(({ text }) => text.trim() !== "");
    if (shown.length === 0) return;
    if (isManifest(shown)) this.#content(block, lead, path);
    else if (!shown.some(({ text }) => isForeign(text)) && this.#isOutput(shown, block.language)) this.#give(lead);
  }

  #commands(commands: readonly Typed[]): void {
    // the book's own files are in every cluster's home
    this.#assignFiles(
      commands.flatMap((typed) => filesRead(typed.lines[0] ?? "")).filter((file) => !/_Book_k8sInfra|_Lecture_k8s_starter\.kit/.test(file)),
    );
    const indented = commands.filter(({ output }) => output.some(({ text }) => text.trim() !== ""));
    const aside = indented.length > 1 && indented.every(({ output }) => output.every(({ text }) => text.trim() === "" || /^\s/.test(text)));
    for (const typed of commands) this.#addCommand(aside ? { ...typed, output: dedent(typed.output) } : typed);
    this.#fragment = undefined;
  }

  #addCommand(typed: Typed): void {
    const { output, file } = this.#withoutFile(typed);
    const draft = draftOf({ ...typed, output }, this.#habits);
    this.#entries.push({ draft });
    this.#last = draft;
    if (opensEditor(draft.command) && draft.edit === undefined && this.#fragment !== undefined)
      takeEdit(draft, this.#fragment, this.#habits);
    if (/while|for|until/.test(draft.command)) this.#loop = { draft, expected: draft.expected };
    if (draft.command.startsWith("watch ")) this.#watched.set(watchedBy(draft.command), draft);
    if (file !== undefined) {
      this.#entries.push({ item: file });
      this.#shown.add(baseName(file.path));
    }
  }

  /** A manifest behind `apply -f FILE` in one block is that file, not what kubectl prints. */
  #withoutFile({ lines: [command = ""], output }: Typed): { output: readonly BlockLine[]; file?: ShownFile } {
    const [read] = filesRead(command);
    const start = read === undefined ? -1 : output.findIndex(({ text }) => /^apiVersion:\s*\S/.test(text));
    const content = output.slice(Math.max(0, start));
    if (read === undefined || start < 0 || !isManifest(content)) return { output };
    const title = output.slice(0, start).findLast(({ text }) => text.trim() !== "");
    const named = title === undefined ? undefined : pathMentioned(title.text);
    const file = shownFile(content, named ?? read, named === undefined ? "mentioned" : "named", this.#habits);
    const printed = output.slice(0, start).filter((line) => line !== title || named === undefined);
    return { output: printed, ...(file === undefined ? {} : { file }) };
  }

  /** A block without commands. */
  #content(block: Block, lines: readonly BlockLine[], before: { path: string; sure: ShownFile["sure"] } | undefined): void {
    const inside = namedContent(lines);
    const path = inside.path === undefined ? before : { path: inside.path, sure: "named" as const };
    const last = this.#last;
    if (last !== undefined && this.#takesEdit(last, path?.path, lines)) return takeEdit(last, inside.lines, this.#habits);
    if (this.#screen(lines)) return;
    const isAwaited = last?.expected.length === 0 && (last === this.#loop?.draft || printsTexts(last.command));
    const more = isAwaited ? undefined : this.#moreOutput(lines);
    if (more !== undefined) return void this.#entries.push({ item: more });
    if (
      last !== undefined &&
      last.expected.length === 0 &&
      this.#isOutput(lines, block.language) &&
      !(path !== undefined && isManifest(lines))
    ) {
      return this.#give(lines);
    }
    if (path !== undefined && this.#isFile(block, inside.lines)) return this.#file(inside.lines, path);
    if (isManifest(lines)) {
      if (this.#wanted === undefined) {
        this.#manifests.push([...lines]);
        const shown = shownFile(lines, `line-${block.line}.yaml`, "mentioned", this.#habits);
        if (shown !== undefined) this.loose.push(shown);
      } else this.#file(lines, { path: this.#wanted, sure: "mentioned" });
      this.#wanted = undefined;
    } else if (/^FROM\s+\S+/.test(lines.find(({ text }) => text.trim() !== "")?.text ?? "")) {
      this.#dockerfile(lines);
    } else if (isProgram(lines)) {
      this.#program = lines;
    } else if (isYaml(lines)) this.#fragment = lines;
  }

  #isFile(block: Block, lines: readonly BlockLine[]): boolean {
    if (isManifest(lines) || isYaml(lines) || FILE_LANGUAGES.test(block.language)) return true;
    const shown = lines.filter(({ text }) => text.trim() !== "");
    return shown.length > 0 && shown.filter(({ text }) => isForeign(text)).length * 3 < shown.length;
  }

  #takesEdit(last: Draft, path: string | undefined, lines: readonly BlockLine[]): boolean {
    if (!opensEditor(last.command) || last.edit !== undefined || last.expected.length > 0) return false;
    const file = editedFile(last.command);
    if (path !== undefined && file !== undefined && baseName(path) !== baseName(file)) return false;
    return isYaml(lines) || file !== undefined || LINE_PLACE.test(lines.map(({ text }) => text).join("\n"));
  }

  #isOutput(lines: readonly BlockLine[], language: string): boolean {
    const last = this.#last;
    return (
      last !== undefined &&
      last.expected.length === 0 &&
      last.edit === undefined &&
      isOutputOf(last.command, lines, language, this.#between)
    );
  }

  #give(lines: readonly BlockLine[]): void {
    if (this.#last !== undefined) attach(this.#last, lines, this.#habits);
  }

  #file(lines: readonly BlockLine[], path: { path: string; sure: ShownFile["sure"] } | undefined): void {
    const shown = path === undefined ? undefined : shownFile(lines, path.path, path.sure, this.#habits);
    if (shown === undefined) return;
    this.#entries.push({ item: shown });
    this.#shown.add(baseName(shown.path));
    if (this.#wanted !== undefined && baseName(this.#wanted) === baseName(shown.path)) this.#wanted = undefined;
  }

  /** A Dockerfile, and the program that it adds when that has been shown without its name. */
  #dockerfile(lines: readonly BlockLine[]): void {
    const added = addedFiles(lines).filter((file) => !this.#shown.has(baseName(file)));
    if (this.#program !== undefined && added.length === 1) this.#file(this.#program, { path: added[0] ?? "", sure: "mentioned" });
    this.#program = undefined;
    this.#file(lines, { path: "Dockerfile", sure: "mentioned" });
  }

  /** The path that the text right before a block, or its fence, names. */
  #pathBefore(block: Block): { path: string; sure: ShownFile["sure"] } | undefined {
    const info = pathOfInfo(block.info);
    if (info !== undefined) return { path: info, sure: "named" };
    for (const text of this.#between.slice(-2).toReversed()) {
      const alone = pathAlone(plainText(text));
      if (alone !== undefined) return { path: alone, sure: "named" };
      const mentioned = pathMentioned(text);
      if (mentioned !== undefined) return { path: mentioned, sure: "mentioned" };
    }
    return undefined;
  }

  /** Objects without a name that stand before the commands that read as many files are these files. */
  #assignFiles(reads: readonly string[]): void {
    const missing = [...new Set(reads)].filter((file) => !this.#shown.has(baseName(file)));
    if (missing.length > 0 && missing.length === this.#manifests.length) {
      for (const [index, file] of missing.entries()) this.#file(this.#manifests[index] ?? [], { path: file, sure: "mentioned" });
    }
    this.#wanted = missing.length === 1 && this.#manifests.length === 0 ? missing[0] : undefined;
    this.#manifests = [];
  }

  /** `Every 2.0s: kubectl get po`: a look at what `watch` shows. */
  #screen(lines: readonly BlockLine[]): boolean {
    const head = lines.find(({ text }) => text.trim() !== "");
    const watched = /^Every [\d.]+s: (.+?)(?:\s{2,}\S.*)?$/.exec(head?.text.trim().slice(0, 300) ?? "")?.[1];
    if (head === undefined || watched === undefined) return false;
    const before = this.#watched.get(watched.trim());
    const expected = outputLines(lines, "watch", this.#habits);
    if (before === undefined) {
      const draft: Draft = {
        line: head.line,
        command: `watch ${watched.trim()}`,
        mended: head.text.trim(),
        shell: "sh",
        terminal: "",
        expected,
      };
      this.#entries.push({ draft });
      this.#last = draft;
      this.#watched.set(watched.trim(), draft);
    } else if (before.expected.length === 0) before.expected = expected;
    else this.#entries.push({ item: { line: head.line, moreOf: before.line, expected } });
    return true;
  }

  /** A block that goes on with the output of a loop that was started before it. */
  #moreOutput(lines: readonly BlockLine[]): MoreOutput | undefined {
    if (this.#loop === undefined) return undefined;
    const { draft, expected: before } = this.#loop;
    const expected = outputLines(lines, draft.command, this.#habits);
    const [first] = expected;
    if (first === undefined || !goesOn(draft.command, before, expected)) return undefined;
    this.#loop.expected = [...before, ...expected];
    return { line: first.line, moreOf: draft.line, expected };
  }

  #table(block: Block): void {
    const rows = tableRows(block.lines);
    const prompt = promptOf(plainText(rows[0]?.cells[0] ?? ""));
    const last = this.#last;
    if (prompt?.strong === true && prompt.rest !== "" && rows[0] !== undefined) {
      const whole = mendedOption(prompt.rest);
      this.#typedInText(rows[0].line, prompt, whole);
      if (this.#last !== undefined && whole !== prompt.rest) this.#last.mended = prompt.rest;
      if (this.#last !== undefined) this.#last.expected = tableOutput(rows.slice(1));
      this.#flowing = false;
    } else if (last !== undefined && (last.expected.length === 0 || this.#flowing) && isHeader(rows[0]?.cells ?? [])) {
      last.expected = [...last.expected, ...tableOutput(rows)];
      this.#flowing = false;
    }
    this.#between.push(...block.lines.map(({ text }) => text).slice(0, 1));
  }

  /** Paragraphs, items of lists and headings: prompts that a conversion has left there, commands alone on their line, and what names files. */
  #text(block: Block): void {
    const whole = plainText(block.lines.map(({ text }) => text.trim()).join(" "));
    let found = false;
    for (const { line, text, quoted } of block.lines) {
      const plain = plainText(decodeEntities(text));
      const code =
        /^`+\s*([^`]+?)\s*`+[.:;]?$/.exec(plain)?.[1] ?? /(?:^|\s|>)<code>([^<]+)<\/code>\s*(?:<\/\w+>\s*)*$/.exec(decodeOnce(text))?.[1];
      const prompt = promptOf(code ?? plain);
      if (prompt?.strong === true && isTypedInText(prompt)) {
        this.#typedInText(line, prompt, prompt.rest);
        found = true;
      } else if (
        (code !== undefined && plain.startsWith("`") && isInstruction(code)) ||
        ((quoted === true || (this.#unmarked && isTyped(plain))) && isInstruction(plain))
      ) {
        if (this.#printedInline(line, code)) continue;
        this.#typedInText(line, undefined, code ?? plain);
        found = true;
      } else if (this.#printedInline(line, code)) {
        found = true;
      } else if (found && this.#last !== undefined && plain !== "") {
        // further lines of the same paragraph
        this.#last.expected = [...this.#last.expected, ...flowedOutput(line, plain)];
      }
    }
    if (found) return;
    if (this.#flowing && this.#last !== undefined && isFlowedOutput(whole)) {
      const lines = block.lines.map(({ line, text }) => ({ line, text: plainText(text) })).filter(({ text }) => text !== "");
      this.#last.expected = [
        ...this.#last.expected,
        ...lines.flatMap(({ line, text }) => (isLeftOut(text) ? [{ line, text: "..." }] : flowedOutput(line, text))),
      ];
      return;
    }
    if (whole !== "" && !isLeftOut(whole)) this.#flowing = false;
    this.#between.push(whole);
  }

  /** An output that stands in a line as inline code, behind its command: `deployment.apps/web created`. */
  #printedInline(line: number, code: string | undefined): boolean {
    if (code === undefined || !this.#flowing || this.#last === undefined || this.#last.expected.length > 0 || !isFlowedOutput(code))
      return false;
    this.#last.expected = flowedOutput(line, code);
    return true;
  }

  #typedInText(line: number, prompt: Prompt | undefined, rest: string): void {
    const { command, output } = splitFlowed(rest);
    const shown = prompt === undefined ? {} : { prompt };
    this.#commands([{ line, ...shown, powershell: prompt?.shell === "powershell", lines: [command], output: [] }]);
    if (this.#last !== undefined && output !== "") this.#last.expected = flowedOutput(line, output);
    this.#between = [];
    this.#flowing = true;
  }
}
