import type { Cluster } from "../../cluster/cluster.ts";
import type { Performed } from "../performance/item.ts";
import { isImplied } from "../performance/implied.ts";
import { fileOf } from "../performance/manifests.ts";
import { ageRange } from "../timeline/age-range.ts";
import { isStep, type Step } from "../transcript.ts";
import { askedOf, kubectlWords, namespaceIn } from "./asked.ts";
import { ANSWERED, controllerNames, isOf, podForm, type Evidence } from "./evidence.ts";
import { kindOf, KINDS_OF_ALL, type KnownKind } from "./kinds.ts";
import type { ShownManifest } from "./shown-manifests.ts";
import { removedVersionOf, type RemovedVersion } from "./removed-versions.ts";
import { linesOf, objectRows } from "./rows.ts";
import { unseenEditOf, type UnseenEdit } from "./unseen-edits.ts";

/** An object that a step shows or speaks of, and that is not there. */
export interface Lack {
  /** The step among the items. */
  readonly index: number;
  readonly line: number;
  readonly kind: KnownKind;
  readonly namespace: string;
  readonly name: string;
  /** As the document shows it at that step, where it does. */
  readonly age?: string;
  /** The step's output in the document. */
  readonly shown?: Step["expected"];
}

/** A file that a step reads, and that is not there. */
export interface FileLack {
  readonly index: number;
  readonly step: Step;
  readonly path: string;
}

/** A step that was typed in another directory than its terminal is in. */
export interface DirectoryLack {
  readonly index: number;
  readonly step: Step;
  readonly path: string;
}

/** An object that is there, and that a list of all objects of its kind does not show. */
export interface Leftover {
  readonly index: number;
  readonly line: number;
  readonly kind: KnownKind;
  readonly namespace: string;
  readonly name: string;
}

/** What a rehearsal has found lacking, and what is there too much. */
export interface Lacks {
  readonly objects: Lack[];
  readonly files: FileLack[];
  readonly directories: DirectoryLack[];
  readonly edits: UnseenEdit[];
  readonly versions: RemovedVersion[];
  readonly leftovers: Leftover[];
  /** Takes what is there before the first step. */
  begin(cluster: Cluster): void;
  /** Takes what a step has printed, on the cluster as it is right behind it. */
  look(performed: Performed, index: number, cluster: Cluster): void;
}

/** Namespaces of what installers and add-ons bring. */
const SYSTEM = /^(?:kube-|calico|tigera|cattle-|local-path|longhorn|istio)|^(?:metallb-system|ingress-nginx|kubernetes-dashboard)$/;

/** What kubectl says of files that are not there. */
const MISSING_FILE = [
  /the path "([^"]+)" does not exist/,
  /^error: error reading (\S+): no such file/m,
  /^error: Cannot read file (\S+), open /m,
];
const LONG_SECONDS = 3600;
const NAMESPACE = kindOf("namespace");

