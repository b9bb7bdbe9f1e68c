import { parseRfc3339 } from "../../base/rfc3339.ts";
import { parseImage } from "../../images/reference.ts";
import type { Container } from "../../kinds/core/pod/container/types.ts";
import type { Pod, PodSpec } from "../../kinds/core/pod/types.ts";
import type { ClusterMemory, Lister } from "../../machinery/component.ts";
import { objectKey, splitKey } from "../../machinery/object.ts";
import { isReachable } from "../../network/node-faults.ts";

/** A program as images carry it. */
export interface ProgramIdentity {
  /** `metallb-controller` */
  readonly name: string;
  /** Matches the image's name without registry docker.io and without tag: `quay.io/metallb/controller`. */
  readonly images: RegExp;
  /** Milliseconds from its container's start until it has its caches and acts. */
  readonly startMs: number;
}

/** One running process of a program. */
export interface Instance {
  readonly pod: Pod;
  readonly container: Container;
  /** When its process started, ms since the Unix epoch. */
  readonly startedAt: number;
}

interface World {
  readonly lister: Lister;
  readonly memory: ClusterMemory;
  readonly sim: { now(): number };
}

/** What was found among containers: every program is asked at each change of each pod, and stored pods of one template share them. */
const found = new WeakMap<ProgramIdentity, WeakMap<readonly Container[], Container | null>>();

/** The container of a pod that carries the program. */
export function containerOf(program: ProgramIdentity, pod: Pod): Container | undefined {
  return containerIn(program, pod.spec);
}

/** As {@link containerOf}, of a pod's spec. */
export function containerIn(program: ProgramIdentity, { containers }: PodSpec): Container | undefined {
  let known = found.get(program);
  if (known === undefined) found.set(program, (known = new WeakMap()));
  let carrier = known.get(containers);
  if (carrier === undefined) {
    carrier = containers.find(({ image = "" }) => program.images.test(parseImage(image)?.short ?? "")) ?? null;
    known.set(containers, carrier);
  }
  return carrier ?? undefined;
}

/** Since when the program's container runs, ms; undefined while it does not. */
export function runningSince(pod: Pod, { name }: Container): number | undefined {
  const startedAt = pod.status?.containerStatuses?.find((status) => status.name === name)?.state?.running?.startedAt;
  return startedAt ? parseRfc3339(startedAt) : undefined;
}

function keyOf({ name }: ProgramIdentity): string {
  return `programs/${name}`;
}

/** Keeps the list of the pods that carry a program, so that nobody has to search for them. True when it has changed. */
export function noteCarrier(program: ProgramIdentity, podKey: string, exists: boolean, memory: ClusterMemory): boolean {
  const known = (memory.get(keyOf(program)) ?? []) as string[];
  if (known.includes(podKey) === exists) return false;
  memory.set(keyOf(program), exists ? [...known, podKey] : known.filter((one) => one !== podKey));
  return true;
}

/** Whether a pod has ever carried the program here: where none has, nobody has to look at anything for it. */
export function isKnown(program: ProgramIdentity, memory: ClusterMemory): boolean {
  return memory.get(keyOf(program)) !== undefined;
}

/** Pods that carry a program, whether it runs or not. */
export function carriersOf(program: ProgramIdentity, { lister, memory }: Pick<World, "lister" | "memory">): Pod[] {
  const keys = (memory.get(keyOf(program)) ?? []) as string[];
  return keys
    .map(splitKey)
    .map(({ namespace, name }) => lister.get("pods", namespace, name) as Pod | undefined)
    .filter((pod) => pod !== undefined);
}

/**
 * The processes of a program that act now, first started first: their containers run long enough, and their nodes have a network. A pod that
 * is being deleted acts until its container stops.
 */
export function instancesOf(program: ProgramIdentity, world: World): readonly Instance[] {
  const now = world.sim.now();
  const instances: Instance[] = [];
  for (const pod of carriersOf(program, world)) {
    const container = containerOf(program, pod);
    const startedAt = container && runningSince(pod, container);
    if (container === undefined || startedAt === undefined || now < startedAt + program.startMs) continue;
    if (isReachable(world.memory, pod.spec.nodeName ?? "")) instances.push({ pod, container, startedAt });
  }
  return instances.sort((a, b) => a.startedAt - b.startedAt || (objectKey(a.pod) < objectKey(b.pod) ? -1 : 1));
}
