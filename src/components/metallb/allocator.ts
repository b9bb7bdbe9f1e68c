import { goQuote } from "../../base/go-format.ts";
import type { Service } from "../../kinds/core/service/types.ts";
import { formatLabels, selects } from "../../machinery/labels.ts";
import { objectKey } from "../../machinery/object.ts";
import { type Address, addressText, endOf, isBuggy } from "../../images/metallb/addresses.ts";
import { anySelects, type Configuration, type Pool, poolFor } from "../../images/metallb/configuration.ts";
import type { MetalLbVersion } from "../../images/metallb/versions.ts";

/** What a service wants of an address, or has of it. */
export interface Claim {
  /** `default/web` */
  readonly service: string;
  /** `TCP/80` */
  readonly ports: readonly string[];
  /** Services of the same key may share an address; "" shares with nobody. */
  readonly sharing: string;
  /** Who shares must have the same; "" for policy Cluster. */
  readonly backend: string;
}

/** What an allocator sees: the pools, and who has which address. */
export interface Allocations {
  readonly configuration: Configuration;
  readonly version: MetalLbVersion;
  /** The claims on an address. */
  claimsOn(address: string): readonly Claim[];
  /** Whether somebody but the service has a claim on an address. */
  isTaken(address: string, service: string): boolean;
  /** The labels of a namespace. */
  namespaceLabels(namespace: string): Readonly<Record<string, string>> | undefined;
}

/** Addresses and the pool that they are from, or why there are none. */
export type Allocated = { readonly addresses: readonly Address[]; readonly pool: Pool } | { readonly error: string };

const SHARING = "allow-shared-ip";

/** The annotation of that name, by today's prefix or by the older one. */
export function annotationOf({ metadata: { annotations } }: Service, name: string, version: MetalLbVersion): string {
  const own = version.has("ownAnnotations") ? annotations?.[`metallb.io/${name}`] : undefined;
  return own ?? annotations?.[`metallb.universe.tf/${name}`] ?? "";
}

/** internal/allocator/k8salloc */
export function claimOf(service: Service, version: MetalLbVersion): Claim {
  const { ports = [], externalTrafficPolicy, selector } = service.spec;
  return {
    service: objectKey(service),
    ports: ports.map(({ protocol = "TCP", port }) => `${protocol}/${port}`),
    sharing: annotationOf(service, SHARING, version),
    backend: externalTrafficPolicy === "Local" ? formatLabels(selector).replace("<none>", "") : "",
  };
}

/** Takes these addresses for a service, when it may have them. internal/allocator/allocator.go Assign */
export function assign(service: Service, addresses: readonly Address[], allocations: Allocations): Allocated {
  const { configuration, version } = allocations;
  const pool = poolFor(configuration, addresses);
  if (pool === undefined) return { error: `${shown(addresses, version)} is not allowed in config` };
  if (!suits(pool, service, allocations)) return { error: `pool ${pool.name} not compatible for ip assignment` };
  const claim = claimOf(service, version);
  for (const address of addresses) {
    const conflict = conflictOn(addressText(address), claim, allocations);
    if (conflict !== undefined) return { error: conflict };
  }
  return { addresses, pool };
}

/** `"192.168.1.11"`, or with later versions `["192.168.1.11"]`. */
export function shown(addresses: readonly Address[], version: MetalLbVersion): string {
  const texts = addresses.map((address) => goQuote(addressText(address)));
  return version.has("addressLists") ? `[${texts.join(" ")}]` : (texts[0] ?? '""');
}

/** Why a service may not have an address that others have. sharingOK, checkSharing */
function conflictOn(address: string, claim: Claim, { claimsOn }: Allocations): string | undefined {
  const others = claimsOn(address).filter(({ service }) => service !== claim.service);
  const [existing] = others;
  if (existing === undefined) return undefined;
  const shares = existing.sharing !== "" && existing.sharing === claim.sharing && existing.backend === claim.backend;
  if (!shares) {
    const names = others.map(({ service }) => service).sort();
    return `can't change sharing key for ${goQuote(claim.service)}, address also in use by ${names.join(",")}`;
  }
  const port = claim.ports.find((one) => others.some(({ ports }) => ports.includes(one)));
  return port === undefined ? undefined : `port ${port} is already in use on ${goQuote(address)}`;
}

