import { goQuote } from "../../base/go-format.ts";
import type { KubeObject } from "../../machinery/object.ts";
import { formatLabelSelector, type LabelSelector, selects } from "../../machinery/labels.ts";
import { parseAddress } from "./addresses.ts";
import {
  type BgpAdvertisement,
  checkAgainst,
  type Configuration,
  ConfigurationError,
  type LayerTwoAdvertisement,
  type Peer,
  type Pool,
  poolBlocks,
  type ServiceAllocation,
} from "./configuration.ts";
import type { MetalLbVersion } from "./versions.ts";

/** MetalLB's custom resources, by their plural names. */
export interface ConfigurationObjects {
  readonly ipaddresspools: readonly KubeObject[];
  readonly addresspools: readonly KubeObject[];
  readonly l2advertisements: readonly KubeObject[];
  readonly bgpadvertisements: readonly KubeObject[];
  readonly bgppeers: readonly KubeObject[];
  readonly bfdprofiles: readonly KubeObject[];
  readonly communities: readonly KubeObject[];
}

export const NO_OBJECTS: ConfigurationObjects = {
  ipaddresspools: [],
  addresspools: [],
  l2advertisements: [],
  bgpadvertisements: [],
  bgppeers: [],
  bfdprofiles: [],
  communities: [],
};

interface PoolSpec {
  addresses?: string[];
  autoAssign?: boolean;
  avoidBuggyIPs?: boolean;
  protocol?: string;
  bgpAdvertisements?: object[];
  serviceAllocation?: {
    priority?: number;
    namespaces?: string[];
    namespaceSelectors?: LabelSelector[];
    serviceSelectors?: LabelSelector[];
  };
}

interface AdvertisementSpec {
  ipAddressPools?: string[];
  ipAddressPoolSelectors?: LabelSelector[];
  nodeSelectors?: LabelSelector[];
  interfaces?: string[];
  peers?: string[];
  communities?: string[];
  aggregationLength?: number;
}

interface PeerSpec {
  myASN?: number;
  peerASN?: number;
  peerAddress?: string;
  peerPort?: number;
  routerID?: string;
  holdTime?: string;
  keepaliveTime?: string;
  sourceAddress?: string;
  bfdProfile?: string;
  vrf?: string;
  ebgpMultiHop?: boolean;
  nodeSelectors?: LabelSelector[];
}

function specOf<T>(object: KubeObject): Partial<T> {
  return (object["spec"] ?? {}) as Partial<T>;
}

function nameOf({ metadata: { name = "" } }: KubeObject): string {
  return name;
}

/** Reads MetalLB's custom resources; throws ConfigurationError. internal/config/config.go For, 0.13 */
export function parseObjects(objects: ConfigurationObjects, version: MetalLbVersion): Configuration {
  checkNative(objects);
  const peers = objects.bgppeers.map((object) => parsePeer(object, objects));
  checkCommunities(objects.communities);
  const pools: Pool[] = [];
  for (const object of objects.ipaddresspools) {
    const pool = parsePool(object, version);
    checkAgainst(pools, pool);
    pools.push(pool);
  }
  const layer2 = objects.l2advertisements.map((object) => ({ ...layerTwoOf(object), takes: taking(object, objects) }));
  const bgp = objects.bgpadvertisements.map((object) => ({ ...bgpOf(object), takes: taking(object, objects) }));
  const advertised = pools.map((pool): Pool => ({
    ...pool,
    layer2: layer2.filter(({ takes }) => takes(pool.name)).map(({ nodeSelectors, interfaces }) => ({ nodeSelectors, interfaces })),
    bgp: bgp.filter(({ takes }) => takes(pool.name)).map(({ nodeSelectors, peers: named }) => ({ nodeSelectors, peers: named })),
  }));
  for (const object of objects.addresspools) {
    const pool = parseOldPool(object, version);
    checkAgainst(advertised, pool);
    advertised.push(pool);
  }
  return { pools: advertised, peers };
}

