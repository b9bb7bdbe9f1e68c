import { isJsonObject, type JsonObject } from "../../base/json.ts";
import { formatYaml } from "../../base/yaml-out.ts";
import { isImplied, type ImpliedStep } from "../performance/implied.ts";
import { ageRange } from "../timeline/age-range.ts";
import { isShownFile, isStep, type ShownFile, type Step, type Transcript, type TranscriptItem } from "../transcript.ts";
import type { LackingAddons } from "./addons.ts";
import { askedOf } from "./asked.ts";
import { controllerNames, isOf, type Evidence } from "./evidence.ts";
import { kindOf, type KnownKind } from "./kinds.ts";
import type { DirectoryLack, FileLack, Lack, Lacks, Leftover } from "./lacks.ts";
import { madeUp, type MadeUp } from "./made-up.ts";
import { objectRows } from "./rows.ts";
import { inCurrentVersion } from "./removed-versions.ts";
import { shownManifests, type ShownManifest } from "./shown-manifests.ts";
import { editedFile } from "./unseen-edits.ts";

/** Something that goes before an item of the document. */
interface Insertion {
  readonly before: number;
  readonly item: ImpliedStep | ShownFile;
  /** Seconds: of several at one place the oldest comes first. */
  readonly age: number;
}

/**
 * The items once more, with what the document presupposes and never says: files whose contents it shows elsewhere, objects that its outputs show,
 * the end of those that its lists show no longer. Undefined when a rehearsal has found nothing that can be put in.
 */
export function withPresupposed(
  items: readonly TranscriptItem[],
  { loose }: Pick<Transcript, "loose">,
  lacks: Lacks,
  evidence: Evidence,
  addons: LackingAddons,
): TranscriptItem[] | undefined {
  const installs = addons.steps();
  const fresh = installs.filter(({ command }) => !isTyped(command, items));
  if (fresh.length > 0) {
    const first = Math.max(
      0,
      items.findIndex((item) => isShownFile(item) || !isImplied(item)),
    );
    return items.toSpliced(first, 0, ...fresh);
  }
  const manifests = shownManifests({ items, ...(loose === undefined ? {} : { loose }) });
  const files = lacks.files.flatMap((lack) => fileFor(lack, items, manifests, evidence, lacks.objects) ?? []);
  const made = new Set(files.flatMap(({ objects }) => objects));
  const open = lacks.objects.filter(({ kind, name }) => !made.has(`${kind.name}/${name}`));
  const ofNobody = open.filter((lack) => !isMadeBefore(lack, items));
  const ends = lacks.leftovers.flatMap((left) => endOf(left, items) ?? []);
  const found = [
    ...files.map(({ insertion }) => insertion),
    ...ofNobody.flatMap((lack) => objectFor(lack, items, manifests, evidence) ?? []),
  ];
  // what a step of the document makes comes by itself once that has all that it needs
  const rest = found.length > 0 ? [] : open.flatMap((lack) => objectFor(lack, items, manifests, evidence) ?? []);
  // what a round before has put in without success is put in no more
  const places = lacks.directories.map((lack) => directoryFor(lack, items));
  const filesBefore = [
    ...lacks.edits.map((edit) => ({ before: edit.index, item: editedFile(edit, items) })),
    ...lacks.versions.map((version) => ({ before: version.index, item: inCurrentVersion(version, items) })),
  ];
  const edits = filesBefore.flatMap(({ before, item }): Insertion[] => (item === undefined ? [] : [{ before, item, age: 0 }]));
  const all = [...found, ...rest, ...ends, ...places, ...edits].filter(({ item }) =>
    isShownFile(item)
      ? !items.some((other) => isShownFile(other) && other.implied === item.implied && other.path === item.path)
      : !isTyped(item.command, items),
  );
  if (all.length === 0) return undefined;
  const at = Map.groupBy(all, ({ before }) => before);
  return items.flatMap((item, index) => [
    ...(at.get(index) ?? []).toSorted((a, b) => b.age - a.age).map((insertion) => insertion.item),
    item,
  ]);
}

/** The results that a step shows: `deployment.apps/web created`. */
function resultsOf({
  expected = [],
}: Step): { readonly kind: KnownKind | undefined; readonly word: string; readonly name: string; readonly verb: string }[] {
  return expected.flatMap(({ text }) => {
    const [, word = "", name = "", verb = ""] =
      /^([a-z][\w.-]*)[/ ]"?([a-z0-9][\w.:-]*)"? (created|configured|unchanged|deleted|exposed|autoscaled)\b/i.exec(text.trim()) ?? [];
    return verb === "" ? [] : [{ kind: kindOf(word), word, name, verb }];
  });
}

