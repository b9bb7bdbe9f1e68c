import { isJsonObject, type JsonObject, type JsonValue } from "../../base/json.ts";
import { isShownFile, isStep, type Step, type TranscriptItem } from "../transcript.ts";
import { kubectlWords } from "./asked.ts";
import type { KnownKind } from "./kinds.ts";
import { objectRows, type ObjectRow } from "./rows.ts";
import { labelsGiven, labelsSelected } from "./selected.ts";
import { shownManifests } from "./shown-manifests.ts";
import { provenTemplate, type Clues, type ProvenTemplate } from "./template-search.ts";

/** A container as far as outputs tell of it. */
export interface ShownContainer {
  readonly name?: string;
  readonly image?: string;
  readonly port?: number;
}

/** What a document's outputs tell of objects, wherever they stand. */
export interface Evidence {
  /** Rows of an object, in the order of the document. */
  rowsOf(kind: KnownKind, namespace: string, name: string): readonly ObjectRow[];
  /** Rows of the pods that a controller of that name has. */
  podRows(namespace: string, controller: string): readonly ObjectRow[];
  /** How many pods of a controller of that name any one list has. */
  podsOf(controller: string): number;
  /** Labels of the pods that a controller, or a pod, of the document has: what its manifest or its command gives them, else what is put in for it. */
  readonly workloads: readonly { readonly name: string; readonly labels: Readonly<Record<string, string>> }[];
  /** What `describe` prints of an object, or of a controller's pods. */
  described(kind: KnownKind, name: string): string | undefined;
  /** Data of a key, as long as a description says that it is: `tls.crt:  1245 bytes`. */
  dataOf(key: string): string | undefined;
  /** Labels by which a list finds an object, or a controller's pods: `get pods -l app=web`. */
  selectedBy(kind: KnownKind, namespace: string, name: string): Readonly<Record<string, string>>;
  /** Containers by `set image` and `-c`. */
  namedContainers(name: string): readonly string[];
  /** The port of a container that `expose` finds by itself. */
  exposedPort(name: string): number | undefined;
  /** Images that commands and manifests name. */
  readonly images: readonly string[];
  /** Whether a table has pods of that name with the numbers 0 and 1. */
  isNumbered(name: string): boolean;
  /** The template of a deployment that is not shown, where the hash in its pods' names proves it. */
  provenTemplate(namespace: string, deployment: string): ProvenTemplate | undefined;
  /** Pods of a deployment that answers name: each once. */
  answering(deployment: string): readonly string[];
  /** In how many steps an object of that name, or what is called by it, is spoken of. */
  mentions(name: string): number;
  /** Whether any output says that word. */
  says(pattern: RegExp): boolean;
}

