import { readTables } from "../tables.ts";
import { isShownFile, isStep, type ShownFile, type Step, type TranscriptItem } from "../transcript.ts";
import type { ImpliedStep } from "./implied.ts";
import { manifestAt, objectsIn } from "./manifests.ts";

type Kind = "deployment" | "pod" | "service";

/** An object that a command of the document has made in the default namespace. */
interface Made {
  /** Known to be in the default namespace: made there by name, or listed there. */
  isSeen: boolean;
  readonly kind: Kind;
  readonly name: string;
  readonly line: number;
}

/**
 * Authors leave out how they cleaned up: what a command of the document has made, a later list of all objects of its kind does not show, and no
 * output after that shows again, has been deleted between. The deletion is put in before the list.
 */
export function withLeftOutDeletions(items: readonly TranscriptItem[]): TranscriptItem[] {
  const alive = new Map<string, Made>();
  const deletions = new Map<number, ImpliedStep[]>();
  for (const [index, item] of items.entries()) {
    if (!isStep(item)) continue;
    for (const made of alive.values()) {
      if (!isLeftOut(made, item, items.slice(index))) continue;
      alive.delete(`${made.kind}/${made.name}`);
      const at = placeOf(made, items, index);
      deletions.set(at, [...(deletions.get(at) ?? []), deletion(made, item)]);
    }
    for (const made of alive.values()) if (listed(item, made.kind)?.some((name) => belongs(name, made))) made.isSeen = true;
    note(item, alive, items.slice(0, index + 2));
  }
  return items.flatMap((item, index) => [...(deletions.get(index) ?? []), item]);
}

/** Before something else is made: readers clean up when they begin a new section. */
function placeOf(made: Made, items: readonly TranscriptItem[], list: number): number {
  // what is typed in a shell inside it is typed while it is there
  const last = items.findLastIndex(
    (item, index) => index < list && !isShownFile(item) && (isNamed(item, made) || (isStep(item) && item.inside === true)),
  );
  const next = items.findIndex((item, index) => index > last && index < list && isStep(item) && makesByName(item.command));
  return next < 0 ? list : next;
}

function makesByName(command: string): boolean {
  return /^\s*(?:kubectl|k)\s+(?:create\s+deploy|expose|run)/.test(command);
}

function deletion({ kind, name, line }: Made, { line: at, terminal }: Step): ImpliedStep {
  return {
    line: at,
    command: `kubectl delete ${kind} ${name}`,
    shell: "sh",
    terminal,
    implied: `${kind} ${name} of line ${line} was deleted before line ${at}, whose list is without it`,
  };
}

/** Takes down what a step makes and deletes, by what kubectl says of it. */
function note(step: Step, alive: Map<string, Made>, items: readonly TranscriptItem[]): void {
  const { command, expected = [], line } = step;
  if (!/(?:^|\|)\s*(?:kubectl|k)\s/.test(command) || isElsewhere(command)) return;
  const told = expected.map(({ text }) => text.trim());
  const isSeen = "implied" in step || !/\s-f\b|\s-k\b|--filename/.test(command);
  const typed = /\bcreate\s+(?:deployment|deploy)\s+([a-z][\w.-]*)/.exec(command)?.[1];
  if (typed !== undefined && told.length === 0) keep(alive, { kind: "deployment", name: typed, line, isSeen });
  const run = /\brun\s+([a-z][\w.-]*)\s+--image/.exec(command)?.[1];
  if (run !== undefined && told.length === 0 && !/--dry-run|--rm\b|\s-\w*it?\b/.test(command))
    keep(alive, { kind: "pod", name: run, line, isSeen });
  if (told.length === 0 && /\b(?:apply|create)\b/.test(command))
    for (const { kind, name } of manifestsRead(command, items)) keep(alive, { kind, name, line, isSeen });
  const exposed = told.length === 0 ? exposedBy(command) : undefined;
  if (exposed !== undefined) keep(alive, { kind: "service", name: exposed, line, isSeen });
  for (const text of told) {
    const made = /^(deployment\.apps|pod|service)\/(\S+) (?:created|exposed)$/.exec(text);
    if (made) keep(alive, { kind: kindOf(made[1] ?? ""), name: made[2] ?? "", line, isSeen });
    const deleted = /^(deployment\.apps|pod|service) "(\S+)" (?:force )?deleted/.exec(text);
    if (deleted) alive.delete(`${kindOf(deleted[1] ?? "")}/${deleted[2] ?? ""}`);
  }
  // whatever else is deleted, and however it is said, is the document's own business
  if (/\bdelete\b/.test(command))
    for (const { kind, name } of alive.values()) if (command.split(/[\s/]+/).includes(name)) alive.delete(`${kind}/${name}`);
  if (/\bdelete\b.*(?:--all|\s-f\s|\s-l\s|\s-k\s)/.test(command) && told.length === 0) alive.clear();
}

