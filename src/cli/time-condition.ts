import { parseRfc3339 } from "../base/rfc3339.ts";
import { UserError } from "../base/user-error.ts";
import type { Cluster } from "../cluster/cluster.ts";
import { resourceKey, type KubeObject } from "../machinery/object.ts";
import { findKind } from "./find-kind.ts";

/** What `time until` waits for: a moment, or something that holds of the store. */
export interface TimeCondition {
  /** Virtual ms since the Unix epoch. */
  readonly at?: number;
  holds(): boolean;
}

/**
 * Reads `deployment/np-pods available`, `pod/x Ready`, `pod/x deleted`, `job/x complete`, a full time or `12:30` (the next one, UTC).
 * Throws UserError for anything else.
 */
export function conditionOf(text: string, namespace: string, cluster: Cluster): TimeCondition {
  const at = momentOf(text.trim(), cluster.sim.now());
  if (at !== undefined) return { at, holds: () => cluster.sim.now() >= at };
  const match = /^([A-Za-z.]+)\/(\S+)\s+(\S+)$/.exec(text.trim());
  if (match === null) {
    throw new UserError(
      `"${text}" is no condition: write KIND/NAME CONDITION, as 'deployment/np-pods available' or 'pod/x deleted', or a time, as 12:30`,
    );
  }
  const [, kindWord = "", name = "", wanted = ""] = match;
  const kind = findKind(kindWord, cluster);
  if (kind === undefined) throw new UserError(`"${kindWord}" is no kind of this cluster: write it as pod, deployment, job …`);
  const key = resourceKey(kind.group, kind.plural);
  const find = () => cluster.store.get(key, kind.namespaced ? namespace : "", name);
  if (wanted.toLowerCase() === "deleted") return { holds: () => find() === undefined };
  return { holds: () => isTrue(find(), wanted.toLowerCase()) };
}

function isTrue(object: KubeObject | undefined, wanted: string): boolean {
  const status = object?.["status"] as
    | { phase?: string; observedGeneration?: number; conditions?: { type: string; status: string }[] }
    | undefined;
  if (object === undefined || status === undefined) return false;
  // A condition of an older generation says nothing of what was asked for since.
  if (status.observedGeneration !== undefined && status.observedGeneration < (object.metadata.generation ?? 0)) return false;
  if (status.phase?.toLowerCase() === wanted) return true;
  return status.conditions?.some(({ type, status: value }) => type.toLowerCase() === wanted && value === "True") ?? false;
}

function momentOf(text: string, now: number): number | undefined {
  const full = parseRfc3339(text);
  if (full !== undefined) return full;
  const match = /^([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/.exec(text);
  if (match === null) return undefined;
  const DAY_MS = 86_400_000;
  const at = Math.floor(now / DAY_MS) * DAY_MS + ((Number(match[1]) * 60 + Number(match[2])) * 60 + Number(match[3] ?? 0)) * 1000;
  return at >= now ? at : at + DAY_MS;
}
