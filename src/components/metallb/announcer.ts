import type { Service } from "../../kinds/core/service/types.ts";
import { objectKey } from "../../machinery/object.ts";
import { parseAddress } from "../../images/metallb/addresses.ts";
import { announcementsOf } from "./announcements.ts";
import { poolFor } from "../../images/metallb/configuration.ts";
import { inForce } from "./in-force.ts";
import { actingSpeakers, type Speaker, type SpeakerWorld } from "./speakers.ts";
import { addressTerm } from "./terms.ts";

function servicesOn(address: string, { lister }: SpeakerWorld): readonly Service[] {
  return lister.list("services", { index: addressTerm(address) }) as readonly Service[];
}

/**
 * The nodes to which packets for an address come: the one that answers ARP, or, where only BGP tells of it, all between which the router
 * chooses. None when nobody announces it.
 */
export function announcingNodes(address: string, world: SpeakerWorld): readonly string[] {
  const services = servicesOn(address, world);
  const speakers = services.length === 0 ? [] : actingSpeakers(world);
  let routed: readonly string[] = [];
  for (const service of services) {
    for (const { protocol, nodes } of announcementsOf(service, world, speakers)) {
      if (protocol === "layer2") return nodes;
      routed = nodes;
    }
  }
  return routed;
}

/** Why those nodes announce an address, or why nobody does: one line for people. */
export function announcerReason(address: string, world: SpeakerWorld): string {
  const [service] = servicesOn(address, world);
  if (service === undefined) return "no service has it";
  const speakers = actingSpeakers(world);
  const [first] = speakers;
  if (first === undefined) return "no MetalLB speaker runs";
  const [announcement] = announcementsOf(service, world, speakers);
  if (announcement?.protocol === "bgp") return `MetalLB's speakers on ${announcement.nodes.join(", ")} tell a router of it`;
  if (announcement !== undefined) return `MetalLB's speaker on ${announcement.nodes[0]} leads: ${ruleOf(service, address, first)}`;
  return `MetalLB's speakers do not announce it: ${whyNot(service, address, first, world)}`;
}

function ruleOf(service: Service, address: string, { version }: Speaker): string {
  const key = version.has("leaderByAddress") ? address : objectKey(service);
  return `of the nodes that may, its hash with "#${key}" is the lowest`;
}

function whyNot(service: Service, address: string, speaker: Speaker, { lister, memory }: SpeakerWorld): string {
  const configuration = inForce(speaker, memory);
  if (configuration === undefined) return "they have no configuration";
  const parsed = parseAddress(address);
  const pool = parsed && poolFor(configuration, [parsed], false);
  if (pool === undefined) return "no pool has it";
  if (pool.layer2.length === 0 && pool.bgp.length === 0) return `pool ${pool.name} has no advertisement`;
  const { namespace = "", name = "" } = service.metadata;
  const endpoints = lister.get("endpoints", namespace, name) as { subsets?: { addresses?: object[] }[] } | undefined;
  const isReady = endpoints?.subsets?.some(({ addresses = [] }) => addresses.length > 0) ?? false;
  return isReady ? "no node that may has a speaker that runs" : `${objectKey(service)} has no ready endpoints`;
}