/** Whether a pool is for a service, as far as it is kept for some. isPoolCompatibleWithService */
function suits({ allocation }: Pool, { metadata }: Service, { namespaceLabels }: Allocations): boolean {
  if (allocation === undefined) return true;
  const { namespaces, namespaceSelectors, serviceSelectors } = allocation;
  const { namespace = "", labels } = metadata;
  const byNamespace = namespaces.length + namespaceSelectors.length > 0;
  const inNamespace = namespaces.includes(namespace) || namespaceSelectors.some((one) => selects(one, namespaceLabels(namespace)));
  if (byNamespace && !inNamespace) return false;
  return anySelects(serviceSelectors, labels);
}

/** An address of each family from one pool. AllocateFromPool */
export function allocateFrom(name: string, service: Service, families: Families, allocations: Allocations): Allocated {
  const pool = allocations.configuration.pools.find((one) => one.name === name);
  if (pool === undefined) return { error: `unknown pool ${goQuote(name)}` };
  const claim = claimOf(service, allocations.version);
  const found: Address[] = [];
  for (const isV6 of families.wanted.map((family) => family === "ipv6")) {
    const address = freeIn(pool, isV6, claim, allocations);
    if (address !== undefined) found.push(address);
  }
  const isEnough = found.length === families.wanted.length || (families.mayLackOne && found.length > 0);
  return isEnough ? assign(service, found, allocations) : { error: exhausted(name, families, allocations.version) };
}

/** Which families of addresses a service wants; with PreferDualStack one of them will do. */
export interface Families {
  readonly wanted: readonly ("ipv4" | "ipv6")[];
  readonly mayLackOne: boolean;
}

function exhausted(pool: string, families: Families, version: MetalLbVersion): string {
  if (!version.has("addressLists")) return `no available IPs in pool ${goQuote(pool)}`;
  const family = families.wanted.length > 1 ? "dual" : (families.wanted[0] ?? "");
  return `no available IPs in pool ${version.has("excludesNodes") ? pool : goQuote(pool)} for ${family} IPFamily`;
}

/** The lowest address of a pool, block by block as they are written, that the service may have. getIPFromCIDR */
function freeIn(pool: Pool, isV6: boolean, claim: Claim, allocations: Allocations): Address | undefined {
  // A pool fills up from its beginning: who shares with nobody passes over what is taken without asking of each address for what it is used.
  for (const block of pool.blocks) {
    if (block.isV6 !== isV6) continue;
    for (let value = block.first; value < endOf(block); value++) {
      const address = { value, isV6 };
      if (pool.avoidBuggyIps && isBuggy(address)) continue;
      const text = addressText(address);
      if (!allocations.isTaken(text, claim.service)) return address;
      if (claim.sharing !== "" && conflictOn(text, claim, allocations) === undefined) return address;
    }
  }
  return undefined;
}

/** An address from any pool that gives them to everybody; first from those that are kept for the service. Allocate */
export function allocate(service: Service, families: Families, allocations: Allocations): Allocated {
  const kept = allocations.configuration.pools.filter((pool) => pool.allocation && pool.autoAssign && suits(pool, service, allocations));
  const order = ({ allocation }: Pool): number => allocation?.priority || Infinity;
  kept.sort((one, other) => Math.sign(order(one) - order(other)) || 0);
  const open = allocations.configuration.pools.filter((pool) => pool.allocation === undefined && pool.autoAssign);
  for (const { name } of [...kept, ...open]) {
    const allocated = allocateFrom(name, service, families, allocations);
    if (!("error" in allocated)) return allocated;
  }
  return { error: "no available IPs" };
}
