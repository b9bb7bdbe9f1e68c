import type { Job } from "../../kinds/batch/job/types.ts";
import type { Pod, PodSpec } from "../../kinds/core/pod/types.ts";
import type { ComponentContext } from "../../machinery/component.ts";
import { StatusError } from "../../machinery/status.ts";
import { controllerReference } from "../controller/owner.ts";
import { createPod, deletePod } from "../controller/pod-control.ts";
import { podFromTemplate } from "../controller/pod-from-template.ts";
import { JOBS, PODS } from "../controller/resources.ts";
import { slowStart } from "../controller/slow-start.ts";
import { chooseVictims, compareVictims } from "../controller/victims.ts";
import { type Counts, TRACKING_FINALIZER } from "./counts.ts";
import { completedIndexes, freeIndexes, INDEX_KEY, isIndexed } from "./indexes.ts";

const INDEX_VARIABLE = "JOB_COMPLETION_INDEX";

/** How many pods a job runs after a pass, and what the API server refused. */
export interface Managed {
  active: number;
  refused?: StatusError;
}

/** How many pods a job is to run now. */
// pkg/controller/job/job_controller.go manageJob, 1.20
export function wantedPods(job: Job, active: number, succeeded: number): number {
  const { parallelism = 1, completions } = job.spec;
  if (completions !== undefined) return Math.max(0, Math.min(parallelism, completions - succeeded));
  return succeeded > 0 ? Math.min(active, parallelism) : parallelism;
}

/** Makes or deletes pods until the job runs as many as it wants. */
export function managePods(job: Job, counts: Counts, context: ComponentContext): Managed {
  const active = counts.active.length;
  const parallelism = job.spec.parallelism ?? 1;
  if (active > parallelism) return deletePods(job, surplus(job, counts.active, active - parallelism, context), active, context);
  const missing = wantedPods(job, active, counts.succeeded) - active;
  if (missing <= 0) return { active };
  const indexes = isIndexed(job) ? freeIndexes(job, indexesDone(job, counts), counts.active, missing) : undefined;
  let made = 0;
  const refused = slowStart(indexes?.length ?? missing, (number) => {
    createPod(newPod(job, indexes?.[number], context), job, context);
    made++;
  });
  return { active: active + made, ...(refused ? { refused } : {}) };
}

function indexesDone(job: Job, counts: Counts): number[] {
  return completedIndexes({ ...job, status: { ...job.status, completedIndexes: counts.completed ?? "" } });
}

/** Deletes pods; `active` counts down by those that go. */
export function deletePods(job: Job, pods: readonly Pod[], active: number, context: ComponentContext): Managed {
  let left = active;
  let refused: StatusError | undefined;
  for (const pod of pods) {
    try {
      deletePod(pod, job, context);
      left--;
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      refused ??= error;
    }
  }
  return { active: left, ...(refused ? { refused } : {}) };
}

function surplus(job: Job, active: readonly Pod[], count: number, context: ComponentContext): Pod[] {
  const { release, sim } = context;
  const rules = { deletionCost: release.has("podDeletionCost"), logarithmicAges: release.has("logarithmicScaleDown"), now: sim.now() };
  const stream = `victim/${job.metadata.namespace ?? ""}/${job.metadata.name ?? ""}`;
  return chooseVictims(
    active,
    count,
    (a, b) => compareVictims(a, b, new Map(), rules),
    (names) => sim.draw(stream, (random) => random.pick(names)),
  );
}

function newPod(job: Job, index: number | undefined, { release }: ComponentContext): Pod {
  const pod = podFromTemplate(job.spec.template, job, controllerReference(job, JOBS));
  if (release.has("jobTracking")) pod.metadata.finalizers = [...(pod.metadata.finalizers ?? []), TRACKING_FINALIZER];
  if (index === undefined) return release.has("jobPodsWithoutIndexNamed") ? withGenerateName(pod, `${job.metadata.name ?? ""}--1-`) : pod;
  const name = `${job.metadata.name ?? ""}-${index}`;
  pod.metadata.generateName = `${name}-`;
  pod.metadata.annotations = { ...pod.metadata.annotations, [INDEX_KEY]: String(index) };
  if (release.has("podIndexLabel")) pod.metadata.labels = { ...pod.metadata.labels, [INDEX_KEY]: String(index) };
  pod.spec = { ...withIndexVariable(pod.spec, release.has("podIndexLabel") ? "labels" : "annotations"), hostname: name };
  return pod;
}

function withGenerateName(pod: Pod, generateName: string): Pod {
  return { ...pod, metadata: { ...pod.metadata, generateName } };
}

/** Every container learns the index from the environment, unless the template has a variable of that name. */
// pkg/controller/job/indexed_job_utils.go addCompletionIndexEnvVariables, 1.21
function withIndexVariable(spec: PodSpec, source: "annotations" | "labels"): PodSpec {
  const variable = { name: INDEX_VARIABLE, valueFrom: { fieldRef: { fieldPath: `metadata.${source}['${INDEX_KEY}']` } } };
  const add = <C extends { env?: { name: string }[] }>(container: C): C =>
    container.env?.some(({ name }) => name === INDEX_VARIABLE) ? container : { ...container, env: [...(container.env ?? []), variable] };
  return {
    ...spec,
    containers: spec.containers.map(add),
    ...(spec.initContainers ? { initContainers: spec.initContainers.map(add) } : {}),
  };
}

/** Takes the tracking finalizer from pods. */
export function releasePods(pods: readonly Pod[], context: ComponentContext): void {
  for (const { metadata } of pods) {
    const finalizers = (metadata.finalizers ?? []).filter((finalizer) => finalizer !== TRACKING_FINALIZER);
    if (finalizers.length === metadata.finalizers?.length) continue;
    const patch = { metadata: { finalizers: finalizers.length > 0 ? finalizers : null } };
    try {
      context.client.patch(PODS.in(metadata.namespace ?? ""), metadata.name ?? "", "merge", patch);
    } catch (error) {
      if (!(error instanceof StatusError) || error.reason !== "NotFound") throw error;
    }
  }
}