function isTyped(command: string, items: readonly TranscriptItem[]): boolean {
  return items.some((item) => isStep(item) && isImplied(item) && item.command === command);
}

/** Whether a step before says that it has made the object. */
function isMadeBefore({ index, kind, name }: Lack, items: readonly TranscriptItem[]): boolean {
  return items.some(
    (item, at) =>
      at <= index && isStep(item) && resultsOf(item).some((each) => each.kind === kind && each.name === name && each.verb !== "deleted"),
  );
}

/** The contents of a file by what the step says that came of it, or by the objects that the document shows nearest to it. */
function fileFor(
  { index, step, path }: FileLack,
  items: readonly TranscriptItem[],
  manifests: readonly ShownManifest[],
  evidence: Evidence,
  lacking: readonly Lack[],
): { insertion: Insertion; objects: string[] } | undefined {
  if (/\bcreate\s+(?:cm|configmap|secret)\b/.test(step.command)) return dataFileFor(path, step, index, evidence);
  const results = resultsOf(step);
  // of anything else only what came of it tells that it holds objects
  if (!/\.(?:ya?ml|json)$/.test(path) && results.length === 0) return undefined;
  const parts: { object: JsonObject; unknown: readonly string[]; name: string; kind: string; line?: number; isProven?: boolean }[] = [];
  for (const { kind, word, name, verb } of results) {
    const shown = nearestTo(
      step.line,
      manifests.filter((each) => each.name === name && (kind?.kind ?? word.split(".")[0])?.toLowerCase() === each.kind.toLowerCase()),
    );
    const made = shown === undefined && kind !== undefined && verb === "created" ? madeUp(kind, "default", name, evidence) : undefined;
    if (shown !== undefined) parts.push({ object: shown.object, unknown: [], name, kind: shown.kind, line: shown.line });
    else if (made !== undefined && kind !== undefined) parts.push({ ...made, name, kind: kind.kind });
    else return undefined;
  }
  const named = results.length === 0 ? calledBy(path, index, lacking) : undefined;
  const own =
    named === undefined || byName(path, manifests) !== undefined ? undefined : madeUp(named.kind, named.namespace, named.name, evidence);
  if (named !== undefined && own !== undefined) parts.push({ ...own, name: named.name, kind: named.kind.kind });
  else if (results.length === 0) {
    // where nothing is shown, only its name tells what was in it
    const nearest =
      byName(path, manifests) ??
      (step.expected === undefined || /^https?:/.test(path)
        ? undefined
        : nearestTo(
            step.line,
            manifests.filter(({ isLoose }) => isLoose),
          ));
    if (nearest === undefined) return undefined;
    for (const { object, name, kind, line } of manifests.filter(({ line: other }) => other === nearest.line))
      parts.push({ object, unknown: [], name, kind, line });
  }
  const lines = [...new Set(parts.flatMap(({ line }) => line ?? []))];
  const unknown = [...new Set(parts.flatMap((part) => part.unknown))];
  const source = lines.length > 0 ? `of line ${lines.join(", ")}` : "by what came of it";
  const implied = `${path} has its contents ${source}: the document never shows the file${unknown.length === 0 ? "" : `, nor ${unknown.join(", ")}`}`;
  const content = parts.map(({ object }) => formatYaml(object)).join("---\n");
  const { line, terminal } = step;
  const unproven = parts.flatMap(({ kind, name, isProven, line: shown }) =>
    kind === "Deployment" && !isProven && shown === undefined ? name : [],
  );
  const lost = unproven.length === 0 ? {} : { unknownTemplates: unproven };
  const item: ImpliedStep | ShownFile = path.endsWith("/")
    ? { line, terminal, shell: "sh", command: `mkdir -p ${path} && cat > ${path}objects.yaml <<'EOF'\n${content}EOF`, implied, ...lost }
    : { line, path, content, sure: "mentioned", implied, ...lost };
  const before = firstNaming(path, items) ?? index;
  return {
    insertion: { before: Math.min(before, index), item, age: 0 },
    objects: parts.map(({ kind, name }) => `${kind.toLowerCase()}/${name}`),
  };
}

