import type { Pins } from "../sim/tape.ts";
import { namespaceOf } from "./namespace.ts";
import { commandOf } from "./performance/going-on.ts";
import { startTimes } from "./start-times.ts";
import { stopTimes } from "./stop-times.ts";
import { ageRange } from "./timeline/age-range.ts";
import { readTables, type ShownRow } from "./tables.ts";
import { isShownFile, isStep, type Transcript } from "./transcript.ts";

/** Pinned values by stream, in the order in which the document shows them. */
type Draws = Map<string, string[]>;

/**
 * The draws that a document's outputs imply: suffixes of pod names, cluster IPs, node ports, placement. Only what a real cluster draws by
 * chance; whatever follows from the input is computed, and the comparison tells when the document shows something else.
 */
export function tapeOf(transcript: Transcript): Pins {
  const draws: Draws = new Map();
  for (const item of transcript.items) {
    if (isShownFile(item) || !item.expected) continue;
    const step = isStep(item) ? item : commandOf(transcript.items, item);
    if (step === undefined) continue;
    for (const row of readTables(item.expected).flatMap(({ rows }) => inOrderOfDraws(rows))) pinRow(row, namespaceOf(step), draws);
    if (/\b(?:curl|wget)\b/.test(step.command)) pinAnswering(item.expected.map(({ text }) => text).join("\n"), namespaceOf(step), draws);
  }
  for (const [pod, ms] of startTimes(transcript)) draws.set(`pod-start/${pod}`, [String(ms)]);
  for (const [stream, ms] of stopTimes(transcript)) draws.set(stream, [String(ms)]);
  return Object.fromEntries(draws);
}

/** `speaker-6vf42`: not a hash, which a Deployment's pods have, before the drawn part. */
const POD_WITHOUT_HASH = /^(?!.*-[bcdfghjklmnpqrstvwxz2456789]{6,10}-[^-]*$)(?:pod\/)?(.+-)[bcdfghjklmnpqrstvwxz2456789]{5}$/;

/** `np-pods-5767d54d4b-` of a pod's name. */
const POD_BASE = /^(?:pod\/)?(.+-)[bcdfghjklmnpqrstvwxz2456789]{5}$/;

/**
 * Of one template's pods the older come first. A DaemonSet's pods are made in the order of their nodes, whatever the order of their names: rows
 * of one such base, each on a node of its own, come in that order. All other rows stay where they are.
 */
function inOrderOfDraws(rows: readonly ShownRow[]): ShownRow[] {
  const groups = Map.groupBy(rows, ({ cells }) => POD_BASE.exec(cells["NAME"] ?? "")?.[1]);
  return [...groups].flatMap(([base, unsorted]) => {
    if (base === undefined) return unsorted;
    const ages = unsorted.map(({ cells }) => ageRange(cells["AGE"] ?? "")?.from);
    const group = ages.includes(undefined)
      ? unsorted
      : unsorted.toSorted((a, b) => (ageRange(b.cells["AGE"] ?? "")?.from ?? 0) - (ageRange(a.cells["AGE"] ?? "")?.from ?? 0));
    if (unsorted.some(({ cells }) => !POD_WITHOUT_HASH.test(cells["NAME"] ?? ""))) return group;
    const nodes = new Set(group.map(({ cells }) => cells["NODE"]));
    if (nodes.has(undefined) || nodes.size < group.length) return group;
    return group.toSorted((a, b) => ((a.cells["NODE"] ?? "") < (b.cells["NODE"] ?? "") ? -1 : 1));
  });
}

function pinRow({ cells }: ShownRow, commandNamespace: string, draws: Draws): void {
  const namespace = cells["NAMESPACE"] ?? commandNamespace;
  const name = (cells["NAME"] ?? "").replace(/^(?:pod|service)\//, "");
  if (cells["READY"] !== undefined && cells["RESTARTS"] !== undefined) pinPod(name, namespace, cells, draws);
  // custom columns, as the book's readers like them
  else if (cells["IP"] !== undefined && cells["NODE"] !== undefined) pinPod(name, namespace, cells, draws);
  // `kubectl top pods`; nodes' names have no drawn part
  if (cells["CPU(cores)"] !== undefined) pinPod(name, namespace, cells, draws);
  if (cells["CLUSTER-IP"] !== undefined && name !== "kubernetes") pinService(name, namespace, cells, draws);
}

/** `np-pods-5767d54d4b-vvvrm`: the last part is drawn, what stands before it is computed. */
function pinPod(name: string, namespace: string, cells: ShownRow["cells"], draws: Draws): void {
  const match = /^(.+-)([bcdfghjklmnpqrstvwxz2456789]{5})$/.exec(name);
  if (match) pinOnce(draws, `name-suffix/pods/${namespace}/${match[1] ?? ""}`, match[2] ?? "");
  const node = cells["NODE"];
  if (node !== undefined && node !== "<none>") pinOnce(draws, `node/${namespace}/${name}`, node);
  // Which pods a node has run before is its history; the node's own block decides whether a pin can be.
  const address = cells["IP"] ?? "";
  if (/^\d+(?:\.\d+){3}$/.test(address)) pinOnce(draws, `pod-address/${namespace}/${name}`, address);
}

/** Pods of Deployments that say their names in answers. */
function pinAnswering(text: string, namespace: string, draws: Draws): void {
  for (const [, base = "", suffix = ""] of text.matchAll(
    /\b([a-z0-9][a-z0-9-]*-[bcdfghjklmnpqrstvwxz2456789]{8,10}-)([bcdfghjklmnpqrstvwxz2456789]{5})\b/g,
  ))
    pinOnce(draws, `name-suffix/pods/${namespace}/${base}`, suffix);
}

function pinService(name: string, namespace: string, cells: ShownRow["cells"], draws: Draws): void {
  const ip = cells["CLUSTER-IP"] ?? "";
  if (/^\d+(?:\.\d+){3}$/.test(ip)) pinOnce(draws, `cluster-ip/${namespace}/${name}`, ip);
  for (const [, port = "", nodePort = ""] of (cells["PORT(S)"] ?? "").matchAll(/(\d+):(\d+)\//g))
    pinOnce(draws, `node-port/${namespace}/${name}/${port}`, nodePort);
}

function pinOnce(draws: Draws, stream: string, value: string): void {
  const values = draws.get(stream);
  if (values === undefined) draws.set(stream, [value]);
  else if (!values.includes(value)) values.push(value);
}
