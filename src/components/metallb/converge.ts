import { goQuote } from "../../base/go-format.ts";
import type { Service } from "../../kinds/core/service/types.ts";
import { objectKey } from "../../machinery/object.ts";
import { type Address, addressText, parseAddress } from "../../images/metallb/addresses.ts";
import { allocate, type Allocated, allocateFrom, type Allocations, annotationOf, assign, type Families, shown } from "./allocator.ts";
import type { LogFields } from "./log.ts";
import type { MetalLbVersion } from "../../images/metallb/versions.ts";

/** An event about the service. */
export interface Said {
  readonly type: "Normal" | "Warning";
  readonly reason: string;
  readonly message: string;
}

/** What becomes of a service. */
export interface Outcome {
  /** The addresses that its status shall show, and their pool; `undefined`: none. */
  readonly assigned?: { readonly addresses: readonly string[]; readonly pool: string };
  /** It stays as it is. */
  readonly isLeft?: boolean;
  readonly events: readonly Said[];
  readonly logs: readonly LogFields[];
}

/**
 * Brings a service's addresses to what the configuration and its own wishes allow: keeps those that it has when it may, else gives others.
 */
// controller/service.go convergeBalancer
export function converge(service: Service, allocations: Allocations): Outcome {
  const { version } = allocations;
  const events: Said[] = [];
  const logs: LogFields[] = [];
  const { spec, status } = service;
  if (spec.type !== "LoadBalancer") return { events, logs };
  if (version.has("excludesNodes") && allocations.configuration.pools.length === 0) return { events, logs };
  if (lacksClusterIps(service, version)) {
    logs.push({ level: "info", event: "clearAssignment", reason: "noClusterIPs", msg: "No ClusterIPs" });
    return { events, logs };
  }
  const has = (status?.loadBalancer?.ingress ?? []).map(({ ip = "" }) => parseAddress(ip)).filter((address) => address !== undefined);
  const wishes = wishesOf(service, version);
  let kept: Allocated | undefined;
  if (has.length > 0 && (version.has("addressLists") || has.length === 1)) {
    const claimed = assign(service, has, allocations);
    if ("error" in claimed) {
      logs.push(clearing(claimed.error, version));
      if (version.has("clearAssignmentEvent")) events.push(cleared(service, claimed.error));
    } else {
      kept = claimed;
    }
    if (kept && "pool" in kept && wishes.pool !== "" && kept.pool.name !== wishes.pool) {
      logs.push(cleared2("differentPoolRequested", "user requested a different pool than the one currently assigned"));
      kept = undefined;
    }
    if (wishes.error !== undefined && version.has("addressLists")) {
      logs.push({ level: "error", event: "loadbalancerIP", error: wishes.error, msg: "invalid requested loadbalancer IPs" });
      events.push({ type: "Warning", reason: "LoadBalancerFailed", message: `invalid requested loadbalancer IPs: ${wishes.error}` });
      return { isLeft: true, events, logs };
    }
    if (isElsewhere(wishes, has)) {
      logs.push(cleared2("differentIPRequested", "user requested a different IP than the one currently assigned"));
      kept = undefined;
    }
  }
  const allocated = kept ?? allocateFor(service, wishes, allocations);
  if ("error" in allocated) {
    const { error } = allocated;
    logs.push({ level: "error", op: version.has("addressLists") ? "allocateIPs" : "allocateIP", error, msg: "IP allocation failed" });
    const message = `Failed to allocate IP for ${goQuote(objectKey(service))}: ${error}`;
    events.push({ type: "Warning", reason: "AllocationFailed", message });
    return { events, logs };
  }
  const { addresses, pool } = allocated;
  const texts = addresses.map(addressText);
  if (kept === undefined) {
    const ip = version.has("addressLists") ? texts : (texts[0] ?? "");
    logs.push({ level: "info", event: "ipAllocated", ip, msg: "IP address assigned by controller" });
    events.push({ type: "Normal", reason: "IPAllocated", message: `Assigned IP ${shown(addresses, version)}` });
  }
  return { assigned: { addresses: texts, pool: pool.name }, events, logs };
}

/** Version 0.12 asks for a field that servers have since 1.20. */
function lacksClusterIps({ spec: { clusterIP = "", clusterIPs = [] } }: Service, version: MetalLbVersion): boolean {
  if (!version.has("addressLists")) return false;
  return clusterIPs.length === 0 && (clusterIP === "" || !version.has("configurationObjects"));
}

