import type { Job } from "../../kinds/batch/job/types.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";
import type { ChangeGroup, Component, ComponentContext } from "../../machinery/component.ts";
import { objectKey, splitKey } from "../../machinery/object.ts";
import type { Change } from "../../machinery/store.ts";
import { CONTROLLER_MANAGER, controllerUser } from "../controller/identity.ts";
import { controllerOf, resolveController } from "../controller/owner.ts";
import { isPodActive, isPodReady } from "../controller/pod-state.ts";
import { possibleOwners } from "../controller/pod-watch.ts";
import { JOBS, PODS } from "../controller/resources.ts";
import { retrying } from "../controller/retry.ts";
import type { Requeue } from "../controller/retry.ts";
import { afterCreation, settleSoon } from "../controller/settle.ts";
import { restarts, TRACKING_FINALIZER } from "./counts.ts";
import { releasePods } from "./pods.ts";
import { queueDelayMs } from "./queue.ts";
import { syncJob } from "./sync.ts";

const NAME = "job";

/** Runs the pods of a job until enough have succeeded, or too many have failed. */
// pkg/controller/job, 1.20
export function createJobController(): Component {
  return {
    name: NAME,
    user: controllerUser("job-controller"),
    userAgent: CONTROLLER_MANAGER,
    watches: [
      { resource: JOBS.key, keys: (change) => [objectKey(change.object)] },
      { resource: PODS.key, concerns: isOrphanOrJobs, keys: podKeys },
    ],
    ...retrying(NAME, "job-controller", sync),
  };
}

function isOrphanOrJobs({ controllerKind }: ChangeGroup): boolean {
  return controllerKind === undefined || controllerKind === JOBS.kind;
}

/** The job of a pod that has ended, restarted, come or gone. A failed pod is looked at after the work queue's delay. */
// pkg/controller/job/job_controller.go addPod, updatePod, deletePod, 1.20
function podKeys(change: Change, context: ComponentContext): readonly string[] {
  const pod = change.object as Pod;
  const previous = change.previous as Pod | undefined;
  const namespace = pod.metadata.namespace ?? "";
  const reference = controllerOf(pod);
  if (!reference) return change.type === "DELETED" ? [] : possibleOwners(pod, JOBS, context);
  const job = resolveController(context.lister, JOBS, namespace, reference);
  const key = `${namespace}/${reference.name}`;
  if (!job) return pod.metadata.finalizers?.includes(TRACKING_FINALIZER) ? [key] : [];
  if (change.type === "DELETED") return [key];
  if (!previous) {
    afterCreation(NAME, key, context);
    return [];
  }
  if (isPodActive(previous) !== isPodActive(pod)) {
    const delayMs = pod.status?.phase === "Failed" ? queueDelayMs(key, context) : 0;
    if (delayMs === 0) return [key];
    context.sim.scheduleIfSooner({ at: context.sim.now() + delayMs, actor: NAME, name: "reconcile", key });
    return [];
  }
  if (restarts([previous]) !== restarts([pod])) return [key];
  if (isPodReady(previous) !== isPodReady(pod) && context.release.has("jobReadyPods")) settleSoon(NAME, key, context);
  return [];
}

function sync(key: string, context: ComponentContext): Requeue {
  const { namespace, name } = splitKey(key);
  const job = context.lister.get(JOBS.key, namespace, name) as Job | undefined;
  if (job) return syncJob(job, context);
  const left = context.lister.list(PODS.key, { namespace, index: `label:job-name=${name}` }) as readonly Pod[];
  releasePods(
    left.filter((pod) => !resolveController(context.lister, JOBS, namespace, controllerOf(pod))),
    context,
  );
  return undefined;
}
