import type { Endpoints } from "../kinds/core/endpoints/types.ts";
import type { Node } from "../kinds/core/node/types.ts";
import type { Service } from "../kinds/core/service/types.ts";
import { addressOfNode } from "./topology.ts";
import type { NetworkWorld, Place } from "./types.ts";

/** Addresses of a name as a place resolves it. Pods ask the cluster's DNS, everybody else the host's. */
export function resolveName(world: NetworkWorld, from: Place, name: string): readonly string[] {
  if (/^\d+\.\d+\.\d+\.\d+$/.test(name)) return [name];
  if (name === "localhost") return ["127.0.0.1"];
  if (from.kind !== "pod") return nodeByName(world, name);
  const { pod } = from;
  if (pod.spec.dnsPolicy === "Default" || (pod.spec.hostNetwork && pod.spec.dnsPolicy !== "ClusterFirstWithHostNet"))
    return nodeByName(world, name);
  if (name === (pod.spec.hostname ?? pod.metadata.name)) return [pod.status?.podIP ?? ""];
  if (!isDnsUp(world)) return [];
  const { clusterDomain } = world.cluster;
  const search = [`${pod.metadata.namespace}.svc.${clusterDomain}`, `svc.${clusterDomain}`, clusterDomain];
  const absolute = name.endsWith(".");
  const candidates = absolute ? [name.slice(0, -1)] : [...search.map((suffix) => `${name}.${suffix}`), name];
  for (const candidate of candidates) {
    const found = clusterName(world, from, candidate);
    if (found.length > 0) return found;
  }
  return nodeByName(world, name);
}

/** Machines know each other from /etc/hosts. */
function nodeByName({ lister }: NetworkWorld, name: string): string[] {
  const node = lister.get("nodes", "", name) as Node | undefined;
  return node ? [addressOfNode(node)] : [];
}

/** Names resolve as long as a DNS pod is ready; a cluster without the service is taken to have DNS elsewhere. */
function isDnsUp({ lister, cluster }: NetworkWorld): boolean {
  const service = (lister.list("services", { namespace: "kube-system" }) as readonly Service[]).find(
    ({ spec }) => spec.clusterIP === cluster.dnsAddress,
  );
  if (service === undefined) return true;
  const endpoints = lister.get("endpoints", "kube-system", service.metadata.name ?? "") as Endpoints | undefined;
  return (endpoints?.subsets ?? []).some(({ addresses = [] }) => addresses.length > 0);
}

function clusterName(world: NetworkWorld, from: Place, name: string): readonly string[] {
  const { lister, cluster } = world;
  if (!name.endsWith(`.${cluster.clusterDomain}`)) return [];
  const labels = name.slice(0, -cluster.clusterDomain.length - 1).split(".");
  const [kind] = labels.slice(-1);
  const namespace = labels.at(-2) ?? "";
  if (kind === "pod" && labels.length === 3) return lister.get("namespaces", "", namespace) ? [(labels[0] ?? "").replaceAll("-", ".")] : [];
  if (kind !== "svc" || labels.length < 3 || labels.length > 4) return [];
  const service = lister.get("services", namespace, labels.at(-3) ?? "") as Service | undefined;
  if (service === undefined) return [];
  const { clusterIP, externalName, type } = service.spec;
  if (type === "ExternalName") return resolveName(world, from, externalName ?? "");
  if (clusterIP && clusterIP !== "None") return labels.length === 3 ? [clusterIP] : [];
  const endpoints = lister.get("endpoints", namespace, service.metadata.name ?? "") as Endpoints | undefined;
  const addresses = (endpoints?.subsets ?? []).flatMap((subset) => subset.addresses ?? []);
  if (labels.length === 3) return addresses.map(({ ip }) => ip);
  return addresses.filter(({ hostname, ip }) => hostname === labels[0] || ip.replaceAll(".", "-") === labels[0]).map(({ ip }) => ip);
}
