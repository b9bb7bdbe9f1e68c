import { involvedTerm } from "../machinery/involved-term.ts";
import type { KubeObject, ResourceKey } from "../machinery/object.ts";
import type { IndexTerm } from "../machinery/store.ts";
import type { APIService } from "./apiregistration/apiservice/types.ts";
import type { Event } from "./core/event/types.ts";
import type { Pod } from "./core/pod/types.ts";
import type { Service } from "./core/service/types.ts";

/** Terms beyond owner and labels, by resource. They stand apart from the kinds: reading an object must not load all that is known of its kind. */
const TERMS: ReadonlyMap<ResourceKey, (object: KubeObject) => readonly IndexTerm[]> = new Map([
  ["apiservices.apiregistration.k8s.io", remoteTerms],
  ["events", (object: KubeObject) => [involvedTerm((object as Event).involvedObject)]],
  ["pods", nodeTerm],
  ["services", (object: KubeObject) => [...poolTerms(object as Service), ...balancerTerms(object as Service)]],
]);

/** The terms that an object's kind adds to those of every object: `node:w1-k8s` for a pod. */
export function kindTerms(resource: ResourceKey, object: KubeObject): readonly IndexTerm[] {
  return TERMS.get(resource)?.(object) ?? [];
}

/** Pods are found by their node: `node:w1-k8s`, and `node:` for those without one. */
function nodeTerm(object: KubeObject): IndexTerm[] {
  return [`node:${(object as Pod).spec.nodeName ?? ""}`];
}

/** What a service holds: `cluster-ip:10.96.0.10`, `node-port:30080`. By these terms the allocator sees what is taken. */
function poolTerms({ spec }: Service): IndexTerm[] {
  const ips = spec.clusterIPs ?? (spec.clusterIP ? [spec.clusterIP] : []);
  const ports = [...(spec.ports ?? []).map(({ nodePort }) => nodePort), spec.healthCheckNodePort];
  return [
    ...ips.filter((ip) => ip !== "" && ip !== "None").map((ip) => `cluster-ip:${ip}`),
    ...[...new Set(ports)].filter(Boolean).map((port) => `node-port:${port}`),
  ];
}

/** By these terms a load balancer's controller finds its services: `service-type:LoadBalancer`, `load-balancer-ip:192.168.1.11`. */
function balancerTerms({ spec, status }: Service): IndexTerm[] {
  const addresses = (status?.loadBalancer?.ingress ?? []).flatMap(({ ip }) => (ip ? [`load-balancer-ip:${ip}`] : []));
  return spec.type === "LoadBalancer" ? ["service-type:LoadBalancer", ...addresses] : addresses;
}

/** API services that another server answers, and by the service where it is. */
function remoteTerms(object: KubeObject): IndexTerm[] {
  const { service } = (object as APIService).spec;
  return service ? ["remote", `service:${service.namespace ?? ""}/${service.name ?? ""}`] : [];
}
