import type { EndpointAddress, Endpoints } from "../../kinds/core/endpoints/types.ts";
import type { Service, ServicePort } from "../../kinds/core/service/types.ts";
import type { NetworkWorld } from "../types.ts";
import type { DnsRecord, DnsType } from "./types.ts";

/** What a zone says of a name: records, or that it has the name and no such record, or that it has no such name. */
export type ZoneAnswer = readonly DnsRecord[] | "nxdomain";

type World = Pick<NetworkWorld, "cluster" | "lister">;

/** CoreDNS's kubernetes plugin (`pods insecure`) for a whole name. coredns/plugin/kubernetes; facts/dataplane.md 9 */
export function clusterRecords(world: World, name: string, type: DnsType): ZoneAnswer | undefined {
  const { lister, cluster } = world;
  const zone = cluster.clusterDomain;
  if (name === zone) return [];
  if (!name.endsWith(`.${zone}`)) return undefined;
  const labels = name.slice(0, -zone.length - 1).split(".");
  const kind = labels.at(-1);
  const namespace = labels.at(-2);
  if (namespace === undefined) return kind === "svc" || kind === "pod" ? [] : "nxdomain";
  if (lister.get("namespaces", "", namespace) === undefined) return "nxdomain";
  if (labels.length === 2) return [];
  if (kind === "pod") return podRecords(name, labels, type);
  if (kind !== "svc") return "nxdomain";
  const service = lister.get("services", namespace, labels.at(-3) ?? "") as Service | undefined;
  if (service === undefined) return "nxdomain";
  return serviceRecords(world, service, name, labels.slice(0, -3), type);
}

function podRecords(name: string, labels: readonly string[], type: DnsType): ZoneAnswer {
  const address = (labels[0] ?? "").replaceAll("-", ".");
  if (labels.length !== 3 || !/^\d+\.\d+\.\d+\.\d+$/.test(address)) return "nxdomain";
  return type === "A" ? [{ name, type: "A", value: address }] : [];
}

/** `before` is what stands in front of the service's own name. */
function serviceRecords(world: World, service: Service, name: string, before: readonly string[], type: DnsType): ZoneAnswer {
  const { clusterIP, externalName, type: kind } = service.spec;
  const isPort = before.length === 2 && before.every((label) => label.startsWith("_"));
  if (kind === "ExternalName") {
    if (before.length > 0) return "nxdomain";
    return type === "A" || type === "CNAME" ? [{ name, type: "CNAME", value: externalName ?? "" }] : [];
  }
  if (before.length === 0 && type === "SRV") return portRecords(world, service, name, service.spec.ports ?? []);
  if (isPort) {
    const [port = "", protocol = ""] = before.map((label) => label.slice(1).toLowerCase());
    const found = (service.spec.ports ?? []).filter((one) => one.name === port && (one.protocol ?? "TCP").toLowerCase() === protocol);
    if (found.length === 0) return "nxdomain";
    return type === "SRV" ? portRecords(world, service, name, found) : [];
  }
  if (before.length > 1) return "nxdomain";
  const isHeadless = !clusterIP || clusterIP === "None";
  if (!isHeadless && before.length === 0) return type === "A" ? [{ name, type: "A", value: clusterIP }] : [];
  const addresses = endpointAddresses(world, service).filter((one) => before.length === 0 || endpointName(one) === before[0]);
  if (addresses.length === 0) return "nxdomain";
  return type === "A" ? addresses.map(({ ip }) => ({ name, type: "A", value: ip })) : [];
}

function portRecords(world: World, service: Service, name: string, ports: readonly ServicePort[]): DnsRecord[] {
  const { clusterIP } = service.spec;
  const own = serviceName(world, service);
  const isHeadless = !clusterIP || clusterIP === "None";
  const targets = isHeadless ? endpointAddresses(world, service).map((one) => `${endpointName(one)}.${own}`) : [own];
  const weight = targets.length > 0 ? Math.floor(100 / targets.length) : 0;
  return ports.flatMap(({ port }) => targets.map((target) => ({ name, type: "SRV" as const, value: `0 ${weight} ${port} ${target}` })));
}

function serviceName({ cluster }: World, { metadata }: Service): string {
  return `${metadata.name}.${metadata.namespace}.svc.${cluster.clusterDomain}`;
}

function endpointAddresses({ lister }: World, { metadata }: Service): EndpointAddress[] {
  const endpoints = lister.get("endpoints", metadata.namespace ?? "", metadata.name ?? "") as Endpoints | undefined;
  const all = (endpoints?.subsets ?? []).flatMap(({ addresses = [] }) => addresses);
  return all.filter(({ ip }, index) => all.findIndex((other) => other.ip === ip) === index);
}

/** How a headless service's endpoint is called: by its hostname, or by its address. */
function endpointName({ hostname, ip }: EndpointAddress): string {
  return hostname || ip.replaceAll(".", "-");
}

/** The names behind an address: of a service, or of a headless service's endpoints. */
export function reverseNames(world: World, address: string): string[] {
  const names: string[] = [];
  for (const service of world.lister.list("services") as readonly Service[]) {
    const own = serviceName(world, service);
    const { clusterIP } = service.spec;
    if (clusterIP === address) return [own];
    if (clusterIP !== "None") continue;
    for (const endpoint of endpointAddresses(world, service)) if (endpoint.ip === address) names.push(`${endpointName(endpoint)}.${own}`);
  }
  return names;
}
