import type { EndpointSlice } from "../../kinds/discovery/endpointslice/types.ts";
import type { Service } from "../../kinds/core/service/types.ts";
import type { NetworkWorld } from "../types.ts";
import type { ServiceMatch } from "./match.ts";
import type { Rules } from "./rules.ts";

/** A place where a service's traffic may end. */
export interface Backend {
  readonly address: string;
  readonly port: number;
  readonly node?: string;
  readonly namespace?: string;
  readonly pod?: string;
}

/** The ready endpoints of a service port, in the order of its Endpoints. */
export function readyBackends(rules: Rules, { service, port }: Pick<ServiceMatch, "port" | "service">): Backend[] {
  const endpoints = rules.endpoints(service.metadata.namespace ?? "", service.metadata.name ?? "");
  const backends: Backend[] = [];
  for (const { addresses = [], ports = [] } of endpoints?.subsets ?? []) {
    const target = ports.find(({ name }) => (name ?? "") === (port.name ?? ""));
    if (target === undefined) continue;
    for (const { ip, nodeName, targetRef } of addresses) {
      const pod = targetRef?.kind === "Pod" ? { namespace: targetRef.namespace ?? "", pod: targetRef.name ?? "" } : {};
      backends.push({ address: ip, port: target.port, ...(nodeName ? { node: nodeName } : {}), ...pod });
    }
  }
  return backends;
}

/** Endpoints on their way out that still serve: kube-proxy falls back to them where no ready one is left. KEP-1669 */
export function terminatingBackends({ lister }: NetworkWorld, { service, port }: Pick<ServiceMatch, "port" | "service">): Backend[] {
  const { namespace = "", name = "" } = service.metadata;
  const query = { namespace, index: `label:kubernetes.io/service-name=${name}` };
  const slices = lister.list("endpointslices.discovery.k8s.io", query) as readonly EndpointSlice[];
  const backends: Backend[] = [];
  for (const { endpoints = [], ports = [] } of slices) {
    const target = ports?.find((one) => (one.name ?? "") === (port.name ?? ""))?.port;
    if (target === undefined) continue;
    for (const { addresses, conditions, nodeName, targetRef } of endpoints ?? []) {
      if (conditions?.serving !== true || conditions.terminating !== true) continue;
      const pod = targetRef?.kind === "Pod" ? { namespace: targetRef.namespace ?? "", pod: targetRef.name ?? "" } : {};
      backends.push({ address: addresses[0] ?? "", port: target, ...(nodeName ? { node: nodeName } : {}), ...pod });
    }
  }
  return backends;
}

/** How many ready endpoints of a service a node has: what its health check tells. pkg/proxy/healthcheck */
export function localEndpoints(rules: Rules, service: Service, node: string): number {
  const { namespace = "", name = "" } = service.metadata;
  const local = (rules.endpoints(namespace, name)?.subsets ?? []).flatMap(({ addresses = [] }) =>
    addresses.filter(({ nodeName }) => nodeName === node).map(({ ip }) => ip),
  );
  return new Set(local).size;
}