/** Nothing found yet; `shown` are the objects whose text the document shows. */
export function createLacks(evidence: Evidence, shown: readonly Pick<ShownManifest, "kind" | "name">[]): Lacks {
  const manifests = new Set(shown.map(({ kind, name }) => `${kind} ${name}`));
  const objects: Lack[] = [];
  const files: FileLack[] = [];
  const directories: DirectoryLack[] = [];
  const edits: UnseenEdit[] = [];
  const versions: RemovedVersion[] = [];
  const leftovers: Leftover[] = [];
  const installed = new Set<string>();
  /** Objects that have been there at some time of the rehearsal. */
  const seen = new Set<string>();

  function lack(found: Omit<Lack, "index" | "line">, index: number, line: number, cluster: Cluster): void {
    const { store } = cluster;
    const { kind, namespace, name } = found;
    if (SYSTEM.test(namespace) || (kind.name === "service" && name === "kubernetes")) return;
    if (store.get(kind.key, kind.namespaced ? namespace : "", name) !== undefined) return;
    const place = kind.namespaced ? namespace : "";
    if (
      store
        .list(kind.key)
        .some(
          ({ metadata: { name: other = "" } }) => isMisspelt(name, other) && (!shows(found.shown, other) || evidence.mentions(name) < 2),
        )
    )
      return;
    if (NAMESPACE !== undefined && kind.namespaced && namespace !== "default")
      lack({ kind: NAMESPACE, namespace: "", name: namespace }, index, line, cluster);
    if (!objects.some((each) => each.kind === kind && each.namespace === place && each.name === name))
      objects.push({ ...found, namespace: place, index, line });
  }

  /** A pod, or whatever must have made it. */
  function lackOfPod(namespace: string, pod: string, index: number, { line, expected = [] }: Step, cluster: Cluster, age?: string): void {
    const shown = { shown: expected, ...(age === undefined ? {} : { age }) };
    const found = podForm(pod);
    const kind = found === undefined ? kindOf("pod") : controllerKind(found.form, found.controller, evidence);
    if (kind === undefined) return;
    lack({ kind, namespace, name: kind.name === "pod" ? pod : (found?.controller ?? pod), ...shown }, index, line, cluster);
  }

  function lookForFiles(item: Step, actual: string, index: number): void {
    const path = MISSING_FILE.map((form) => form.exec(actual)?.[1]).find((found) => found !== undefined) ?? unknownUrl(item, actual);
    if (path !== undefined && !(item.expected ?? []).some(({ text }) => /does not exist|no such file/.test(text)))
      files.push({ index, step: item, path });
  }

  function lookForNames(item: Step, actual: string, index: number, cluster: Cluster): void {
    const words = kubectlWords(item.command);
    if (words === undefined || (item.expected ?? []).some(({ text }) => /not ?found/i.test(text))) return;
    if (words[0] === "delete" && item.expected === undefined) return;
    for (const [, type = "", name = ""] of actual.matchAll(/\(NotFound\): (?:error when .*?: )?(\S+) "([^"]+)" not found/g)) {
      const kind = kindOf(type);
      const namespace = namespaceIn(words);
      if (kind?.name === "pod") lackOfPod(namespace, name, index, item, cluster);
      else if (kind !== undefined) lack({ kind, namespace, name }, index, item.line, cluster);
    }
  }

  function lookForRows(item: Step, index: number, cluster: Cluster): void {
    for (const { kind, namespace, name, cells } of objectRows(item, item.expected ?? [])) {
      const { AGE: age } = cells;
      // what has been failing for days would go on doing so
      if (/^0\/\d/.test(cells["READY"] ?? "") && (ageRange(age ?? "")?.from ?? 0) > LONG_SECONDS) continue;
      // the end of what has been there
      if (cells["STATUS"] === "Terminating" && [name, ...controllerNames(name)].some((each) => seen.has(`${namespace}/${each}`))) continue;
      if (kind.name === "pod") {
        if (cluster.store.get(kind.key, namespace, name) === undefined) lackOfPod(namespace, name, index, item, cluster, age);
      } else if (kind.name !== "replicaset" || !isOfDeployment(name, namespace, evidence, cluster))
        lack({ kind, namespace, name, shown: item.expected, ...(age === undefined ? {} : { age }) }, index, item.line, cluster);
    }
  }

  function lookForLeftovers(item: Step, actual: string, index: number, cluster: Cluster): void {
    const asked = askedOf(item.command);
    if (asked?.isWhole !== true || item.expected === undefined || !isWholeList(item)) return;
    const shown = objectRows(item, item.expected);
    for (const { kind, namespace, name } of objectRows(item, linesOf(actual))) {
      if (!KINDS_OF_ALL.includes(kind)) continue;
      if (shown.some((row) => row.kind === kind && row.namespace === namespace && row.name === name) || SYSTEM.test(namespace)) continue;
      const owner = ownerOf(kind, namespace, name, cluster);
      if (owner === undefined || installed.has(cluster.store.get(owner.kind.key, namespace, owner.name)?.metadata.uid ?? "")) continue;
      const isShown = shown.some((row) => row.namespace === namespace && isOf(row.name, owner.name));
      const isKnown = leftovers.some((each) => each.kind === owner.kind && each.name === owner.name && each.namespace === namespace);
      if (!isShown && !isKnown) leftovers.push({ index, line: item.line, namespace, ...owner });
    }
  }

  /** Pods that answers name, of a deployment whose manifest the document shows, or whose hash proves it. */
  function lookForAnswers(item: Step, index: number, cluster: Cluster): void {
    const kind = kindOf("deployment");
    if (kind === undefined || !ANSWERED.test(item.command)) return;
    for (const { text } of item.expected ?? [])
      for (const [word] of text.matchAll(/[a-z0-9][a-z0-9-]*-[a-z0-9]{5}\b/g)) {
        const found = podForm(word);
        if (found?.form !== "deployment") continue;
        const { controller: name } = found;
        // rarely one is lacking, and the search for a template takes its time
        if (cluster.store.get(kind.key, "default", name) !== undefined) continue;
        if (manifests.has(`${kind.kind} ${name}`) || evidence.provenTemplate("default", name) !== undefined)
          lack({ kind, namespace: "default", name, shown: item.expected }, index, item.line, cluster);
      }
  }

  return {
    objects,
    files,
    directories,
    edits,
    versions,
    leftovers,
    begin({ store }) {
      for (const { key } of KINDS_OF_ALL) for (const { metadata } of store.list(key)) installed.add(metadata.uid ?? "");
    },
    look({ played: { item, status, actual } }, index, cluster) {
      for (const { key } of KINDS_OF_ALL)
        for (const { metadata } of cluster.store.list(key)) seen.add(`${metadata.namespace ?? ""}/${metadata.name ?? ""}`);
      if (isStep(item) && !isImplied(item) && item.expected === undefined && status === "equal") lookForFiles(item, actual, index);
      if (!isStep(item) || isImplied(item) || status === "equal" || status === "skipped") return;
      lookForFiles(item, actual, index);
      const edit = unseenEditOf(item, actual, index);
      if (edit !== undefined) edits.push(edit);
      const version = removedVersionOf(item, actual, index);
      if (version !== undefined) versions.push(version);
      const path = directoryShown(item);
      if (path !== undefined && /^\/\S*\s*$/.test(actual)) directories.push({ index, step: item, path });
      lookForNames(item, actual, index, cluster);
      lookForRows(item, index, cluster);
      lookForAnswers(item, index, cluster);
      lookForLeftovers(item, actual, index, cluster);
    },
  };
}

