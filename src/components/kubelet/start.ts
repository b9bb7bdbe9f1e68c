import { formatGoDurationNanoseconds } from "../../base/go-duration.ts";
import type { JsonObject } from "../../base/json.ts";
import { availability, sizeOf } from "../../images/catalogue.ts";
import { ContainerConfigError, settleEnvironment } from "../../images/environment.ts";
import { fateOf, type Fate } from "../../images/program.ts";
import { type ImageReference, parseImage } from "../../images/reference.ts";
import type { ComponentContext } from "../../machinery/component.ts";
import { objectKey } from "../../machinery/object.ts";
import type { Container } from "../../kinds/core/pod/container/types.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";
import { takeAddress } from "./addresses.ts";
import { crashOf, pullRefusal, slowness } from "./broken.ts";
import { watchDisk } from "./disk.ts";
import { hexOf } from "./identity.ts";
import { outOfMemory, usageFromNow } from "./memory.ts";
import { isPresent, notePulled } from "./node-images.ts";
import { watchMemory } from "./pressure.ts";
import { scheduleProbes } from "./probes.ts";
import { pullBySize, type PullTime } from "./pull-time.ts";
import { rejects } from "./reject.ts";
import { containerStatus, takenOn, terminatedOf, withContainer } from "./status.ts";
import { createdText, pulledText, pullError, refusedText, startedText, startError } from "./texts.ts";
import { missingVolume } from "./volumes.ts";
import {
  containerKey,
  containersOf,
  findContainer,
  later,
  nodeAddress,
  nodeOf,
  record,
  runtimeOf,
  timestamp,
  viewOf,
  writeSettled,
  writeStatus,
} from "./work.ts";

/**
 * The stages of starting a pod, in order. `share` is the stage's part of the pod's start time (a draw that a tape may pin), spent
 * before the stage happens.
 */
export const START_STAGES = {
  sandbox: { share: 0.12 },
  pulled: { share: 0.63 },
  created: { share: 0 },
  started: { share: 0.25 },
} as const satisfies Record<string, { share: number }>;
type Stage = keyof typeof START_STAGES;

/** What the step timer of a pod carries. */
interface Step {
  uid: string;
  stage: Stage;
  /** Name of the container being started; "" for the sandbox. */
  container: string;
  /** The pod's address, until it is written into the status. */
  ip: string;
  /** Milliseconds that starting one container takes in all. */
  totalMs: number;
  /** How often the volumes could not be mounted. */
  failures: number;
  /** How long the pull under way takes, where that goes by size. */
  pull?: { waitMs: number; tookMs: number };
  /** Whether this is one container's restart, after which no other is started. */
  alone: boolean;
}

/** Start times of the recorded clusters, in ms. */
const START_FROM_MS = 900;
const START_SPREAD_MS = 600;
/** The first sync of a crashed or unconfigurable container comes after about this long. */
const SYNC_MS = 1000;
/** From the image's being there to the container's creation: events keep their order. */
const CREATE_MS = 2;
const CONFIG_RETRY_MS = 12_000;
const FIRST_IMAGE_BACK_OFF_MS = 10_000;
const MOST_BACK_OFF_MS = 300_000;

/** A kubelet takes on a pod: containers wait, and the sandbox is made. */
export function admit(pod: Pod, context: ComponentContext): void {
  const node = nodeOf(pod, context);
  if (rejects(pod, node, context)) return;
  const written = writeSettled(takenOn(pod, nodeAddress(node), context.sim.now(), context.release), context);
  const totalMs = startMs(pod, context);
  const { activeDeadlineSeconds } = pod.spec;
  if (activeDeadlineSeconds !== undefined) later(context, activeDeadlineSeconds * 1000, "deadline", objectKey(pod));
  schedule(
    written,
    { stage: "sandbox", container: "", ip: "", totalMs, failures: 0, alone: false },
    totalMs * START_STAGES.sandbox.share,
    context,
  );
}

/** The sandbox of a pod that this kubelet had taken on is gone: it is made again, and the containers after it. */
export function beginAnew(pod: Pod, context: ComponentContext): void {
  const totalMs = startMs(pod, context);
  const step = { stage: "sandbox", container: "", ip: "", totalMs, failures: 0, alone: false } as const;
  schedule(pod, step, totalMs * START_STAGES.sandbox.share, context);
}

function startMs(pod: Pod, { sim, memory }: ComponentContext): number {
  const drawn = Number(sim.draw(`pod-start/${objectKey(pod)}`, (random) => String(START_FROM_MS + random.int(START_SPREAD_MS))));
  return (Number.isFinite(drawn) ? drawn : START_FROM_MS) * slowness("slow-disk", pod, memory);
}