/** Objects of a manifest that a command reads: one that the document shows, or one of the book's. */
function manifestsRead(command: string, items: readonly TranscriptItem[]): { kind: Kind; name: string }[] {
  const file = /\s-f[ =]?\s*([^\s;|&]+)/.exec(command)?.[1] ?? "";
  const documents = (manifestAt(file, items) ?? "").split(/^---\s*$/m).filter((text) => !/^ +namespace: (?!default\s*$)/m.test(text));
  return objectsIn(documents.join("\n---\n")).flatMap((object) => {
    const [kind, name = ""] = object.split("/");
    return kind === "Deployment" || kind === "Pod" || kind === "Service" ? [{ kind: kind.toLowerCase() as Kind, name }] : [];
  });
}

/** The service that `kubectl expose TYPE NAME [--name=SERVICE]` makes. */
function exposedBy(command: string): string | undefined {
  const name = /\bexpose\s+(?:[a-z]+\s+|[a-z]+\/)([a-z][\w.-]*)/.exec(command)?.[1];
  return name && (/--name[= ](\S+)/.exec(command)?.[1] ?? name);
}

function keep(alive: Map<string, Made>, made: Made): void {
  alive.set(`${made.kind}/${made.name}`, made);
}

function kindOf(word: string): Kind {
  return word === "deployment.apps" ? "deployment" : word === "service" ? "service" : "pod";
}

/** Whether a command works in another namespace than the one in which the document's objects are taken to be. */
function isElsewhere(command: string): boolean {
  return /(?:^|\s)(?:-n|--namespace)(?:[ =]|\w)|\s-A\b|--all-namespaces|--context|--kubeconfig/.test(command);
}

function isLeftOut(made: Made, step: Step, later: readonly TranscriptItem[]): boolean {
  const names = made.isSeen ? listed(step, made.kind) : undefined;
  if (names === undefined || names.some((name) => belongs(name, made))) return false;
  const again = later.findIndex((item) => isStep(item) && makesAgain(item, made));
  return !(again < 0 ? later : later.slice(0, again)).some((item) => !isShownFile(item) && isNamed(item, made));
}

/** Whether a command makes an object of that name. */
function makesAgain(step: Step, made: Made): boolean {
  const alive = new Map<string, Made>();
  note(step, alive, []);
  return alive.has(`${made.kind}/${made.name}`);
}

/** A pod of a deployment has its name before a hash. */
function belongs(name: string, made: Made): boolean {
  return made.kind === "deployment" ? name === made.name || name.startsWith(`${made.name}-`) : name === made.name;
}

/** Whether an object is spoken of: in a command, or in an output by its own or by a pod's name. */
function isNamed(item: Exclude<TranscriptItem, ShownFile>, made: Made): boolean {
  const typed = isStep(item) ? [item.command.replace(/--image[= ]\S+/g, "")] : [];
  const texts = [...typed, ...(item.expected ?? []).map(({ text }) => text)];
  return texts.some((text) => text.split(/[\s/"',:]+/).some((word) => belongs(word, made)));
}

/** The names in a list of all objects of a kind, as whole as kubectl prints it; undefined for anything else. */
function listed({ command, expected }: Step, kind: Kind): string[] | undefined {
  const asked = /^\s*(?:kubectl|k)\s+get\s+([a-z,]+)\s*(?:-o\s*=?\s*(?:wide|custom-columns\S*))?\s*(?:#.*)?$/
    .exec(command)?.[1]
    ?.split(",");
  const words = kind === "service" ? /^(?:svc|services?)$/ : /^(?:po|pods?)$/;
  if (asked === undefined || expected === undefined || !asked.some((word) => words.test(word)) || asked.length > 1) return undefined;
  const lines = expected.filter(({ remark }) => remark !== true);
  if (lines.some(({ text }) => /^\s*(?:\.{2,}|…|:)|\[|<생략|\(?(?:omitted|중략|생략)/.test(text))) return undefined;
  if (lines.length === 1 && lines[0]?.text.startsWith("No resources found") === true) return [];
  const [table] = readTables(lines);
  if (table === undefined || table.rows.length === 0) return undefined;
  return table.rows.map(({ cells }) => cells["NAME"] ?? "");
}