/** What is published where nobody here knows it, and came to something in the document. */
function unknownUrl({ command, expected }: Step, actual: string): string | undefined {
  const url = fileOf(command);
  const isUnknown = url !== undefined && /^https?:/.test(url) && /dial tcp: lookup \S+: no such host$/m.test(actual);
  return isUnknown && (expected === undefined || expected.some(({ text }) => /\S (?:created|configured|unchanged)$/.test(text.trim())))
    ? url
    : undefined;
}

/** What `pwd` prints. */
function directoryShown({ command, expected = [] }: Step): string | undefined {
  return command.trim() === "pwd" && expected.length === 1 ? /^\/[\w./-]*$/.exec(expected[0]?.text.trim() ?? "")?.[0] : undefined;
}

/** The same but for a letter that is another, too many or too few. */
function isMisspelt(name: string, other: string): boolean {
  if (name === other || Math.abs(name.length - other.length) > 1) return false;
  const length = Math.max(name.length, other.length);
  let head = 0;
  while (head < length && name[head] === other[head]) head++;
  let tail = 0;
  while (tail < length - head && name.at(-1 - tail) === other.at(-1 - tail)) tail++;
  return head + tail >= length - 1;
}

/** Whether an output speaks of an object, or of what is called by it. */
function shows(lines: Step["expected"], name: string): boolean {
  return (lines ?? []).some(({ text }) => text.split(/[\s/"',:]+/).some((word) => word === name || word.startsWith(`${name}-`)));
}

/** A list without the author's marks for what is left out. */
function isWholeList({ expected = [] }: Step): boolean {
  const lines = expected.filter(({ remark, text }) => remark !== true && text.trim() !== "");
  if (lines.some(({ text }) => /^\s*(?:\.{2,}|…|:)|\[|<생략|\(?(?:omitted|중략|생략|省略)/.test(text))) return false;
  return (
    lines.some(({ text }) => /^NAME(?:SPACE)?\s{2,}[A-Z]/.test(text)) || lines.every(({ text }) => text.startsWith("No resources found"))
  );
}

/** What stands at the top of an object's owners; undefined where that is none of the kinds known here, or came with the cluster. */
function ownerOf(
  kind: KnownKind,
  namespace: string,
  name: string,
  { store }: Cluster,
): { readonly kind: KnownKind; readonly name: string } | undefined {
  let [type, own]: [KnownKind | undefined, string] = [kind, name];
  for (let depth = 0; depth < 3 && type !== undefined; depth++) {
    const owners: readonly { kind: string; name: string }[] = store.get(type.key, namespace, own)?.metadata.ownerReferences ?? [];
    const [owner] = owners;
    if (owner === undefined) break;
    [type, own] = [kindOf(owner.kind), owner.name];
  }
  if (type === undefined || (type.name === "service" && own === "kubernetes")) return undefined;
  return { kind: type, name: own };
}

function isOfDeployment(set: string, namespace: string, evidence: Evidence, { store }: Cluster): boolean {
  const name = /^(.+)-[bcdfghjklmnpqrstvwxz2456789]{6,10}$/.exec(set)?.[1];
  const deployment = kindOf("deployment");
  if (name === undefined || deployment === undefined) return false;
  return store.get(deployment.key, namespace, name) !== undefined || evidence.rowsOf(deployment, namespace, name).length > 0;
}

/** The kind of controller that a pod with such a name has, where the document speaks of one. */
function controllerKind(form: "deployment" | "set" | "stateful", name: string, evidence: Evidence): KnownKind | undefined {
  if (form === "deployment") return kindOf("deployment");
  const isSaid = (words: string): boolean =>
    evidence.says(new RegExp(`\\b(?:${words})(?:\\.\\w+)*[ /]"?${RegExp.escape(name)}(?:"|\\s|$)`, "i"));
  if (form === "stateful") return isSaid("sts|statefulsets?") || evidence.isNumbered(name) ? kindOf("statefulset") : kindOf("pod");
  if (isSaid("jobs?|cronjobs?|cj")) return undefined;
  if (isSaid("rc|replicationcontrollers?")) return kindOf("rc");
  if (isSaid("ds|daemonsets?")) return kindOf("ds");
  // several pods of one name are those of a set
  return isSaid("rs|replicasets?") || evidence.podsOf(name) > 1 ? kindOf("rs") : undefined;
}