function schedule(pod: Pod, step: Omit<Step, "uid">, afterMs: number, context: ComponentContext): void {
  later(context, afterMs, "step", objectKey(pod), { ...step, uid: pod.metadata.uid ?? "" });
}

/** Starts one container again, out of turn. */
export function restart(pod: Pod, container: Container, context: ComponentContext): void {
  begin(
    pod,
    container,
    { stage: "sandbox", container: "", ip: pod.status?.podIP ?? "", totalMs: START_FROM_MS, failures: 0, alone: true },
    context,
  );
}

/** Starts what comes after an init container that has finished. */
export function goOn(pod: Pod, context: ComponentContext): void {
  next(pod, { stage: "started", container: "", ip: pod.status?.podIP ?? "", totalMs: START_FROM_MS, failures: 0, alone: false }, context);
}

/** Does what the step timer of a pod says. */
export function takeStep(pod: Pod, data: JsonObject, context: ComponentContext): void {
  const step = data as unknown as Step;
  if (step.uid !== pod.metadata.uid) return;
  if (step.stage === "sandbox") return makeSandbox(pod, step, context);
  const container = findContainer(pod, step.container);
  if (container === undefined) return;
  if (step.stage === "pulled") return endPull(pod, container, step, context);
  if (step.stage === "created") return create(pod, container, step, context);
  start(pod, container, step, context);
}

/** Mounts volumes, then gives the pod its address. */
function makeSandbox(pod: Pod, step: Step, context: ComponentContext): void {
  const missing = missingVolume(pod, context.lister);
  if (missing !== undefined) {
    record(pod, "Warning", "FailedMount", missing, context);
    const waitMs = Math.min(122_000, 500 * 2 ** step.failures);
    return schedule(pod, { ...step, failures: step.failures + 1 }, waitMs, context);
  }
  const node = nodeOf(pod, context);
  const ip = pod.spec.hostNetwork ? nodeAddress(node) : pod.status?.podIP || (node ? takeAddress(context, node, pod) : "");
  next(pod, { ...step, ip }, context);
}

/** Starts the next container whose turn it is: init containers one after the other, then all the others. */
function next(pod: Pod, step: Omit<Step, "uid">, context: ComponentContext): void {
  if (step.alone) return;
  const candidate = containersOf(pod).find(({ container: { name }, init }) => {
    const state = containerStatus(pod, name)?.state;
    if (init) return !(state?.terminated?.exitCode === 0);
    return state?.waiting?.reason === "ContainerCreating" || state?.waiting?.reason === "PodInitializing";
  });
  if (candidate === undefined) return;
  const state = containerStatus(pod, candidate.container.name)?.state;
  if (
    candidate.init &&
    (state?.running ||
      state?.terminated ||
      (state?.waiting?.reason !== "PodInitializing" && state?.waiting?.reason !== "ContainerCreating"))
  )
    return;
  begin(pod, candidate.container, step, context);
}

function begin(pod: Pod, container: Container, step: Omit<Step, "uid">, context: ComponentContext): void {
  const image = container.image ?? "";
  const forward = { ...step, container: container.name };
  const reference = parseImage(image);
  if (reference === undefined) {
    const message = `Failed to apply default image tag "${image}": couldn't parse image reference "${image}": invalid reference format`;
    record(pod, "Warning", "InspectFailed", message, context, container.name);
    record(pod, "Warning", "Failed", "Error: InvalidImageName", context, container.name);
    return carryOn(waiting(pod, container, step.ip, "InvalidImageName", message), forward, context);
  }
  const policy = container.imagePullPolicy ?? "IfNotPresent";
  const present = isPresent(pod, container, context);
  if (policy === "Never" && !present) {
    const message = `Container image "${image}" is not present with pull policy of Never`;
    record(pod, "Warning", "ErrImageNeverPull", message, context, container.name);
    record(pod, "Warning", "Failed", "Error: ErrImageNeverPull", context, container.name);
    return carryOn(waiting(pod, container, step.ip, "ErrImageNeverPull", message), forward, context);
  }
  if (present && policy !== "Always") {
    record(pod, "Normal", "Pulled", `Container image "${image}" already present on machine`, context, container.name);
    // The time that pulling would have taken goes into the sandbox: starts take as long either way, except restarts.
    return schedule(pod, { ...forward, stage: "created" }, step.alone ? CREATE_MS : step.totalMs * START_STAGES.pulled.share, context);
  }
  pull(pod, container, forward, reference, present, context);
}