function clearing(error: string, version: MetalLbVersion): LogFields {
  const msg = "current IP not allowed by config, clearing";
  if (version.has("addressLists")) return { level: "info", event: "clearAssignment", error, msg };
  return { level: "info", event: "clearAssignment", reason: "notAllowedByConfig", msg };
}

function cleared(service: Service, error: string): Said {
  const message = `current IP for ${goQuote(objectKey(service))} not allowed by config, will attempt for new IP assignment: ${error}`;
  return { type: "Normal", reason: "ClearAssignment", message };
}

function cleared2(reason: string, msg: string): LogFields {
  return { level: "info", event: "clearAssignment", reason, msg };
}

/** What a service asks for. getDesiredLbIPs */
interface Wishes {
  readonly addresses: readonly Address[];
  readonly pool: string;
  readonly error?: string;
}

function wishesOf(service: Service, version: MetalLbVersion): Wishes {
  const pool = annotationOf(service, "address-pool", version);
  const listed = version.has("addressLists") ? annotationOf(service, "loadBalancerIPs", version) : "";
  const { loadBalancerIP: single = "" } = service.spec;
  const annotation = version.has("ownAnnotations") ? "metallb.io/loadBalancerIPs" : "metallb.universe.tf/loadBalancerIPs";
  if (listed !== "" && single !== "") {
    return { addresses: [], pool, error: `service can not have both ${annotation} and svc.Spec.LoadBalancerIP` };
  }
  const texts = listed === "" ? (single === "" ? [] : [single]) : listed.split(",").map((text) => text.trim());
  const addresses = texts.map(parseAddress);
  const error = listed === "" ? `invalid spec.loadBalancerIP ${goQuote(single)}` : `invalid ${annotation}: ${goQuote(listed)}`;
  if (addresses.includes(undefined)) return { addresses: [], pool, error };
  const given = addresses.filter((address) => address !== undefined);
  const isMixed = given.length === 2 && given[0]?.isV6 !== given[1]?.isV6;
  if (given.length > 1 && !isMixed) return { addresses: [], pool, error: sameFamily(texts) };
  return { addresses: given, pool };
}

function sameFamily(texts: readonly string[]): string {
  const list = `[${texts.map(goQuote).join(" ")}]`;
  return texts.length === 2
    ? `IPFamilyForAddresses: same address family ${list}`
    : `IPFamilyForAddresses: invalid ips length ${texts.length} ${list}`;
}

function isElsewhere({ addresses }: Wishes, has: readonly Address[]): boolean {
  const texts = (list: readonly Address[]): string => list.map(addressText).sort().join();
  return addresses.length > 0 && texts(addresses) !== texts(has);
}

/** allocateIPs */
function allocateFor(service: Service, wishes: Wishes, allocations: Allocations): Allocated {
  const { version } = allocations;
  if (wishes.error !== undefined) return { error: wishes.error };
  const families = familiesOf(service);
  if (wishes.addresses.length > 0) {
    const asked = wishes.addresses.map(({ isV6 }) => (isV6 ? "ipv6" : "ipv4")).sort();
    if (version.has("addressLists") && asked.join() !== [...families.wanted].sort().join()) {
      return { error: `requested loadBalancer IP(s) ${shown(wishes.addresses, version)} does not match the ipFamily of the service` };
    }
    const assigned = assign(service, wishes.addresses, allocations);
    if (!version.has("excludesNodes") || "error" in assigned || wishes.pool === "" || assigned.pool.name === wishes.pool) return assigned;
    const list = shown(wishes.addresses, version);
    return { error: `requested loadBalancer IP(s) ${list} is not compatible with requested address pool ${wishes.pool}` };
  }
  if (wishes.pool !== "") return allocateFrom(wishes.pool, service, families, allocations);
  return allocate(service, families, allocations);
}

function familiesOf({ spec: { clusterIP = "", clusterIPs, ipFamilyPolicy } }: Service): Families {
  const addresses = clusterIPs?.length ? clusterIPs : [clusterIP];
  return { wanted: addresses.map((ip) => (ip.includes(":") ? "ipv6" : "ipv4")), mayLackOne: ipFamilyPolicy === "PreferDualStack" };
}
