import type { Endpoints } from "../../kinds/core/endpoints/types.ts";
import type { Node } from "../../kinds/core/node/types.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";
import type { Service } from "../../kinds/core/service/types.ts";
import { canTalk, forwards } from "../node-faults.ts";
import { denyingPolicy } from "../policies.ts";
import { addressOfNode, podWithAddress } from "../topology.ts";
import type { NetworkWorld, Place } from "../types.ts";
import { clusterRecords, reverseNames } from "./records.ts";
import { asksCluster, candidates, resolvConfOf } from "./resolv-conf.ts";
import type { DnsAnswer, DnsRecord, DnsType } from "./types.ts";

const ADDRESS = /^\d+\.\d+\.\d+\.\d+$/;
const DNS_PORT = 53;
const MOST_ALIASES = 8;

/** Addresses of a name as a place resolves it; an empty list when it does not. */
export function resolveName(world: NetworkWorld, from: Place, name: string): readonly string[] {
  return lookup(world, from, name)
    .records.filter(({ type }) => type === "A")
    .map(({ value }) => value);
}

/** What a place learns of a name: from its hosts file, then from the name server it is given. */
export function lookup(world: NetworkWorld, from: Place, name: string, type: DnsType = "A"): DnsAnswer {
  if (ADDRESS.test(name)) return type === "PTR" ? reverse(world, from, name) : found(name, [{ name, type: "A", value: name }]);
  const local = type === "A" ? hostsFile(world, from, name) : undefined;
  if (local !== undefined) return found(name, [{ name, type: "A", value: local }]);
  if (from.kind !== "pod" || !asksCluster(from.pod, world.cluster)) {
    const place = from.kind === "pod" ? `pod ${from.pod.metadata.name}` : from.kind === "node" ? from.name : "pc";
    return {
      status: "nxdomain",
      name,
      records: [],
      problem: { text: `${place} does not ask the cluster's DNS: ${name} is not in /etc/hosts` },
    };
  }
  return askCluster(world, from.pod, name, type);
}

function found(name: string, records: readonly DnsRecord[], server?: string): DnsAnswer {
  return { status: "ok", name, records, ...(server === undefined ? {} : { server }) };
}

/** /etc/hosts: machines know each other, pods themselves and their host aliases. */
function hostsFile({ lister }: NetworkWorld, from: Place, name: string): string | undefined {
  if (name === "localhost") return "127.0.0.1";
  if (from.kind === "pod") {
    const { spec, metadata, status } = from.pod;
    const alias = spec.hostAliases?.find(({ hostnames = [] }) => hostnames.includes(name));
    if (alias) return alias.ip;
    if (!spec.hostNetwork) return name === (spec.hostname ?? metadata.name) ? (status?.podIP ?? "") : undefined;
  }
  const node = lister.get("nodes", "", name) as Node | undefined;
  return node ? addressOfNode(node) : undefined;
}

function askCluster(world: NetworkWorld, pod: Pod, name: string, type: DnsType): DnsAnswer {
  const conf = resolvConfOf(pod, world.cluster);
  const server = conf.nameservers[0] ?? "";
  const trouble = serverTrouble(world, pod);
  if (trouble !== undefined) return { name, records: [], server, ...trouble };
  let hasName: string | undefined;
  for (const candidate of candidates(name, conf)) {
    const records = resolveAliases(world, candidate, type);
    if (records === "nxdomain") continue;
    if (records.length > 0) return found(candidate, records, server);
    hasName ??= candidate;
  }
  const problem = { text: `no service or pod is called ${name} from namespace ${pod.metadata.namespace}`, see: "kubectl get services -A" };
  return { status: hasName === undefined ? "nxdomain" : "nodata", name: hasName ?? name, records: [], server, problem };
}

/** A name's records, with those of the name that it stands for. Names outside of the cluster are not known: there is no way out. */
function resolveAliases(world: NetworkWorld, name: string, type: DnsType): readonly DnsRecord[] | "nxdomain" {
  const records: DnsRecord[] = [];
  let current = name;
  for (let turn = 0; turn < MOST_ALIASES; turn++) {
    const answer = ADDRESS.test(current) ? undefined : clusterRecords(world, current.replace(/\.$/, ""), type);
    if (answer === undefined || answer === "nxdomain") return turn === 0 ? "nxdomain" : type === "CNAME" ? records : "nxdomain";
    records.push(...answer);
    const alias = answer.find((record) => record.type === "CNAME");
    if (alias === undefined || type === "CNAME") return records;
    current = alias.value;
  }
  return "nxdomain";
}

function reverse(world: NetworkWorld, from: Place, address: string): DnsAnswer {
  if (from.kind !== "pod" || !asksCluster(from.pod, world.cluster)) return { status: "nxdomain", name: address, records: [] };
  const server = resolvConfOf(from.pod, world.cluster).nameservers[0] ?? "";
  const trouble = serverTrouble(world, from.pod);
  if (trouble !== undefined) return { name: address, records: [], server, ...trouble };
  const names = reverseNames(world, address);
  if (names.length === 0) return { status: "nxdomain", name: address, records: [], server };
  return found(
    address,
    names.map((value) => ({ name: address, type: "PTR", value })),
    server,
  );
}

/** Why no name server answers a pod; undefined when one does. A cluster without DNS service is taken to have its DNS elsewhere. */
function serverTrouble(world: NetworkWorld, pod: Pod): Pick<DnsAnswer, "problem" | "status"> | undefined {
  const service = dnsService(world);
  if (service === undefined) return undefined;
  const { name = "", namespace = "" } = service.metadata;
  const see = `kubectl get pods -n ${namespace} -l k8s-app=kube-dns -o wide`;
  const endpoints = world.lister.get("endpoints", namespace, name) as Endpoints | undefined;
  const addresses = (endpoints?.subsets ?? []).flatMap((subset) => subset.addresses ?? []);
  if (addresses.length === 0)
    return { status: "refused", problem: { text: `no DNS pod is ready: ${namespace}/${name} has no endpoints`, see } };
  const here = pod.spec.nodeName ?? "";
  const near = addresses.filter(
    ({ nodeName = "" }) => canTalk(world.memory, here, nodeName) && [here, nodeName].every((one) => forwards(world.memory, one)),
  );
  if (near.length === 0) return { status: "timeout", problem: { text: `no DNS pod can be reached from ${here}`, see } };
  const denied = near.map(({ ip }) => policyTowards(world, pod, ip));
  if (denied.some((policy) => policy === undefined)) return undefined;
  const policy = denied[0] ?? "";
  return {
    status: "timeout",
    problem: {
      text: `network policy ${policy} keeps the pod from DNS`,
      see: `kubectl describe networkpolicy ${policy} -n ${pod.metadata.namespace}`,
    },
  };
}

function policyTowards(world: NetworkWorld, from: Pod, address: string): string | undefined {
  const { pod } = podWithAddress(world, address);
  if (pod === undefined) return undefined;
  const flow = { pod, port: DNS_PORT, protocol: "UDP", from: { kind: "pod", pod: from }, source: from.status?.podIP ?? "" } as const;
  return denyingPolicy(world, flow)?.metadata.name;
}

/** The service of the cluster's DNS: that of the address which pods are given, or (behind a cache on each node) the one labelled so. */
function dnsService({ lister, cluster }: NetworkWorld): Service | undefined {
  const services = lister.list("services", { namespace: "kube-system" }) as readonly Service[];
  return (
    services.find(({ spec }) => spec.clusterIP === cluster.dnsAddress) ??
    services.find(({ metadata }) => metadata.labels?.["k8s-app"] === "kube-dns")
  );
}