function pull(
  pod: Pod,
  container: Container,
  { pull: _former, ...step }: Omit<Step, "uid">,
  reference: ImageReference,
  present: boolean,
  context: ComponentContext,
): void {
  record(pod, "Normal", "Pulling", `Pulling image "${container.image}"`, context, container.name);
  if (context.cluster.imagePulls !== "by-size") return quickPull(pod, step, context);
  const isThere = availability(reference, context.memory) === "present" && pullRefusal(container.image ?? "", context.memory) === undefined;
  const time = isThere ? pullBySize(pod, reference, present, context) : REFUSED;
  schedule(pod, { ...step, stage: "pulled", pull: { ...time } }, time.waitMs + time.tookMs, context);
}

function quickPull(pod: Pod, step: Omit<Step, "uid">, context: ComponentContext): void {
  const factor = slowness("slow-pull", pod, context.memory);
  const tookMs = step.totalMs * START_STAGES.pulled.share * factor;
  schedule(
    pod,
    { ...step, stage: "pulled", ...(factor === 1 ? {} : { pull: { waitMs: 0, tookMs: Math.round(tookMs) } }) },
    tookMs,
    context,
  );
}

/** A registry that has no such image says so at once. */
const REFUSED: PullTime = { waitMs: 0, tookMs: 2000 };

function endPull(pod: Pod, container: Container, step: Step, context: ComponentContext): void {
  const image = container.image ?? "";
  const reference = parseImage(image);
  if (reference === undefined) return;
  const refusal = pullRefusal(image, context.memory);
  if (refusal !== undefined)
    return failPull(pod, container, step, refusedText(runtimeOf(pod, context), image, reference, refusal), context);
  const found = availability(reference, context.memory);
  if (found !== "present") return failPull(pod, container, step, pullError(runtimeOf(pod, context), image, reference, found), context);
  const tookMs = step.pull?.tookMs ?? Math.round(step.totalMs * START_STAGES.pulled.share);
  const odd = BigInt(context.sim.stream("pull-nanoseconds").int(999_999));
  const took = formatGoDurationNanoseconds(BigInt(tookMs) * 1_000_000n + odd);
  record(
    pod,
    "Normal",
    "Pulled",
    pulledText(context.release, image, took, { tookMs, waitMs: step.pull?.waitMs ?? 0 }, sizeOf(reference, context.memory)),
    context,
    container.name,
  );
  notePulled(pod, container, context);
  schedule(pod, { ...step, stage: "created" }, CREATE_MS, context);
}

function failPull(pod: Pod, container: Container, step: Step, error: string, context: ComponentContext): void {
  record(pod, "Warning", "Failed", `Failed to pull image "${container.image}": ${error}`, context, container.name);
  record(pod, "Warning", "Failed", "Error: ErrImagePull", context, container.name);
  later(context, SYNC_MS + 500, "pull-again", containerKey(pod, container.name), {
    failures: step.failures + 1,
    failedAt: context.sim.now(),
  });
  carryOn(waiting(pod, container, step.ip, "ErrImagePull", error), step, context);
}

/** Image pull back-off: says so at each sync, and tries again when the wait is over. */
export function pullAgain(pod: Pod, container: Container, data: JsonObject, context: ComponentContext): void {
  const { failures, failedAt } = data as { failures: number; failedAt: number };
  const image = container.image ?? "";
  const until = failedAt + Math.min(MOST_BACK_OFF_MS, FIRST_IMAGE_BACK_OFF_MS * 2 ** (failures - 1));
  const now = context.sim.now();
  if (now >= until) {
    const step = {
      stage: "pulled" as const,
      container: container.name,
      ip: pod.status?.podIP ?? "",
      totalMs: START_FROM_MS,
      failures,
      alone: true,
    };
    const reference = parseImage(image);
    return reference && pull(pod, container, step, reference, false, context);
  }
  record(pod, "Normal", "BackOff", `Back-off pulling image "${image}"`, context, container.name);
  record(pod, "Warning", "Failed", "Error: ImagePullBackOff", context, container.name);
  later(context, Math.min(CONFIG_RETRY_MS, until - now), "pull-again", containerKey(pod, container.name), data);
  writeStatus(
    withContainer(pod, container.name, {
      state: { waiting: { message: `Back-off pulling image "${image}"`, reason: "ImagePullBackOff" } },
    }),
    context,
  );
}

function create(pod: Pod, container: Container, step: Step, context: ComponentContext): void {
  try {
    if (container.env || container.envFrom)
      settleEnvironment({ pod: withAddress(pod, step.ip), container, lister: context.lister, memory: context.memory });
  } catch (error) {
    if (!(error instanceof ContainerConfigError)) throw error;
    record(pod, "Warning", "Failed", `Error: ${error.message}`, context, container.name);
    later(context, CONFIG_RETRY_MS, "restart", containerKey(pod, container.name));
    return carryOn(waiting(pod, container, step.ip, "CreateContainerConfigError", error.message), step, context);
  }
  record(pod, "Normal", "Created", createdText(context.release, container.name), context, container.name);
  schedule(pod, { ...step, stage: "started" }, step.totalMs * START_STAGES.started.share, context);
}

