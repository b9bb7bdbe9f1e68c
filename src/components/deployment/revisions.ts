import type { Deployment } from "../../kinds/apps/deployment/types.ts";
import type { ReplicaSet } from "../../kinds/apps/replicaset/types.ts";
import { desiredReplicas, fenceposts } from "./fenceposts.ts";

export const REVISION = "deployment.kubernetes.io/revision";
const REVISION_HISTORY = "deployment.kubernetes.io/revision-history";
const DESIRED_REPLICAS = "deployment.kubernetes.io/desired-replicas";
const MAX_REPLICAS = "deployment.kubernetes.io/max-replicas";
const LONGEST_HISTORY = 2000;

/** Annotations that belong to the deployment, or to one replica set, alone. */
const NOT_COPIED: ReadonlySet<string> = new Set([
  "kubectl.kubernetes.io/last-applied-configuration",
  REVISION,
  REVISION_HISTORY,
  DESIRED_REPLICAS,
  MAX_REPLICAS,
  "deprecated.deployment.rollback.to",
]);

type Annotations = Record<string, string>;

/** The revision number of a deployment or replica set; 0 without one, undefined when it is no number. */
export function revisionOf(object: { metadata: { annotations?: Annotations } }): number | undefined {
  const text = object.metadata.annotations?.[REVISION];
  return text === undefined ? 0 : readInteger(text);
}

/** The highest revision among replica sets; those without a readable one do not count. */
export function maxRevision(sets: readonly ReplicaSet[]): number {
  return sets.reduce((max, set) => Math.max(max, revisionOf(set) ?? 0), 0);
}

/**
 * The annotations of a replica set that runs a deployment's template as `revision`: the deployment's own ones, the revision if it
 * rises, and then the former one at the end of the history.
 */
// pkg/controller/deployment/util SetNewReplicaSetAnnotations, 1.20
export function newReplicaSetAnnotations(deployment: Deployment, current: Annotations | undefined, revision: number): Annotations {
  const annotations: Annotations = { ...current };
  for (const [key, value] of Object.entries(deployment.metadata.annotations ?? {})) if (!NOT_COPIED.has(key)) annotations[key] = value;
  const former = current?.[REVISION];
  const formerNumber = former === undefined || former === "" ? 0 : readInteger(former);
  if (formerNumber === undefined || formerNumber >= revision) return annotations;
  annotations[REVISION] = String(revision);
  if (former === undefined) return annotations;
  const history = appendToHistory(annotations[REVISION_HISTORY] ?? "", former);
  if (history !== undefined) annotations[REVISION_HISTORY] = history;
  return annotations;
}

/** The comma list with one more revision; the oldest go when it gets longer than 2000 characters. Undefined: it does not fit at all. */
export function appendToHistory(history: string, revision: string): string | undefined {
  if (history === "" || history.startsWith(",")) return revision;
  const revisions = history.split(",");
  let length = history.length + revision.length + 1;
  let start = 0;
  while (length > LONGEST_HISTORY && start < revisions.length) {
    length -= (revisions[start]?.length ?? 0) + 1;
    start++;
  }
  return length <= LONGEST_HISTORY ? [...revisions.slice(start), revision].join(",") : undefined;
}

/** The annotations by which a replica set knows its deployment's size, for proportional scaling. */
export function sizeAnnotations(deployment: Deployment): Annotations {
  const desired = desiredReplicas(deployment);
  return { [DESIRED_REPLICAS]: String(desired), [MAX_REPLICAS]: String(desired + fenceposts(deployment).surge) };
}

/** spec.replicas of the deployment when it last scaled this replica set. */
export function annotatedDesired(set: ReplicaSet): number | undefined {
  return readInteger(set.metadata.annotations?.[DESIRED_REPLICAS]);
}

/** Most pods that the deployment allowed when it last scaled this replica set. */
export function annotatedMax(set: ReplicaSet): number | undefined {
  return readInteger(set.metadata.annotations?.[MAX_REPLICAS]);
}

function readInteger(text: string | undefined): number | undefined {
  return text !== undefined && /^[+-]?\d+$/.test(text) ? Number(text) : undefined;
}
