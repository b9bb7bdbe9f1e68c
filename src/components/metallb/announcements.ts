import type { Endpoints } from "../../kinds/core/endpoints/types.ts";
import type { Node } from "../../kinds/core/node/types.ts";
import type { Service } from "../../kinds/core/service/types.ts";
import type { ClusterMemory } from "../../machinery/component.ts";
import { objectKey } from "../../machinery/object.ts";
import { addressText, parseAddress } from "../../images/metallb/addresses.ts";
import { anySelects, type Configuration, type Pool, poolFor } from "../../images/metallb/configuration.ts";
import { inForce } from "./in-force.ts";
import { leaderOrder } from "./leader.ts";
import { members, type Speaker, type SpeakerWorld } from "./speakers.ts";
import type { MetalLbVersion } from "../../images/metallb/versions.ts";

/** Nodes that announce a service, by one protocol. */
export interface Announcement {
  readonly protocol: "bgp" | "layer2";
  readonly nodes: readonly string[];
  readonly pool: string;
  readonly addresses: readonly string[];
  /** The interfaces that the pool's advertisements name for layer 2; none means all. */
  readonly interfaces: readonly string[];
}

/** A node that has been told to stay out of load balancing. */
const EXCLUDED = "node.kubernetes.io/exclude-from-external-load-balancers";

/** Who announces a service now, as every speaker finds out for itself. speaker/main.go SetBalancer */
export function announcementsOf(service: Service, world: SpeakerWorld, speakers: readonly Speaker[]): Announcement[] {
  const addresses = (service.status?.loadBalancer?.ingress ?? []).map(({ ip = "" }) => parseAddress(ip));
  if (service.spec.type !== "LoadBalancer" || addresses.length === 0 || addresses.includes(undefined)) return [];
  const wanted = addresses.filter((address) => address !== undefined);
  const endpoints = endpointsOf(service, world);
  const found: Announcement[] = [];
  for (const [configuration, group] of byConfiguration(speakers, world.memory)) {
    const pool = poolFor(configuration, wanted, false);
    const [first] = group;
    if (pool === undefined || first === undefined || ignores(service, first.version) || endpoints === undefined) continue;
    const view: View = {
      service,
      world,
      pool,
      group,
      speakers,
      endpoints,
      version: first.version,
      address: addressText(wanted[0] ?? addressZero),
    };
    const texts = wanted.map(addressText);
    const bgp = bgpNodes(view, configuration);
    if (bgp.length > 0) found.push({ protocol: "bgp", nodes: bgp, pool: pool.name, addresses: texts, interfaces: [] });
    const leader = layer2Leader(view);
    if (leader !== undefined) {
      found.push({ protocol: "layer2", nodes: [leader], pool: pool.name, addresses: texts, interfaces: interfacesOn(leader, view) });
    }
  }
  return found;
}

const addressZero = { value: 0n, isV6: false };

/** Later versions leave services with a class to others. */
export function ignores({ spec }: Service, version: MetalLbVersion): boolean {
  return spec.loadBalancerClass !== undefined && version.has("configurationObjects");
}

interface View {
  readonly service: Service;
  readonly world: SpeakerWorld;
  readonly pool: Pool;
  /** Speakers that go by the same configuration. */
  readonly group: readonly Speaker[];
  readonly speakers: readonly Speaker[];
  readonly endpoints: { readonly nodes: ReadonlySet<string>; readonly any: boolean };
  readonly version: MetalLbVersion;
  readonly address: string;
}

function byConfiguration(speakers: readonly Speaker[], memory: ClusterMemory): Map<Configuration, Speaker[]> {
  const groups = new Map<Configuration, Speaker[]>();
  for (const speaker of speakers) {
    const configuration = inForce(speaker, memory);
    if (configuration === undefined) continue;
    const group = groups.get(configuration);
    if (group === undefined) groups.set(configuration, [speaker]);
    else group.push(speaker);
  }
  return groups;
}

