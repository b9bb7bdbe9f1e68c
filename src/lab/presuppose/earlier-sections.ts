import { bookFile } from "../../cluster/book-files.ts";
import type { ImpliedStep } from "../performance/implied.ts";
import { fileOf, manifestAt, namesAt, objectsIn } from "../performance/manifests.ts";
import { readTables } from "../tables.ts";
import { isStep, type Step, type TranscriptItem } from "../transcript.ts";
import { askedOf } from "./asked.ts";
import { missedAddons } from "./book-addons.ts";

/**
 * The same items behind what readers have done in an earlier section, as kubectl's answers tell it: `configured`, `unchanged` and `AlreadyExists` of a
 * file that the document has not applied, `deleted` of a service that it never shows, a line of the book's file with another value, the book's add-ons.
 */
export function withEarlierSections(items: readonly TranscriptItem[]): TranscriptItem[] {
  const made = new Set<string>();
  const early = new Map<number, ImpliedStep[]>();
  const put = (at: number, steps: readonly ImpliedStep[]): void => void early.set(at, [...(early.get(at) ?? []), ...steps]);
  for (const { at, commands, name, line } of missedAddons(items))
    put(
      at,
      commands.map((command) => earlier(command, `${name} was installed`, line, items)),
    );
  const edits: ImpliedStep[] = [];
  for (const [index, item] of items.entries()) {
    if (!isStep(item) || item.skip !== undefined) continue;
    const before = items.slice(0, index);
    for (const step of [...filesOf(item, made, items), ...servicesOf(item, made, items)]) put(afterLists(step, before), [step]);
    for (const step of editsOf(item, before)) if (!edits.some(({ command }) => command === step.command)) edits.push(step);
    for (const name of namesOf(item, items)) made.add(name);
  }
  put(0, edits);
  return items.flatMap((item, index) => [...(early.get(index) ?? []), item]);
}

/** Behind the last list of all pods or services in which what a step makes is not. */
function afterLists({ made }: EarlierStep, before: readonly TranscriptItem[]): number {
  if (made === undefined) return 0;
  return (
    before.findLastIndex((item) => {
      const asked = isStep(item) ? askedOf(item.command) : undefined;
      if (!isStep(item) || asked?.isWhole !== true || !asked.kinds.some(({ name }) => name === made.listed)) return false;
      const names = readTables(item.expected ?? []).flatMap(({ rows }) => rows.map(({ cells }) => cells["NAME"] ?? ""));
      return names.length > 0 && !names.some((name) => name === made.name || name.startsWith(`${made.name}-`));
    }) + 1
  );
}

/** A step that stands for an earlier section. */
interface EarlierStep extends ImpliedStep {
  /** What it makes, and what lists show that. */
  readonly made?: { readonly name: string; readonly listed: "pod" | "service" };
}

function earlier(command: string, what: string, line: number, items: readonly TranscriptItem[], made?: EarlierStep["made"]): EarlierStep {
  const terminal = items.find((item): item is Step => isStep(item) && item.shell === "sh")?.terminal ?? "root@m-k8s";
  return {
    line,
    command,
    shell: "sh",
    terminal: terminal === "pc" ? "root@m-k8s" : terminal,
    implied: `${what} before: line ${line} presupposes it`,
    ...(made === undefined ? {} : { made }),
    // what is made here may be deleted without a word as well
    ...(made?.listed === "pod" ? { expected: [{ line, text: `deployment.apps/${made.name} created` }] } : {}),
  };
}

