import type { Pod } from "../../kinds/core/pod/types.ts";
import type { ClusterSettings } from "../../machinery/kind.ts";

/** A pod's /etc/resolv.conf. */
export interface ResolvConf {
  readonly nameservers: readonly string[];
  readonly searches: readonly string[];
  readonly ndots: number;
}

const CLUSTER_NDOTS = 5;
const DEFAULT_NDOTS = 1;

/** Whether a pod is given the cluster's DNS; else its node's resolver, or one of its own. */
function isGivenCluster({ spec }: Pod): boolean {
  const { dnsPolicy = "ClusterFirst", hostNetwork } = spec;
  return dnsPolicy === "ClusterFirstWithHostNet" || (dnsPolicy === "ClusterFirst" && !hostNetwork);
}

/** Whether a pod asks the cluster's DNS, given or chosen. */
export function asksCluster(pod: Pod, cluster: ClusterSettings): boolean {
  return resolvConfOf(pod, cluster).nameservers.includes(cluster.dnsAddress);
}

/** What the kubelet writes into a pod's /etc/resolv.conf. pkg/kubelet/network/dns/dns.go GetPodDNS, 1.20 */
export function resolvConfOf(pod: Pod, { clusterDomain, dnsAddress }: Pick<ClusterSettings, "clusterDomain" | "dnsAddress">): ResolvConf {
  const { dnsConfig } = pod.spec;
  const namespace = pod.metadata.namespace ?? "";
  const base = isGivenCluster(pod)
    ? {
        nameservers: [dnsAddress],
        searches: [`${namespace}.svc.${clusterDomain}`, `svc.${clusterDomain}`, clusterDomain],
        ndots: CLUSTER_NDOTS,
      }
    : { nameservers: [], searches: [], ndots: DEFAULT_NDOTS };
  const ndots = dnsConfig?.options?.findLast(({ name }) => name === "ndots")?.value;
  return {
    nameservers: unique([...base.nameservers, ...(dnsConfig?.nameservers ?? [])]),
    searches: unique([...base.searches, ...(dnsConfig?.searches ?? [])]),
    ndots: ndots === undefined || ndots === null ? base.ndots : Number(ndots),
  };
}

function unique(list: readonly string[]): string[] {
  return [...new Set(list)];
}

/** The names that a resolver tries, in order. resolv.conf(5) */
export function candidates(name: string, { searches, ndots }: Pick<ResolvConf, "ndots" | "searches">): string[] {
  if (name.endsWith(".")) return [name.slice(0, -1)];
  const searched = searches.map((suffix) => `${name}.${suffix}`);
  const dots = name.split(".").length - 1;
  return dots >= ndots ? [name, ...searched] : [...searched, name];
}