function waiting(pod: Pod, container: Container, ip: string, reason: string, message: string): Pod {
  return withContainer(withAddress(pod, ip), container.name, { state: { waiting: { message, reason } } });
}

function withAddress(pod: Pod, ip: string): Pod {
  return ip && pod.status?.podIP !== ip ? { ...pod, status: { ...pod.status, podIP: ip, podIPs: [{ ip }] } } : pod;
}

function carryOn(pod: Pod, step: Omit<Step, "uid">, context: ComponentContext): void {
  next(writeStatus(pod, context), step, context);
}

function start(pod: Pod, container: Container, step: Step, context: ComponentContext): void {
  const runtime = runtimeOf(pod, context);
  const old = containerStatus(pod, container.name);
  const again = old?.containerID !== undefined;
  const restartCount = (old?.restartCount ?? 0) + (again ? 1 : 0);
  const id = `${runtime}://${hexOf(`${pod.metadata.uid}/${container.name}/${restartCount}`)}`;
  const now = timestamp(context);
  const addressed = withAddress(pod, step.ip);
  const fate = fateOf(viewOf(addressed, container, context, context.sim.now()));
  const init = pod.spec.initContainers?.some(({ name }) => name === container.name) ?? false;
  const lastState = again ? terminatedOf(old?.state?.terminated ? old.state : old?.lastState) : {};
  const common = { ...identity(container, runtime), containerID: id, restartCount, lastState };
  if (fate.kind === "not-found") {
    const error = startError(runtime, container.name, fate.command);
    record(pod, "Warning", "Failed", `Error: ${error.event}`, context, container.name);
    const terminated = {
      containerID: id,
      exitCode: error.exitCode,
      finishedAt: now,
      message: error.message,
      reason: error.reason,
      startedAt: now,
    };
    later(context, SYNC_MS, "back-off", containerKey(pod, container.name));
    return carryOn(withContainer(addressed, container.name, { ...common, ready: false, state: { terminated } }), step, context);
  }
  record(pod, "Normal", "Started", startedText(container.name), context, container.name);
  const { startupProbe, readinessProbe } = container;
  const running = withContainer(addressed, container.name, {
    ...common,
    ready: !init && !startupProbe && !readinessProbe,
    ...(init ? {} : { started: !startupProbe }),
    state: { running: { startedAt: now } },
  });
  planEnd(running, container, fate, context);
  scheduleProbes(running, container, context);
  carryOn(running, step, context);
}

/** When the process ends by itself, or is killed for its memory. */
function planEnd(
  pod: Pod,
  container: Container,
  { endsAfterMs, asksAfterMs, exitCode }: Extract<Fate, { kind: "runs" }>,
  context: ComponentContext,
): void {
  const key = containerKey(pod, container.name);
  const crash = crashOf(pod, container, context.memory);
  if (crash !== undefined) return later(context, crash.afterMs, "exit", key, { exitCode: crash.exitCode });
  const usage = usageFromNow(pod, container, context);
  watchMemory(pod, usage.memoryBytes, context);
  watchDisk(pod, container, context);
  const killed = outOfMemory(pod, container, usage, context);
  // What takes memory without end does not end by itself either.
  const ends = usage.memoryBytes === Number.POSITIVE_INFINITY ? undefined : endsAfterMs;
  if (killed !== undefined && killed.afterMs <= (ends ?? Number.POSITIVE_INFINITY)) {
    return later(context, killed.afterMs, "exit", key, { exitCode: 137, reason: "OOMKilled", system: killed.system });
  }
  if (asksAfterMs !== undefined) later(context, asksAfterMs, "network", key);
  if (endsAfterMs !== undefined) later(context, endsAfterMs, "exit", key, { exitCode });
}

/** Digests by references, which are read once for each image. */
const digests = new WeakMap<ImageReference, string>();

function digestOf(reference: ImageReference): string {
  let digest = reference.digest ?? digests.get(reference);
  if (digest === undefined) digests.set(reference, (digest = `sha256:${hexOf(`${reference.full}:${reference.tag}`)}`));
  return digest;
}

function identity(container: Container, runtime: "containerd" | "docker"): { image: string; imageID: string } {
  const reference = parseImage(container.image ?? "");
  if (reference === undefined) return { image: container.image ?? "", imageID: "" };
  const digest = digestOf(reference);
  if (runtime === "containerd")
    return {
      image: reference.digest ? (container.image ?? "") : `${reference.full}:${reference.tag}`,
      imageID: `${reference.full}@${digest}`,
    };
  const image = reference.digest ? (container.image ?? "") : `${reference.short}:${reference.tag}`;
  return { image, imageID: `docker-pullable://${reference.short}@${digest}` };
}