/** What was made of a file: with `apply` where it is unchanged, with another number of pods where it is configured, else with `create`. */
function filesOf({ command, expected = [], line }: Step, made: ReadonlySet<string>, items: readonly TranscriptItem[]): EarlierStep[] {
  const file = fileOf(command);
  const manifest = file === undefined ? undefined : manifestAt(file, items);
  if (file === undefined || manifest === undefined || !/^\s*(?:kubectl|k)\s+(?:apply|create)\s/.test(command)) return [];
  const isWarned = expected.some(({ text }) => /^Warning: .*kubectl apply/.test(text));
  for (const { text } of expected) {
    const exists = /^Error from server \(AlreadyExists\): .*"([^"]+)" already exists/.exec(text)?.[1];
    const [, name = exists ?? "", how = ""] = /^[a-z.]+\/(\S+) (configured|unchanged)$/.exec(text.trim()) ?? [];
    if (name === "" || made.has(name)) continue;
    const deployment = objectsIn(manifest).includes(`Deployment/${name}`) ? ({ name, listed: "pod" } as const) : undefined;
    const step = (typed: string): EarlierStep => earlier(typed, `${file} was used`, line, items, deployment);
    if (exists !== undefined || isWarned) return [step(`kubectl create -f ${file}`)];
    if (how === "unchanged") return [step(`kubectl apply -f ${file}`)];
    // with fewer pods: no pod's name is drawn that the document does not show
    const isMany = /^ *replicas: *(?:[2-9]|\d{2,})\s*$/m.test(manifest);
    if (deployment !== undefined) return [step(`sed 's/replicas: .*/replicas: ${isMany ? 1 : 2}/' ${file} | kubectl apply -f -`)];
  }
  return [];
}

/** A service that is deleted and of which nothing else is shown. */
function servicesOf({ command, expected = [], line }: Step, made: ReadonlySet<string>, items: readonly TranscriptItem[]): EarlierStep[] {
  if (/\s(?:-n|--namespace|-f|-l|-k)\b|--all/.test(command)) return [];
  return expected.flatMap(({ text }) => {
    const name = /^service "(\S+)" deleted/.exec(text)?.[1];
    if (name === undefined || made.has(name) || items.some((item) => isStep(item) && isListed(name, item))) return [];
    return [
      earlier(`kubectl create service clusterip ${name} --tcp=80:80`, `service ${name} was there`, line, items, {
        name,
        listed: "service",
      }),
    ];
  });
}

function isListed(name: string, { expected = [] }: Step): boolean {
  return readTables(expected).some(({ rows }) => rows.some(({ cells }) => (cells["NAME"] ?? "").replace(/^service\//, "") === name));
}

/** `cat FILE | grep replicas` shows a value that the book's file has not: somebody has edited it. */
function editsOf({ command, expected = [], line }: Step, before: readonly TranscriptItem[]): ImpliedStep[] {
  const [, file = "", word = ""] = /^\s*cat\s+(\S+)\s*\|\s*grep\s+([\w-]+)\s*$/.exec(command) ?? [];
  const lines = bookFile(file)?.split("\n");
  const name = file.slice(file.lastIndexOf("/") + 1);
  if (lines === undefined || before.some((item) => isStep(item) && changes(item.command, name))) return [];
  return expected.flatMap(({ text }) => {
    const [, key = "", value = ""] = /^\s*(\w+): (\w+)\s*$/.exec(text) ?? [];
    const own = lines.filter((other) => other.trim().startsWith(`${key}: `));
    const former = own[0]?.trim().slice(key.length + 2) ?? "";
    if (key !== word || own.length !== 1 || former === value) return [];
    return [earlier(`sed -i 's/${key}: ${former}/${key}: ${value}/' ${file}`, `${file} was edited`, line, before)];
  });
}

/** Whether a command may write a file of that name. */
function changes(command: string, name: string): boolean {
  return command.includes(name) && /\bsed\s+-\w*i|>|\b(?:vi|vim|nano|tee|cp|mv)\b/.test(command);
}

/** Names that a step gives to objects, as far as its words, the manifests that it reads and its output tell. */
function namesOf({ command, expected = [] }: Step, items: readonly TranscriptItem[]): string[] {
  const file = fileOf(command);
  const told = expected.flatMap(({ text }) => /^[a-z][a-z0-9.]*\/(\S+) \w+/.exec(text.trim())?.[1] ?? []);
  const typed = /\b(?:create|run|expose)\b/.test(command) ? command.split(/[\s=/]+/) : [];
  return [...told, ...typed, ...(file !== undefined && /\b(?:apply|create|replace)\b/.test(command) ? namesAt(file, items) : [])];
}