/** Where a service has ready endpoints; undefined while it has no Endpoints object. usableNodes, activeEndpointExists */
function endpointsOf({ metadata }: Service, { lister }: SpeakerWorld): View["endpoints"] | undefined {
  const endpoints = lister.get("endpoints", metadata.namespace ?? "", metadata.name ?? "") as Endpoints | undefined;
  if (endpoints === undefined) return undefined;
  const ready = (endpoints.subsets ?? []).flatMap(({ addresses = [] }) => addresses);
  return { nodes: new Set(ready.flatMap(({ nodeName }) => (nodeName ? [nodeName] : []))), any: ready.length > 0 };
}

/** The node that answers ARP: the first in the order of those that may, when its speaker agrees. */
function layer2Leader(view: View): string | undefined {
  const { service, pool, group, endpoints, version, address } = view;
  if (pool.layer2.length === 0 || !endpoints.any) return undefined;
  const nodes = candidates(view).filter((node) => isAdvertisedOn(node, pool.layer2, view) && !isLeftOut(node, view));
  const [leader] = leaderOrder(nodes, { service: objectKey(service), address }, version);
  return leader !== undefined && group.some(({ node }) => node === leader) ? leader : undefined;
}

function candidates({ service, world, speakers, endpoints, version }: View): string[] {
  const local = [...endpoints.nodes];
  if (!version.has("memberlist")) return local;
  const alive = members(world, speakers);
  const onlyLocal = !version.has("leaderByAddress") || service.spec.externalTrafficPolicy === "Local";
  return onlyLocal ? local.filter((node) => alive.has(node)) : [...alive];
}

function nodeNamed(name: string, { world }: View): Node | undefined {
  return world.lister.get("nodes", "", name) as Node | undefined;
}

function isAdvertisedOn(name: string, advertisements: Pool["bgp"] | Pool["layer2"], view: View): boolean {
  if (advertisements.some(({ nodeSelectors }) => nodeSelectors.length === 0)) return true;
  const labels = nodeNamed(name, view)?.metadata.labels;
  return advertisements.some(({ nodeSelectors }) => anySelects(nodeSelectors, labels));
}

/** Nodes that later versions leave out. speakersForPool, 0.14 */
function isLeftOut(name: string, view: View): boolean {
  if (!view.version.has("excludesNodes")) return false;
  const node = nodeNamed(name, view);
  const isCut = node?.status?.conditions?.some(({ type, status }) => type === "NetworkUnavailable" && status === "True") ?? false;
  return isCut || EXCLUDED in (node?.metadata.labels ?? {});
}

function interfacesOn(node: string, view: View): string[] {
  const labels = nodeNamed(node, view)?.metadata.labels;
  const own = view.pool.layer2.filter(({ nodeSelectors }) => anySelects(nodeSelectors, labels));
  return own.some(({ interfaces }) => interfaces.length === 0) ? [] : own.flatMap(({ interfaces }) => interfaces);
}

/** Every node whose speaker has a session and may tell of the service. speaker/bgp_controller.go ShouldAnnounce */
function bgpNodes(view: View, { peers }: Configuration): string[] {
  const { service, pool, group, endpoints } = view;
  if (pool.bgp.length === 0 || peers.length === 0 || !endpoints.any) return [];
  const isLocal = service.spec.externalTrafficPolicy === "Local";
  return group
    .map(({ node }) => node)
    .filter((node) => {
      const labels = nodeNamed(node, view)?.metadata.labels;
      const advertises = pool.bgp.some(
        (advertisement) =>
          anySelects(advertisement.nodeSelectors, labels) &&
          peers.some(
            (peer) =>
              anySelects(peer.nodeSelectors, labels) && (advertisement.peers.length === 0 || advertisement.peers.includes(peer.name)),
          ),
      );
      return advertises && !isLeftOut(node, view) && (!isLocal || endpoints.nodes.has(node));
    });
}
