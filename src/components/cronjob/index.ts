import type { CronJob } from "../../kinds/batch/cronjob/types.ts";
import type { Job } from "../../kinds/batch/job/types.ts";
import type { Component, ComponentContext } from "../../machinery/component.ts";
import { objectKey, splitKey } from "../../machinery/object.ts";
import type { Change } from "../../machinery/store.ts";
import type { Release } from "../../release/release.ts";
import { CONTROLLER_MANAGER, controllerUser } from "../controller/identity.ts";
import { controllerOf, resolveController } from "../controller/owner.ts";
import { cronJobs, JOBS } from "../controller/resources.ts";
import type { Resource } from "../controller/resources.ts";
import { retrying } from "../controller/retry.ts";
import type { Requeue } from "../controller/retry.ts";
import { isJobFinished } from "../job/outcome.ts";
import { syncCronJob } from "./sync.ts";

const NAME = "cronjob";
/** The first controller looks at everything once in so many ms; the second starts jobs so many after their time. */
const POLL_MS = 10_000;
const LATENESS_MS = 100;
const PHASE_KEY = "cronjob/poll-phase";

/** Starts the jobs of cron jobs when they are due. */
// pkg/controller/cronjob, 1.20 (polling) and 1.21 on (by a queue)
export function createCronJobController(release: Release): Component {
  const resource = cronJobs(release.value("cronJobVersion"));
  const polls = !release.has("cronJobController2");
  const reached = (key: string, context: ComponentContext) => look(key, polls, context);
  return {
    name: NAME,
    user: controllerUser("cronjob-controller"),
    userAgent: CONTROLLER_MANAGER,
    watches: [
      { resource: resource.key, keys: (change, context) => (change.type === "DELETED" ? [] : reached(objectKey(change.object), context)) },
      { resource: JOBS.key, keys: (change, context) => jobOwners(change, resource, context).flatMap((key) => reached(key, context)) },
    ],
    ...retrying(NAME, "cronjob-controller", (key, context) => sync(key, resource, polls, context)),
  };
}

/** A controller that polls sees a change at its next poll. */
function look(key: string, polls: boolean, context: ComponentContext): readonly string[] {
  if (!polls) return [key];
  context.sim.scheduleIfSooner({ at: pollAt(context.sim.now(), context), actor: NAME, name: "reconcile", key });
  return [];
}

/** The first poll at or after a time. When the controller manager started, and so its polls' phase, is chance. */
function pollAt(time: number, { sim, memory }: ComponentContext): number {
  let phase = memory.get(PHASE_KEY);
  if (typeof phase !== "number") {
    phase = Number(sim.draw(PHASE_KEY, (random) => String(random.int(POLL_MS))));
    memory.set(PHASE_KEY, phase);
  }
  return Math.ceil((time - phase) / POLL_MS) * POLL_MS + phase;
}

/** The cron job whose job has come, ended or gone. */
function jobOwners(change: Change, resource: Resource, context: ComponentContext): string[] {
  const job = change.object as Job;
  const previous = change.previous as Job | undefined;
  if (change.type === "MODIFIED" && previous && isJobFinished(previous) === isJobFinished(job)) return [];
  const owner = resolveController(context.lister, resource, job.metadata.namespace ?? "", controllerOf(job));
  return owner ? [objectKey(owner)] : [];
}

function sync(key: string, resource: Resource, polls: boolean, context: ComponentContext): Requeue {
  const { namespace, name } = splitKey(key);
  const cronJob = context.lister.get(resource.key, namespace, name) as CronJob | undefined;
  if (!cronJob) return undefined;
  const next = syncCronJob(cronJob, resource, context);
  if (next === undefined) return undefined;
  const at = polls ? pollAt(next, context) : next + LATENESS_MS;
  return { requeueAfterMs: Math.max(0, at - context.sim.now()) };
}
