import { sha256 } from "../../base/sha256.ts";
import type { ClusterMemory, Lister } from "../../machinery/component.ts";
import { faultOf, isReachable } from "../../network/node-faults.ts";
import type { Sim } from "../../sim/types.ts";
import { carriersOf, containerOf, instancesOf, type Instance, type ProgramIdentity, runningSince } from "../in-pod/instances.ts";
import { type MetalLbVersion, versionOf } from "../../images/metallb/versions.ts";

/** metallb/controller and metallb/speaker, from whatever registry. */
export const CONTROLLER: ProgramIdentity = { name: "metallb-controller", images: /(^|\/)metallb[/-]controller$/, startMs: 1000 };
export const SPEAKER: ProgramIdentity = { name: "metallb-speaker", images: /(^|\/)metallb[/-]speaker$/, startMs: 1000 };

/** What rules over speakers look at. */
export interface SpeakerWorld {
  readonly lister: Lister;
  readonly memory: ClusterMemory;
  readonly sim: Pick<Sim, "now">;
}

/** A speaker that runs and reaches the network. */
export interface Speaker extends Instance {
  readonly node: string;
  readonly version: MetalLbVersion;
}

/** The speakers that act now, first started first. */
export function actingSpeakers(world: SpeakerWorld): Speaker[] {
  return instancesOf(SPEAKER, world).map((instance) => ({
    ...instance,
    node: instance.pod.spec.nodeName ?? "",
    version: versionOf(instance.container),
  }));
}

/** Shortest time, and what may come on top of it, until the others have noticed that a speaker is gone, in ms. */
const NOTICED_AFTER_MS = { least: 5000, spread: 4000 };

/**
 * Nodes that speakers take to have a living speaker: those that have one, and those whose machine went away so shortly ago that nobody has
 * noticed. A speaker that stops says so, and is out at once. hashicorp/memberlist, LAN defaults
 */
export function members(world: SpeakerWorld, acting: readonly Speaker[]): Set<string> {
  const nodes = new Set(acting.map(({ node }) => node));
  for (const { node, until } of vanished(world)) if (world.sim.now() < until) nodes.add(node);
  return nodes;
}

/** Speakers that run as far as the API knows, on machines that are off or cut off, and until when the others count on them. */
function vanished(world: SpeakerWorld): { node: string; until: number }[] {
  return carriersOf(SPEAKER, world).flatMap((pod) => {
    const node = pod.spec.nodeName ?? "";
    const container = containerOf(SPEAKER, pod);
    const fault = faultOf(world.memory, node);
    if (!fault || !container || runningSince(pod, container) === undefined || isReachable(world.memory, node)) return [];
    return [{ node, until: noticedAt(node, fault.since) }];
  });
}

/** When the other speakers notice that a machine went away at `since`. Probes are drawn by chance; here the name and the time decide. */
export function noticedAt(node: string, since: number): number {
  const [high = 0, low = 0] = sha256(`${node}/${since}`);
  return since + NOTICED_AFTER_MS.least + ((high * 256 + low) % NOTICED_AFTER_MS.spread);
}

/** Has the speakers look again when they will have noticed that a machine went away; for whoever breaks a node. */
export function watchSpeakers({ memory, sim }: { memory: ClusterMemory; sim: Sim }, node: string, since: number): void {
  if (memory.get(`programs/${SPEAKER.name}`) === undefined) return;
  const at = Math.max(sim.now(), noticedAt(node, since));
  sim.schedule({ at, actor: SPEAKER.name, name: "reconcile", key: MEMBERS_KEY });
}

/** The key under which speakers look at who is still there. */
export const MEMBERS_KEY = "members";
