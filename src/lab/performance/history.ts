import type { KubeObject } from "../../machinery/object.ts";
import { parseRfc3339 } from "../../base/rfc3339.ts";
import type { Cluster } from "../../cluster/cluster.ts";
import { createSession } from "../../cluster/session.ts";
import type { LineContext } from "../compare/match-line.ts";

/**
 * The reason for a cell of a pod's row that no lab can tell: what happened to it before the lab began, and what was measured; where the cluster draws
 * for itself also in which start a job's pod succeeded.
 */
export function historyExcuse(cluster: Cluster, fresh = false): NonNullable<LineContext["excuseCell"]> {
  const began = createSession(cluster).now();
  return (column, shown, actual, row) => {
    if (fresh && column === "RESTARTS" && /^\d/.test(shown) && ownerOf(row, cluster) === "Job")
      return "by chance a job's pod begins before what it needs is there";
    if (column === "RESTARTS" && /^\d+$|^\(?\S+$|^ago\)$|^\d+ \(\S+ ago\)$/.test(shown) && isOlder(row, began, cluster))
      return "restarts of a pod from before the document begins";
    if (/^(?:CPU\(cores\)|MEMORY\(bytes\)|CPU%|MEMORY%)$/.test(column) && isNear(shown, actual))
      return `a measurement: the document's cluster measured ${shown}, this one ${actual}`;
    return undefined;
  };
}

function podNamed(name: string, { store }: Cluster): KubeObject | undefined {
  const plain = name.replace(/^pod\//, "");
  return store.list("pods").find(({ metadata }) => metadata.name === plain);
}

function ownerOf(name: string, cluster: Cluster): string | undefined {
  return podNamed(name, cluster)?.metadata.ownerReferences?.[0]?.kind;
}

function isOlder(name: string, began: number, cluster: Cluster): boolean {
  const pod = podNamed(name, cluster);
  return pod !== undefined && (parseRfc3339(pod.metadata.creationTimestamp ?? "") ?? Infinity) < began;
}

/** Measurements of the same unit that idle and busy programs of one kind show on different machines. */
function isNear(shown: string, actual: string): boolean {
  const [ours, theirs] = [/^(\d+)(m|Mi|Ki|%)$/.exec(shown), /^(\d+)(m|Mi|Ki|%)$/.exec(actual)];
  if (!ours || !theirs || ours[2] !== theirs[2]) return false;
  const [a, b] = [Number(ours[1]), Number(theirs[1])];
  return Math.abs(a - b) <= Math.max(ours[2] === "m" ? 2 : 3, 0.5 * Math.max(a, b));
}