/** A file whose contents become data of a config map or of a secret: as its description shows them, or as long as that says. */
function dataFileFor(
  path: string,
  { line, expected = [] }: Step,
  index: number,
  evidence: Evidence,
): { insertion: Insertion; objects: string[] } | undefined {
  if (!expected.some(({ text }) => text.endsWith(" created"))) return undefined;
  const key = path.slice(path.lastIndexOf("/") + 1);
  const name = /^\w+\/(\S+) created$/.exec(expected[0]?.text.trim() ?? "")?.[1] ?? "";
  const kind = kindOf("configmap");
  const found = kind === undefined ? undefined : madeUp(kind, "default", name, evidence)?.object["data"];
  const told = isJsonObject(found) && typeof found[key] === "string" ? found[key] : undefined;
  const content = told ?? evidence.dataOf(key) ?? `${key}\n`;
  const source = told === undefined ? "any contents" : "the contents that its description shows";
  const item: ShownFile = {
    line,
    path,
    content,
    sure: "mentioned",
    implied: `${path} was there, with ${source}: the document never shows the file`,
  };
  return { insertion: { before: index, item, age: 0 }, objects: [] };
}

/** The way into the directory that a step was typed in, before all that was typed there: behind the same prompt. */
function directoryFor({ index, step, path }: DirectoryLack, items: readonly TranscriptItem[]): Insertion {
  const { line, prompt, terminal, shell } = step;
  const isThere = (item: TranscriptItem | undefined): boolean =>
    item !== undefined &&
    (isShownFile(item) || (isStep(item) && item.terminal === terminal && item.prompt === prompt && !/\bcd\b/.test(item.command)));
  let before = index;
  while (prompt !== undefined && isThere(items[before - 1])) before--;
  const item: ImpliedStep = {
    line,
    command: `mkdir -p ${path} && cd ${path}`,
    shell,
    terminal,
    ...(step.inside === true ? { inside: true } : {}),
    implied: `the terminal was in ${path}: line ${line} shows it`,
  };
  return { before, item, age: 0 };
}

/** Where a file is named first: it lay there. */
function firstNaming(path: string, items: readonly TranscriptItem[]): number | undefined {
  const found = items.findIndex((item) => isStep(item) && item.command.includes(path));
  return found < 0 ? undefined : found;
}

/** What is shown behind a file that is applied without a word, and is called by the file's name (`web`, `web-service`, `service-web`): it came of that. */
function calledBy(path: string, index: number, lacking: readonly Lack[]): Lack | undefined {
  const file = (path.split("/").at(-1) ?? "").replace(/\.\w+$/, "").toLowerCase();
  const isCalled = ({ name, kind }: Lack): boolean =>
    name === file || kind.words.some((word) => [`${name}-${word}`, `${word}-${name}`].includes(file));
  return lacking.find((lack) => lack.index > index && lack.namespace === "default" && isCalled(lack));
}

/** The loose object whose kind or name the file is called by. */
function byName(path: string, manifests: readonly ShownManifest[]): ShownManifest | undefined {
  const file = (path.split("/").at(-1) ?? "").replace(/\.\w+$/, "").toLowerCase();
  return manifests.find(({ isLoose, name, kind }) => isLoose && (file === name || file === kind.toLowerCase()));
}

function nearestTo(line: number, manifests: readonly ShownManifest[]): ShownManifest | undefined {
  // what stands before a command is rather its file than what comes later
  const distance = (other: number): number => (other <= line ? line - other : 2 * (other - line));
  return manifests.toSorted((a, b) => distance(a.line) - distance(b.line))[0];
}

