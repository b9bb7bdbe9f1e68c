import { isShownFile, isStep, type ShownFile, type Step, type TranscriptItem } from "../transcript.ts";
import { objectsIn } from "./manifests.ts";

/** A command that a document leaves out, and why it must have been typed. */
export interface ImpliedStep extends Step {
  readonly implied: string;
  /** Settings say so: it comes right before the step of which they say it. */
  readonly fromSettings?: true;
  /** It makes deployments of these names, of which the document does not tell all that their templates have. */
  readonly unknownTemplates?: readonly string[];
  /** It makes an object of that name, which was there before the document begins. */
  readonly presupposes?: string;
}

/** Tells a command that the document does not show. */
export function isImplied(item: TranscriptItem): item is ImpliedStep {
  return "implied" in item;
}

/** Names of the objects that were there before a document begins. */
export function presupposedNames(items: readonly TranscriptItem[]): Set<string> {
  return new Set(items.flatMap((item) => (!isShownFile(item) && isImplied(item) ? (item.presupposes ?? []) : [])));
}

/** A command that waits for something to come: how long, nobody can tell before. */
export function isWaiting({ command }: ImpliedStep): boolean {
  return /\b(?:until|while)\b|\bdate \+/.test(command);
}

interface Manifest {
  readonly path: string;
  readonly content: string;
  readonly terminal: string;
}

/**
 * Documents show manifests, and later what came of them, without the `kubectl apply` between: it is put in right after the manifest, where no command
 * ever names the file, and for a file that is only shown (not written by a command), where a later output shows an object of that name.
 */
export function withImpliedSteps(items: readonly TranscriptItem[]): TranscriptItem[] {
  return items.flatMap((item, index) => {
    const before = isStep(item) ? leftOut(item) : [];
    const manifest = isShownFile(item) ? shownManifest(item, items) : isStep(item) ? writtenManifest(item) : undefined;
    if (manifest === undefined || !isLeftOut(manifest, item, items.slice(index + 1), items)) return [...before, item];
    const step: ImpliedStep = {
      line: item.line,
      command: `kubectl apply -f ${manifest.path}`,
      shell: "sh",
      terminal: manifest.terminal,
      implied: `${manifest.path} of line ${item.line} was applied: the document shows it and never names it in a command`,
    };
    return [...before, item, step];
  });
}

/** Commands that settings put before a step. */
function leftOut({ line, shell, terminal, before = [] }: Step): ImpliedStep[] {
  return before.map((command) => ({
    line,
    command,
    shell,
    terminal,
    implied: `${command} came before line ${line}: the settings say so`,
    fromSettings: true,
  }));
}

function shownManifest({ path, content }: ShownFile, items: readonly TranscriptItem[]): Manifest | undefined {
  return isManifest(content) && /\.ya?ml$/.test(path)
    ? { path, content, terminal: items.find(isStep)?.terminal ?? "root@m-k8s" }
    : undefined;
}

/** `cat <<EOF > my-network.yaml` */
function writtenManifest({ command, terminal, skip }: Step): Manifest | undefined {
  const match = /^(?:cat|tee)\b[^\n]*?<<-?\s*["']?\w+["']?[^\n]*/.exec(command);
  const path = match && /(?:>>?\s*|tee\s+)([\w./~-]+\.ya?ml)/.exec(match[0])?.[1];
  if (!match || path === undefined || path === null || skip !== undefined) return undefined;
  const content = command.slice(match[0].length + 1);
  return isManifest(content) ? { path, content, terminal } : undefined;
}

function isManifest(content: string): boolean {
  return /^apiVersion: *\S/m.test(content) && /^kind: *\S/m.test(content);
}

function isLeftOut(
  { path, content }: Manifest,
  source: TranscriptItem,
  later: readonly TranscriptItem[],
  all: readonly TranscriptItem[],
): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const isNamed = all.some((item) => item !== source && isStep(item) && item.command.includes(name));
  if (isNamed || all.some((item) => item !== source && isStep(item) && /\s-f\s+\.?\/?\s*$|\s-f\s+\.(?:\s|$)|\s-k\s/m.test(item.command)))
    return false;
  if (isStep(source)) return true;
  if (all.some((item) => isStep(item) && creates(item, content))) return false;
  const objects = namesIn(content);
  const isMade = all.some(
    (item) => isStep(item) && objects.some((object) => new RegExp(`\\b(?:create|run|expose)\\b.*\\b${object}\\b`).test(item.command)),
  );
  return !isMade && later.some((item) => isStep(item) && /\bget\b|\bdescribe\b/.test(item.command) && shows(item, objects));
}

/** Whether a step's output says that it made an object of a manifest: readers misspell the file, or call it by another name. */
function creates({ expected = [] }: Step, content: string): boolean {
  const objects = objectsIn(content).map((object) => object.toLowerCase());
  return expected.some(({ text }) => {
    const [, kind = "", name = ""] = /^([a-z]+)[\w.]*\/(\S+) created$/.exec(text.trim()) ?? [];
    return objects.includes(`${kind}/${name}`);
  });
}

function shows({ expected = [] }: Step, objects: readonly string[]): boolean {
  return expected.some(({ text }) =>
    objects.some((object) => text.split(/[\s/]+/).some((word) => word === object || word.startsWith(`${object}-`))),
  );
}

/** Names of the objects of a manifest. */
function namesIn(content: string): string[] {
  return [...content.matchAll(/^metadata: *\n(?:^ +.*\n)*?^ +name: *([\w.-]+)/gm)].map((match) => match[1] ?? "");
}