/** Reads a document's outputs and commands for what they tell of objects. */
export function evidenceIn(items: readonly TranscriptItem[]): Evidence {
  const steps = items.filter((item): item is Step => !isShownFile(item) && isStep(item));
  const rows = steps.flatMap((step) => objectRows(step, step.expected ?? []));
  const whole = (): string =>
    items
      .map((item) =>
        isShownFile(item)
          ? item.content
          : `${isStep(item) ? item.command : ""}\n${(item.expected ?? []).map(({ text }) => text).join("\n")}`,
      )
      .join("\n");
  const answeringPods = (name: string): string[] => {
    const pods = steps.flatMap(({ command, expected = [] }) =>
      ANSWERED.test(command) ? expected.flatMap(({ text }) => text.match(/[a-z0-9][a-z0-9-]*-[a-z0-9]{5}\b/g) ?? []) : [],
    );
    return [...new Set(pods.filter((pod) => podForm(pod)?.form === "deployment" && podForm(pod)?.controller === name))];
  };
  function cluesOf(namespace: string, name: string): Clues {
    const own = rows.filter((row) => row.namespace === namespace && /^(?:pod|replicaset)$/.test(row.kind.name));
    const answering = answeringPods(name).map((pod) => pod.slice(name.length + 1).split("-")[0] ?? "");
    const hashes = answering.concat(
      own.flatMap((row) => (row.name.startsWith(`${name}-`) ? (row.name.slice(name.length + 1).split("-")[0] ?? []) : [])),
    );
    const all = whole();
    const found = (pattern: RegExp): string[] => [...new Set([...all.matchAll(pattern)].map(([, word = ""]) => word))].slice(0, MOST_CLUES);
    return {
      name,
      hashes: new Set(hashes.filter((hash) => HASH.test(hash))),
      images: found(/(?:image: ?|--image[= ]|Image:\s+)["']?([\w./-]+(?::[\w.-]+)?)/g),
      apps: found(/\bapp(?:: |=)["']?([a-z0-9][\w.-]*)/g),
    };
  }
  const proven = new Map<string, ProvenTemplate | undefined>();
  const texts = steps.map(({ expected = [] }) => expected.map(({ text }) => text).join("\n"));
  return {
    rowsOf: (kind, namespace, name) =>
      rows.filter((row) => row.kind === kind && (!kind.namespaced || row.namespace === namespace) && row.name === name),
    podRows: (namespace, controller) =>
      rows.filter((row) => row.kind.name === "pod" && row.namespace === namespace && controllerNames(row.name).includes(controller)),
    podsOf: (controller) =>
      Math.max(
        0,
        ...steps.map(
          (step) =>
            new Set(
              objectRows(step, step.expected ?? []).flatMap(({ kind, name }) =>
                kind.name === "pod" && controllerNames(name).includes(controller) ? name : [],
              ),
            ).size,
        ),
      ),
    workloads: workloadsIn(items, rows),
    described(kind, name) {
      const own = new RegExp(`^Name:\\s+${RegExp.escape(name)}${kind.name === "pod" ? "" : "(?:-[a-z0-9-]+)?"}\\s*$`, "m");
      return steps.flatMap(({ command }, index) =>
        /\bdescribe\b/.test(command) && own.test(texts[index] ?? "") ? [texts[index] ?? ""] : [],
      )[0];
    },
    dataOf(key) {
      const form = new RegExp(`^(?:tls\\.)?${RegExp.escape(key)}:\\s+(\\d+) bytes$`, "m");
      const bytes = texts.map((text) => form.exec(text)?.[1]).find((found) => found !== undefined);
      return bytes === undefined ? undefined : "x".repeat(Number(bytes));
    },
    selectedBy(kind, namespace, name) {
      const given = new Set(steps.flatMap(({ command }) => labelsGiven(command)));
      const isOwn = (row: ObjectRow): boolean =>
        row.namespace === namespace &&
        (row.kind === kind ? row.name === name : row.kind.name === "pod" && controllerNames(row.name).includes(name));
      const found = steps.flatMap((step) => (objectRows(step, step.expected ?? []).some(isOwn) ? labelsSelected(step.command) : []));
      return Object.fromEntries(found.filter(([key]) => !given.has(key)));
    },
    namedContainers: (name) =>
      steps.flatMap(({ command }) => {
        const words = kubectlWords(command) ?? [];
        if (!words.some((word) => word === name || word.endsWith(`/${name}`))) return [];
        if (words[0] !== "set" || words[1] !== "image") return [];
        return words.slice(2).flatMap((word) => /^([a-z][a-z0-9-]*)=\S+$/.exec(word)?.[1] ?? []);
      }),
    exposedPort(name) {
      const command = steps
        .map((step) => step.command)
        .find((text) => new RegExp(`\\bexpose\\s+\\S+[ /]${RegExp.escape(name)}(?:\\s|$)`).test(text));
      if (command === undefined || /--(?:target-)?port\b/.test(command)) return undefined;
      const service = /--name[= ](\S+)/.exec(command)?.[1] ?? name;
      const port = rows.find((row) => row.kind.name === "service" && row.name === service)?.cells["PORT(S)"];
      return port === undefined ? undefined : Number.parseInt(port);
    },
    images: items.flatMap((item) => {
      const text = isShownFile(item) ? item.content : isStep(item) ? item.command : "";
      return [...text.matchAll(/(?:--image[= ]|\bimage: *)["']?([\w./:@-]+)/g)].map(([, image = ""]) => image);
    }),
    provenTemplate(namespace, name) {
      const key = `${namespace}/${name}`;
      if (!proven.has(key)) proven.set(key, provenTemplate(cluesOf(namespace, name)));
      return proven.get(key);
    },
    answering: answeringPods,
    mentions: (name) =>
      steps.filter(({ command }, index) =>
        `${command}\n${texts[index] ?? ""}`.split(/[\s/"',:=]+/).some((word) => word === name || word.startsWith(`${name}-`)),
      ).length,
    isNumbered: (name) => [`${name}-0`, `${name}-1`].every((each) => rows.some((row) => row.kind.name === "pod" && row.name === each)),
    says: (pattern) => texts.some((text) => pattern.test(text)) || steps.some(({ command }) => pattern.test(command)),
  };
}

/** Deployments and their like that a document makes or lists. */
function workloadsIn(items: readonly TranscriptItem[], rows: readonly ObjectRow[]): Evidence["workloads"] {
  const found = new Map<string, Readonly<Record<string, string>>>();
  const keep = (name: string, labels: Readonly<Record<string, string>>): void => void (found.has(name) || found.set(name, labels));
  for (const { kind, name, object } of shownManifests({ items })) {
    const labels = templateLabels(kind, object);
    if (labels !== undefined) keep(name, labels);
  }
  for (const item of items) {
    if (isShownFile(item) || !isStep(item)) continue;
    const created = /\bcreate\s+deploy(?:ment)?\s+([a-z0-9][\w.-]*)/.exec(item.command)?.[1];
    if (created !== undefined) keep(created, { app: created });
    const run = /\brun\s+([a-z0-9][\w.-]*)\s/.exec(item.command)?.[1];
    if (run !== undefined) keep(run, { run });
    for (const { text } of item.expected ?? []) {
      const made = /^(?:deployment|replicaset|statefulset|daemonset)\.apps\/(\S+) (?:created|configured|unchanged)$/.exec(text.trim())?.[1];
      if (made !== undefined) keep(made, { app: made });
    }
  }
  for (const { kind, name } of rows) if (/^(?:deployment|statefulset|daemonset)$/.test(kind.name)) keep(name, { app: name });
  return [...found].map(([name, labels]) => ({ name, labels }));
}

const WORKLOAD = /^(?:Deployment|ReplicaSet|StatefulSet|DaemonSet|ReplicationController)$/;

/** The labels of the pods that an object makes, or is. */
function templateLabels(kind: string, object: JsonObject): Readonly<Record<string, string>> | undefined {
  const at = (value: JsonValue | undefined, key: string): JsonValue | undefined => (isJsonObject(value) ? value[key] : undefined);
  const owner = kind === "Pod" ? object : WORKLOAD.test(kind) ? at(at(object, "spec"), "template") : undefined;
  const labels = at(at(owner, "metadata"), "labels");
  return isJsonObject(labels) ? (labels as Record<string, string>) : undefined;
}

/** Commands whose output a server gives. */
export const ANSWERED = /\b(?:curl|wget|Invoke-\w+)\b/i;
/** More words than these are no clue. */
const MOST_CLUES = 12;
const LETTERS = "bcdfghjklmnpqrstvwxz2456789";
const OF_DEPLOYMENT = new RegExp(`^(.+)-[${LETTERS}]{6,10}-[${LETTERS}]{5}$`);
const HASH = new RegExp(`^[${LETTERS}]{6,10}$`);
const OF_SET = new RegExp(`^(.+)-[${LETTERS}]{5}$`);
const OF_STATEFUL = /^(.+)-\d{1,2}$/;

/** The names that a pod's controller can have, by the pod's own: a deployment's first. */
export function controllerNames(pod: string): string[] {
  return [OF_DEPLOYMENT, OF_SET, OF_STATEFUL].flatMap((form) => form.exec(pod)?.[1] ?? []);
}

/** What names of pods, replica sets and jobs have behind the name of what made them: `-5767d54d4b`, `-5767d54d4b-vvvrm`, `-0`, `--1-l4t5s`. */
const DRAWN = new RegExp(`^-(?:-?\\d+(?:-[${LETTERS}]{5})?|[${LETTERS}]{5,10}(?:-[${LETTERS}]{5})?)$`);

/** Whether a name is that of an object, or of one that it has made. */
export function isOf(name: string, owner: string): boolean {
  return name === owner || (name.startsWith(`${owner}-`) && DRAWN.test(name.slice(owner.length)));
}

/** Which form of a controller's pod a name has. */
export function podForm(pod: string): { readonly form: "deployment" | "set" | "stateful"; readonly controller: string } | undefined {
  const [deployment, set, stateful] = [OF_DEPLOYMENT, OF_SET, OF_STATEFUL].map((form) => form.exec(pod)?.[1]);
  if (deployment !== undefined) return { form: "deployment", controller: deployment };
  if (set !== undefined) return { form: "set", controller: set };
  return stateful === undefined ? undefined : { form: "stateful", controller: stateful };
}