/** The command that makes an object that has been there. */
function objectFor(
  lack: Lack,
  items: readonly TranscriptItem[],
  manifests: readonly ShownManifest[],
  evidence: Evidence,
): Insertion | undefined {
  const { index, kind, namespace, name, line, age } = lack;
  const before = lastWithout(lack, items) + 1;
  const shown = nearestTo(
    line,
    manifests.filter((each) => each.kind === kind.kind && each.name === name && (each.namespace ?? namespace) === namespace),
  );
  const found: MadeUp | undefined = shown === undefined ? madeUp(kind, namespace, name, evidence) : { object: shown.object, unknown: [] };
  if (found === undefined || before > index) return undefined;
  const applied = shown !== undefined || evidence.says(/last-applied-configuration/) || isAppliedLater(kind, name, items);
  const terminal = items.find((item): item is Step => !isShownFile(item) && isStep(item))?.terminal ?? "root@m-k8s";
  const source = found.isProven
    ? "with the template that has the hash it is shown with"
    : shown === undefined
      ? "as its outputs show it"
      : `as line ${shown.line} shows it`;
  const lost = found.unknown.length === 0 ? "" : `; nothing tells ${found.unknown.join(", ")}`;
  const object =
    isJsonObject(found.object["metadata"]) && namespace !== "default" && kind.namespaced
      ? inNamespace(found.object, namespace)
      : found.object;
  const step: ImpliedStep = {
    line,
    command: `kubectl ${applied ? "apply" : "create"} -f - <<'EOF'\n${formatYaml(object)}EOF`,
    shell: "sh",
    terminal,
    implied: `${kind.name} ${name} was there, ${source}: the document presupposes it${lost}`,
    presupposes: name,
    ...(kind.name === "deployment" && shown === undefined && found.isProven !== true ? { unknownTemplates: [name] } : {}),
  };
  return { before, item: step, age: kind.name === "namespace" ? Infinity : (ageRange(age ?? "")?.from ?? 0) };
}

function inNamespace(object: JsonObject, namespace: string): JsonObject {
  return { ...object, metadata: { ...(object["metadata"] as JsonObject), namespace } };
}

function isAppliedLater(kind: KnownKind, name: string, items: readonly TranscriptItem[]): boolean {
  return items.some(
    (item) => isStep(item) && resultsOf(item).some((each) => each.kind === kind && each.name === name && each.verb !== "deleted"),
  );
}

/** The last item before the lack at which the object was not there yet: a list without it, or a step that says that it made or deleted it. */
function lastWithout({ index, kind, namespace, name }: Lack, items: readonly TranscriptItem[]): number {
  return items.findLastIndex((item, at) => {
    if (at >= index || !isStep(item)) return false;
    if (resultsOf(item).some((each) => each.kind === kind && each.name === name)) return true;
    const asked = askedOf(item.command);
    // a list of all pods shows a controller's as well
    const isOfPods = CONTROLLERS.test(kind.name) && asked?.kinds.some((each) => each.name === "pod") === true;
    if (asked?.isWhole !== true || item.expected === undefined || !(isOfPods || asked.kinds.includes(kind))) return false;
    if (!asked.allNamespaces && asked.namespace !== namespace && kind.namespaced) return false;
    const rows = objectRows(item, item.expected);
    if (rows.length === 0 && !item.expected.some(({ text }) => text.startsWith("No resources found"))) return false;
    return !rows.some(
      (row) =>
        (row.kind === kind && row.name === name) || (isOfPods && row.kind.name === "pod" && controllerNames(row.name).includes(name)),
    );
  });
}

const CONTROLLERS = /^(?:deployment|replicaset|daemonset|statefulset|replicationcontroller)$/;

/** The command that ends what is there no longer: behind the last item that speaks of it, as far as nobody asks anything meanwhile. */
function endOf({ index, line, kind, namespace, name }: Leftover, items: readonly TranscriptItem[]): Insertion | undefined {
  const speaks = (item: TranscriptItem): boolean =>
    !isShownFile(item) &&
    [...(isStep(item) ? [item.command] : []), ...(item.expected ?? []).map(({ text }) => text)].some((text) =>
      text.split(/[\s/"',:]+/).some((word) => word === name || (kind.name !== "service" && isOf(word, name))),
    );
  if (items.slice(index).some(speaks)) return undefined;
  let before = index;
  while (before > 0) {
    const item = items[before - 1];
    // what is typed in a shell inside it is typed while it is there
    if (item === undefined || speaks(item) || (isStep(item) && item.inside === true)) break;
    if (isStep(item) && !isImplied(item) && /\b(?:curl|wget|exec|ssh|ping|while|for|watch)\b/.test(item.command)) break;
    before--;
  }
  const source = items[index];
  const inside = kind.namespaced && namespace !== "default" ? ` -n ${namespace}` : "";
  const item: ImpliedStep = {
    line,
    command: `kubectl delete ${kind.name} ${name}${inside}`,
    shell: "sh",
    terminal: source !== undefined && isStep(source) ? source.terminal : "root@m-k8s",
    implied: `${kind.name} ${name} was deleted before line ${line}, whose list is without it`,
  };
  return { before, item, age: 0 };
}
