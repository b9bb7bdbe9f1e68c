import type { ExpectedLine, MoreOutput, Step, TranscriptItem } from "../transcript.ts";
import { fencedBlocks, type Block } from "./blocks.ts";
import type { BlockLine } from "./lines.ts";

/** `[root@m-k8s ~]# `, `root@m-k8s:~# `, `$ `, `remote > `, `PS C:\> ` with the terminal that each names. */
const prompts: readonly { pattern: RegExp; shell: Step["shell"]; terminal: (match: RegExpExecArray) => string }[] = [
  { pattern: /^\[(\w+@[\w-]+) [^\]]*\][#$] ?/, shell: "sh", terminal: (match) => match[1] ?? "" },
  { pattern: /^(\w+@[\w-]+):\S*[#$] ?/, shell: "sh", terminal: (match) => match[1] ?? "" },
  { pattern: /^PS [A-Z]:[^>]*> ?/, shell: "powershell", terminal: () => "pc" },
  { pattern: /^remote > ?/, shell: "sh", terminal: () => "remote" },
  // which machine that is, it does not say: as without a prompt
  { pattern: /^\$ (?=\S)/, shell: "sh", terminal: () => "root@m-k8s" },
];

/** First words that make a line without a prompt a command. */
const commandWords = /^(?:sudo\s+)?(?:kubectl|k|ka|curl|cat|vim?|nano|echo|export|source|sleep|watch|ssh|for|while|i=\d+;)(?=\s|$|;)/;

/** The commands and outputs among a document's lines, in their order. */
export function readItems(lines: readonly BlockLine[]): TranscriptItem[] {
  const items: (Step | MoreOutput)[] = [];
  for (const block of fencedBlocks(lines)) {
    const found = itemsOf(block);
    const more = found.length > 0 ? undefined : moreOutput(block, items);
    items.push(...found, ...(more ? [more] : []));
  }
  return items;
}

function itemsOf(block: Block): Step[] {
  if (block.language === "yaml" || block.language === "yml" || block.language === "json") return [];
  if (block.lines.some(({ text }) => promptOf(text))) return promptedSteps(block.lines);
  if (block.language === "powershell" || /^\$\w+\s*=/.test(firstText(block))) return [loopStep(block)];
  return bareSteps(block.lines);
}

function firstText(block: Block): string {
  return block.lines.find(({ text }) => text.trim() !== "")?.text ?? "";
}

function promptOf(text: string): { rest: string; shell: Step["shell"]; terminal: string } | undefined {
  for (const { pattern, shell, terminal } of prompts) {
    const match = pattern.exec(text);
    if (match) return { rest: text.slice(match[0].length), shell, terminal: terminal(match) };
  }
  return undefined;
}

/** Commands behind prompts; what follows each up to the next prompt is its output. */
function promptedSteps(lines: readonly BlockLine[]): Step[] {
  const steps: Step[] = [];
  let current: { start: BlockLine; prompt: NonNullable<ReturnType<typeof promptOf>>; command: string; output: ExpectedLine[] } | undefined;
  const finish = () => {
    if (current && current.command.trim() !== "")
      steps.push(makeStep(current.start.line, current.command, current.prompt.shell, current.prompt.terminal, current.output));
  };
  for (const line of lines) {
    const prompt = promptOf(line.text);
    if (prompt) {
      finish();
      current = { start: line, prompt, command: prompt.rest, output: [] };
    } else if (current?.prompt.shell === "powershell" && current.output.length === 0 && line.text.startsWith(">>")) {
      current.command += `\n${line.text.slice(2)}`;
    } else if (current && current.output.length === 0 && hereDocumentIsOpen(current.command)) {
      current.command += `\n${line.text}`;
    } else current?.output.push(line);
  }
  finish();
  return steps;
}

/** Commands without prompts, known by their first word; anything else is the output of the command before it, or prose before the first. */
function bareSteps(lines: readonly BlockLine[]): Step[] {
  const steps: Step[] = [];
  let current: { line: number; command: string; output: ExpectedLine[] } | undefined;
  const finish = () => {
    if (current) steps.push(makeStep(current.line, current.command, "sh", "root@m-k8s", current.output));
  };
  for (const line of lines) {
    if (current && current.output.length === 0 && hereDocumentIsOpen(current.command)) {
      current.command += `\n${line.text}`;
    } else if (commandWords.test(line.text)) {
      finish();
      current = { line: line.line, command: line.text, output: [] };
    } else current?.output.push(line);
  }
  finish();
  return steps;
}

/** A command's first line begins a here-document whose last line has not come yet. */
function hereDocumentIsOpen(command: string): boolean {
  const [first = "", ...rest] = command.split("\n");
  const mark = /<<(-?)\s*(["']?)([A-Za-z_]\w*)\2/.exec(first);
  return mark !== null && !rest.some((line) => (mark[1] === "-" ? line.replace(/^\t+/, "") : line) === mark[3]);
}

/** A command typed over several lines until its braces close; what follows is output. */
function loopStep(block: Block): Step {
  const command: BlockLine[] = [];
  let depth = 0;
  let opened = false;
  for (const line of block.lines) {
    command.push(line);
    depth += count(line.text, "{") - count(line.text, "}");
    opened ||= line.text.includes("{");
    if (opened && depth <= 0) break;
  }
  const text = command.map((line) => line.text).join("\n");
  return makeStep(command[0]?.line ?? block.line, text, "powershell", "pc", block.lines.slice(command.length));
}

function count(text: string, letter: string): number {
  return text.split(letter).length - 1;
}

function makeStep(line: number, command: string, shell: Step["shell"], terminal: string, output: readonly ExpectedLine[]): Step {
  const expected = trimBlank(output);
  const typed = shell === "powershell" ? withoutEditorMarks(command) : command;
  return { line, command: typed.trim(), shell, terminal, ...(expected.length > 0 ? { expected } : {}) };
}

/** What some editors make of code when they write it out: addresses stand in angle brackets, and then backslashes are doubled as well. */
function withoutEditorMarks(command: string): string {
  const bare = command.replace(/(["'])<(https?:\/\/[^>"']*)>\1/g, "$1$2$1");
  return bare === command ? command : bare.replaceAll("\\\\", "\\");
}

/** Output without the blank lines around it. */
function trimBlank(lines: readonly ExpectedLine[]): ExpectedLine[] {
  const from = lines.findIndex(({ text }) => text.trim() !== "");
  const to = lines.findLastIndex(({ text }) => text.trim() !== "");
  return from < 0 ? [] : lines.slice(from, to + 1);
}

/** A block that goes on with the numbered output of a loop that was started before it. */
function moreOutput(block: Block, before: readonly (Step | MoreOutput)[]): MoreOutput | undefined {
  const last = before.findLast((item) => "moreOf" in item || /while|for/.test(item.command))?.expected?.at(-1);
  const lines = trimBlank(block.lines);
  const first = lines[0];
  if (!last || !first) return undefined;
  const shape = (text: string) => /^(\d+) \S+\s*$/.exec(text);
  const goesOn =
    shape(last.text) !== null && lines.every(({ text }) => shape(text)) && Number(shape(first.text)?.[1]) > Number(shape(last.text)?.[1]);
  return goesOn ? { line: first.line, moreOf: "running", expected: lines } : undefined;
}
