import { parseRfc3339 } from "../../base/rfc3339.ts";
import type { Job } from "../../kinds/batch/job/types.ts";
import type { Component, ComponentContext } from "../../machinery/component.ts";
import { objectKey, splitKey } from "../../machinery/object.ts";
import type { Change } from "../../machinery/store.ts";
import { isReason } from "../../machinery/status.ts";
import type { Release } from "../../release/release.ts";
import { CONTROLLER_MANAGER, controllerUser } from "../controller/identity.ts";
import { JOBS } from "../controller/resources.ts";
import { retrying } from "../controller/retry.ts";
import type { Requeue } from "../controller/retry.ts";
import { finishedCondition } from "../job/outcome.ts";

const NAME = "ttl-after-finished";

/** Deletes finished jobs some time after their end, where they ask for it. */
// pkg/controller/ttlafterfinished, 1.20
export function createTtlAfterFinishedController(release: Release): Component | undefined {
  if (!release.has("jobTtl")) return undefined;
  return {
    name: NAME,
    user: controllerUser("ttl-after-finished-controller"),
    userAgent: CONTROLLER_MANAGER,
    watches: [{ resource: JOBS.key, keys: jobKeys }],
    ...retrying(NAME, "ttl-after-finished-controller", sync),
  };
}

function jobKeys({ type, object }: Change): readonly string[] {
  return type !== "DELETED" && expiry(object as Job) !== undefined ? [objectKey(object)] : [];
}

/** When a job is to go (epoch ms); undefined while it runs or when it may stay. */
function expiry(job: Job): number | undefined {
  const ttl = job.spec.ttlSecondsAfterFinished;
  const end = finishedCondition(job)?.lastTransitionTime;
  const at = end ? parseRfc3339(end) : undefined;
  return ttl === undefined || at === undefined || job.metadata.deletionTimestamp ? undefined : at + ttl * 1000;
}

function sync(key: string, context: ComponentContext): Requeue {
  const { namespace, name } = splitKey(key);
  const job = context.lister.get(JOBS.key, namespace, name) as Job | undefined;
  const at = job && expiry(job);
  if (!job || at === undefined) return undefined;
  if (at > context.sim.now()) return { requeueAfterMs: at - context.sim.now() };
  const { uid } = job.metadata;
  try {
    context.client.delete(JOBS.in(namespace), name, { propagationPolicy: "Foreground", ...(uid ? { preconditions: { uid } } : {}) });
  } catch (error) {
    if (!isReason(error, "NotFound")) throw error;
  }
  return undefined;
}
