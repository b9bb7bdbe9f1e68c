import type { Service, ServicePort } from "../../kinds/core/service/types.ts";
import type { ProxyFeatures } from "../types.ts";
import type { Rules } from "./rules.ts";

/** A service port that a destination stands for. */
export interface ServiceMatch {
  readonly service: Service;
  readonly port: ServicePort;
  /** By which of its addresses it was found. */
  readonly by: "cluster-ip" | "external-ip" | "load-balancer" | "node-port";
}

/** Which service a virtual address belongs to, and its port if it has that one. */
export interface Owner {
  readonly service: Service;
  readonly by: Exclude<ServiceMatch["by"], "node-port">;
  readonly match?: ServiceMatch;
}

/** The service that has an address; one that has the port as well goes first. pkg/proxy/iptables, 1.20 */
export function ownerOf(rules: Rules, features: ProxyFeatures, address: string, port: number): Owner | undefined {
  let owner: Owner | undefined;
  for (const service of rules.services()) {
    const by = kindOfAddress(service, features, address);
    if (by === undefined) continue;
    const found = service.spec.ports?.find((candidate) => candidate.port === port && isTcp(candidate));
    if (found) return { service, by, match: { service, port: found, by } };
    owner ??= { service, by };
  }
  return owner;
}

function isTcp({ protocol = "TCP" }: ServicePort): boolean {
  return protocol === "TCP";
}

function kindOfAddress({ spec, status }: Service, features: ProxyFeatures, address: string): Owner["by"] | undefined {
  const { clusterIP, externalIPs, type } = spec;
  if (clusterIP === address) return "cluster-ip";
  if (type === "ExternalName" || !clusterIP || clusterIP === "None") return undefined;
  if (externalIPs?.includes(address)) return "external-ip";
  const isTaken = status?.loadBalancer?.ingress?.some(
    ({ ip, ipMode }) => ip === address && !(features.loadBalancerIpMode && ipMode === "Proxy"),
  );
  return type === "LoadBalancer" && isTaken ? "load-balancer" : undefined;
}

/** The service that has a node port. */
export function nodePortMatch(rules: Rules, port: number): ServiceMatch | undefined {
  for (const service of rules.services()) {
    const found = service.spec.ports?.find((candidate) => candidate.nodePort === port && isTcp(candidate));
    if (found) return { service, port: found, by: "node-port" };
  }
  return undefined;
}

/** The load balancer whose health is asked for on a node port. */
export function healthCheckOf(rules: Rules, port: number): Service | undefined {
  return rules
    .services()
    .find(({ spec }) => spec.healthCheckNodePort === port && spec.type === "LoadBalancer" && spec.externalTrafficPolicy === "Local");
}
