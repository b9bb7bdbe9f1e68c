import { deepEqual } from "../../../base/deep.ts";
import type { Draft, RequestContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import type { Release } from "../../../release/release.ts";
import type { Service, ServiceSpec } from "./types.ts";

// pkg/registry/core/service/strategy.go PrepareForCreate, 1.20
export function prepareServiceForCreate(object: Draft, { release }: RequestContext): void {
  const service = object as Service;
  service.status = { loadBalancer: {} };
  if (release.has("clusterIps") && service.spec.clusterIP && !service.spec.clusterIPs) service.spec.clusterIPs = [service.spec.clusterIP];
  dropUnserved(service.spec, release);
}

// PrepareForUpdate, 1.20. What comes from a pool is given back by not being in the service any more.
export function prepareServiceForUpdate(object: Draft, old: KubeObject, context: RequestContext): void {
  if (context.subresource === "status") return;
  const service = object as Service;
  const before = (old as Service).spec;
  if (context.release.has("clusterIps")) {
    pairClusterIps(service.spec, before);
    dropForType(service.spec, before);
  }
  dropUnserved(service.spec, context.release);
  keepPool(service.spec, before);
  if (service.spec.type !== "LoadBalancer") service.status = { ...service.status, loadBalancer: {} };
}

/** Fields of gates that are off: the API server accepts and forgets them. */
function dropUnserved(spec: ServiceSpec, release: Release): void {
  delete spec.topologyKeys;
  if (!release.has("serviceIpFamilies")) {
    delete spec.ipFamily;
    delete spec.ipFamilies;
    delete spec.ipFamilyPolicy;
    if (spec.clusterIPs && spec.clusterIPs.length > 1) spec.clusterIPs = spec.clusterIPs.slice(0, 1);
  }
  if (!release.has("serviceTrafficPolicies")) delete spec.allocateLoadBalancerNodePorts;
}

/** Guesses what a client meant who changed only one of `clusterIP` and `clusterIPs`. NormalizeClusterIPs, 1.20 */
function pairClusterIps(spec: ServiceSpec, before: ServiceSpec): void {
  if (before.clusterIPs?.length && !spec.clusterIPs?.length && before.clusterIP === spec.clusterIP) spec.clusterIPs = before.clusterIPs;
  if (before.clusterIP === spec.clusterIP || !deepEqual(before.clusterIPs ?? [], spec.clusterIPs ?? [])) return;
  if (spec.clusterIP) spec.clusterIPs = [spec.clusterIP];
  else delete spec.clusterIPs;
}

/** A change of type takes along what the new type does not need, unless the client changed that too. dropTypeDependentFields, 1.20 */
function dropForType(spec: ServiceSpec, before: ServiceSpec): void {
  if (before.type !== "ExternalName" && spec.type === "ExternalName") {
    if (before.clusterIP === spec.clusterIP && deepEqual(before.clusterIPs, spec.clusterIPs)) {
      delete spec.clusterIP;
      delete spec.clusterIPs;
    }
    if (deepEqual(before.ipFamilies, spec.ipFamilies)) delete spec.ipFamilies;
    if (before.ipFamilyPolicy === spec.ipFamilyPolicy) delete spec.ipFamilyPolicy;
  }
  const known = new Set((before.ports ?? []).map(({ nodePort }) => nodePort));
  const addsNone = (spec.ports ?? []).every(({ nodePort }) => !nodePort || known.has(nodePort));
  if (usesNodePorts(before) && !usesNodePorts(spec) && addsNone) for (const port of spec.ports ?? []) delete port.nodePort;
  if (needsHealthCheck(before) && !needsHealthCheck(spec) && before.healthCheckNodePort === spec.healthCheckNodePort)
    delete spec.healthCheckNodePort;
  const { allocateLoadBalancerNodePorts: allocates } = spec;
  if (before.type === "LoadBalancer" && spec.type !== "LoadBalancer" && allocates === before.allocateLoadBalancerNodePorts) {
    delete spec.allocateLoadBalancerNodePorts;
  }
}

/** What else REST.Update of services does: traffic policies end with the type that needs them. */
function keepPool(spec: ServiceSpec, before: ServiceSpec): void {
  if (needsHealthCheck(before) && !needsHealthCheck(spec)) delete spec.healthCheckNodePort;
  if (usesNodePorts(before) && !usesNodePorts(spec)) delete spec.externalTrafficPolicy;
}

/** True for the types that every node listens for. */
export function usesNodePorts({ type }: ServiceSpec): boolean {
  return type === "NodePort" || type === "LoadBalancer";
}

/** True when load balancers must be able to ask which nodes have a pod. */
export function needsHealthCheck({ type, externalTrafficPolicy }: ServiceSpec): boolean {
  return type === "LoadBalancer" && externalTrafficPolicy === "Local";
}

/** True for a service without an address of its own. */
export function isHeadless({ clusterIP, clusterIPs }: ServiceSpec): boolean {
  return clusterIP === "None" || clusterIPs?.[0] === "None";
}

/** Addresses and node ports are another cluster's to choose. pkg/registry/core/service/strategy.go Export, 1.20 */
export function prepareServiceForExport(object: Draft): [] {
  const service = object as Service;
  delete service.status;
  if (!isHeadless(service.spec)) {
    delete service.spec.clusterIP;
    delete service.spec.clusterIPs;
  }
  if (service.spec.type === "NodePort") for (const port of service.spec.ports ?? []) delete port.nodePort;
  return [];
}