/** What only FRR can do. internal/config/validation.go DiscardFRROnly */
function checkNative({ bgppeers, bfdprofiles }: ConfigurationObjects): void {
  for (const object of bgppeers) {
    const { bfdProfile, keepaliveTime, vrf, peerAddress = "" } = specOf<PeerSpec>(object);
    if (bfdProfile) throw new ConfigurationError(`peer ${peerAddress} has bfd-profile set on native bgp mode`);
    if (keepaliveTime && !/^0+s?$/.test(keepaliveTime)) {
      throw new ConfigurationError(`peer ${peerAddress} has keepalive-time set on native bgp mode`);
    }
    if (vrf) throw new ConfigurationError(`peer ${peerAddress} has vrf set on native bgp mode`);
  }
  if (bfdprofiles.length > 0) throw new ConfigurationError("bfd profiles section set");
}

function parsePeer(object: KubeObject, { bfdprofiles }: ConfigurationObjects): Peer {
  const name = nameOf(object);
  const spec = specOf<PeerSpec>(object);
  const refuse = (why: string): ConfigurationError => new ConfigurationError(`parsing peer ${name}: ${why}`);
  if (!spec.myASN) throw refuse("missing local ASN");
  if (!spec.peerASN) throw refuse("missing peer ASN");
  if (spec.peerASN === spec.myASN && spec.ebgpMultiHop) throw refuse("invalid ebgp-multihop parameter set for an ibgp peer");
  const { peerAddress = "", routerID, sourceAddress, bfdProfile } = spec;
  if (parseAddress(peerAddress) === undefined) throw refuse(`invalid BGPPeer address ${goQuote(peerAddress)}`);
  if (routerID && parseAddress(routerID) === undefined) throw refuse(`invalid router ID ${goQuote(routerID)}`);
  if (sourceAddress && parseAddress(sourceAddress) === undefined) throw refuse(`invalid source IP ${goQuote(sourceAddress)}`);
  checkSelectors(spec.nodeSelectors, "nodeSelectors", refuse);
  if (bfdProfile && !bfdprofiles.some((profile) => nameOf(profile) === bfdProfile)) {
    throw new ConfigurationError(`peer ${name} referencing non existing bfd profile ${bfdProfile}`, true);
  }
  const { myASN: myAsn, peerASN: asn, peerPort: port = 179, nodeSelectors = [] } = spec;
  return { name, address: peerAddress, port, asn, myAsn, nodeSelectors };
}

function parsePool(object: KubeObject, version: MetalLbVersion): Pool {
  const name = nameOf(object);
  const spec = specOf<PoolSpec>(object);
  return {
    name,
    blocks: blocksWithin(name, spec.addresses ?? [], version),
    avoidBuggyIps: spec.avoidBuggyIPs ?? false,
    autoAssign: spec.autoAssign ?? true,
    layer2: [],
    bgp: [],
    ...(spec.serviceAllocation && version.has("serviceAllocation") ? { allocation: allocationOf(spec.serviceAllocation) } : {}),
  };
}

function blocksWithin(name: string, addresses: readonly string[], version: MetalLbVersion): Pool["blocks"] {
  try {
    return poolBlocks(name, addresses, version);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    throw new ConfigurationError(`parsing address pool ${name}: ${error.message}`);
  }
}

function allocationOf(given: NonNullable<PoolSpec["serviceAllocation"]>): ServiceAllocation {
  const { priority = 0, namespaces = [], namespaceSelectors = [], serviceSelectors = [] } = given;
  return { priority, namespaces, namespaceSelectors, serviceSelectors };
}

/** The deprecated kind that is pool and advertisement in one. */
function parseOldPool(object: KubeObject, version: MetalLbVersion): Pool {
  const name = nameOf(object);
  const { addresses = [], autoAssign = true, protocol = "", bgpAdvertisements = [] } = specOf<PoolSpec>(object);
  const pool = { name, blocks: blocksWithin(name, addresses, version), avoidBuggyIps: false, autoAssign };
  if (protocol === "bgp") return { ...pool, layer2: [], bgp: [{ nodeSelectors: [], peers: [] }] };
  if (bgpAdvertisements.length > 0) {
    const why = "cannot have bgp-advertisements configuration element in a layer2 address pool";
    throw new ConfigurationError(`parsing address pool ${name}: ${why}`);
  }
  return { ...pool, layer2: [{ nodeSelectors: [], interfaces: [] }], bgp: [] };
}

