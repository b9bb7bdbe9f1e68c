import type { KubeObject } from "../../machinery/object.ts";
import { parseRfc3339 } from "../../base/rfc3339.ts";
import type { Cluster } from "../../cluster/cluster.ts";
import { createSession } from "../../cluster/session.ts";
import type { LineContext } from "../compare/match-line.ts";
import { controllerNames } from "../presuppose/evidence.ts";
import { ageRange } from "../timeline/age-range.ts";

/**
 * The reason for a cell of a pod's row that no lab can tell: what happened to it before the lab began, and what was measured.
 * `presupposed` are names of objects that were put in because the document takes them for granted.
 */
export function historyExcuse(cluster: Cluster, presupposed: ReadonlySet<string>): NonNullable<LineContext["excuseCell"]> {
  const began = createSession(cluster).now();
  return (column, shown, actual, row) => {
    if (column === "RESTARTS" && isRestarts(shown) && (isOlder(row, began, cluster) || isPresupposed(row, presupposed)))
      return "restarts of a pod from before the document begins";
    if (column === "TARGETS" && isNearUsage(shown, actual))
      return `a measurement: the document's cluster measured ${shown}, this one ${actual}`;
    if (/^(?:CPU\(cores\)|MEMORY\(bytes\)|CPU%|MEMORY%)$/.test(column) && isNear(shown, actual))
      return `a measurement: the document's cluster measured ${shown}, this one ${actual}`;
    return undefined;
  };
}

/** `10 (4h12m ago)`, or a part of it. */
function isRestarts(text: string): boolean {
  const age = /^[1-9]\d* \((\S+) ago\)$/.exec(text)?.[1] ?? /^\(?(\d+[a-z]\S*)$/.exec(text)?.[1];
  return age === undefined ? /^(?:0|[1-9]\d*|ago\))$/.test(text) : ageRange(age) !== undefined;
}

function podNamed(name: string, { store }: Cluster): KubeObject | undefined {
  const plain = name.replace(/^pod\//, "");
  return store.list("pods").find(({ metadata }) => metadata.name === plain);
}

function isOlder(name: string, began: number, cluster: Cluster): boolean {
  const pod = podNamed(name, cluster);
  return pod !== undefined && (parseRfc3339(pod.metadata.creationTimestamp ?? "") ?? Infinity) < began;
}

/** The pod, or what has made it, was there before the document begins. */
function isPresupposed(row: string, presupposed: ReadonlySet<string>): boolean {
  const name = row.replace(/^pod\//, "");
  return presupposed.has(name) || controllerNames(name).some((each) => presupposed.has(each));
}

/** `9437184/10Mi`: memory that pods use on average, beside the same target. */
function isNearUsage(shown: string, actual: string): boolean {
  const [ours, theirs] = [/^(\d+)(Ki|Mi)?\/(\d+(?:Ki|Mi|Gi))$/.exec(shown), /^(\d+)(Ki|Mi)?\/(\d+(?:Ki|Mi|Gi))$/.exec(actual)];
  if (!ours || !theirs || ours[2] !== theirs[2] || ours[3] !== theirs[3]) return false;
  const [a, b] = [Number(ours[1]), Number(theirs[1])];
  return Math.abs(a - b) <= 0.2 * Math.max(a, b);
}

/** Measurements of the same unit that idle and busy programs of one kind show on different machines. */
function isNear(shown: string, actual: string): boolean {
  const [ours, theirs] = [/^(\d+)(m|Mi|Ki|%)$/.exec(shown), /^(\d+)(m|Mi|Ki|%)$/.exec(actual)];
  if (!ours || !theirs || ours[2] !== theirs[2]) return false;
  const [a, b] = [Number(ours[1]), Number(theirs[1])];
  return Math.abs(a - b) <= Math.max(ours[2] === "m" ? 2 : 3, 0.5 * Math.max(a, b));
}