function checkCommunities(objects: readonly KubeObject[]): void {
  const known = new Set<string>();
  for (const { name = "", value = "" } of objects.flatMap(
    (object) => specOf<{ communities: { name?: string; value?: string }[] }>(object).communities ?? [],
  )) {
    const refuse = (why: string): ConfigurationError => new ConfigurationError(`parsing community ${goQuote(name)}: ${why}`);
    const parts = value.split(":");
    if (parts.length !== 2) throw refuse(`invalid community format: ${value}`);
    const wrong = parts.findIndex((part) => !/^\d+$/.test(part) || Number(part) > 65_535);
    if (wrong >= 0) {
      const part = goQuote(parts[wrong] ?? "");
      const why = /^"\d+"$/.test(part) ? "value out of range" : "invalid syntax";
      const which = wrong === 0 ? "first" : "second";
      throw refuse(`invalid community value: invalid ${which} section of community ${part}: strconv.ParseUint: parsing ${part}: ${why}`);
    }
    if (known.has(name)) throw new ConfigurationError(`duplicate definition of community ${goQuote(name)}`);
    known.add(name);
  }
}

function layerTwoOf(object: KubeObject): LayerTwoAdvertisement {
  const spec = specOf<AdvertisementSpec>(object);
  checkAdvertisement(spec);
  return { nodeSelectors: spec.nodeSelectors ?? [], interfaces: spec.interfaces ?? [] };
}

function bgpOf(object: KubeObject): BgpAdvertisement {
  const spec = specOf<AdvertisementSpec>(object);
  checkAdvertisement(spec);
  checkTwice(spec.communities, "community");
  checkTwice(spec.peers, "peers");
  return { nodeSelectors: spec.nodeSelectors ?? [], peers: spec.peers ?? [] };
}

function checkAdvertisement({ ipAddressPools, ipAddressPoolSelectors, nodeSelectors }: Partial<AdvertisementSpec>): void {
  checkTwice(ipAddressPools, "ipAddressPools");
  checkSelectors(ipAddressPoolSelectors, "ipAddressPoolSelectors");
  checkSelectors(nodeSelectors, "nodeSelectors");
}

function checkTwice(items: readonly string[] | undefined, what: string): void {
  const again = (items ?? []).find((item, index, all) => all.indexOf(item) < index);
  if (again !== undefined) throw new ConfigurationError(`duplicate definition of ${what} ${goQuote(again)}`);
}

function checkSelectors(
  selectors: readonly LabelSelector[] | undefined,
  what: string,
  refuse = (why: string): ConfigurationError => new ConfigurationError(why),
): void {
  const texts = (selectors ?? []).map((selector) => JSON.stringify(selector));
  const again = texts.findIndex((text, index) => texts.indexOf(text) < index);
  if (again >= 0) throw refuse(`duplicate definition of ${what} ${goQuote(formatLabelSelector(selectors?.[again]))}`);
}

/** Which pools an advertisement is for: those it names or selects; all when it does neither. */
function taking(object: KubeObject, { ipaddresspools }: ConfigurationObjects): (pool: string) => boolean {
  const { ipAddressPools = [], ipAddressPoolSelectors = [] } = specOf<AdvertisementSpec>(object);
  if (ipAddressPools.length === 0 && ipAddressPoolSelectors.length === 0) return () => true;
  const selected = ipaddresspools.filter(({ metadata: { labels } }) =>
    ipAddressPoolSelectors.some((selector) => selects(selector, labels)),
  );
  const names = new Set([...ipAddressPools, ...selected.map(nameOf)]);
  return (pool) => names.has(pool);
}
