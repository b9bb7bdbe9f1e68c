import type { Draft, KindContext } from "../../../machinery/kind.ts";
import type { Service } from "./types.ts";

/** Three hours. */
const AFFINITY_SECONDS = 10800;

// pkg/apis/core/v1/defaults.go SetDefaults_Service, 1.20; internal traffic and ports of load balancers 1.22
export function defaultService(object: Draft, context: KindContext): void {
  const { spec } = object as Service;
  spec.sessionAffinity ??= "None";
  if (spec.sessionAffinity === "None") delete spec.sessionAffinityConfig;
  if (spec.sessionAffinity === "ClientIP" && spec.sessionAffinityConfig?.clientIP?.timeoutSeconds === undefined) {
    spec.sessionAffinityConfig = { clientIP: { timeoutSeconds: AFFINITY_SECONDS } };
  }
  spec.type ??= "ClusterIP";
  for (const port of spec.ports ?? []) {
    port.protocol ??= "TCP";
    port.targetPort ||= port.port;
  }
  const isExternal = spec.type === "NodePort" || spec.type === "LoadBalancer";
  if (isExternal) spec.externalTrafficPolicy ||= "Cluster";
  if (context.release.has("serviceTrafficPolicies")) {
    const isRouted = isExternal || spec.type === "ClusterIP";
    if (isRouted || context.release.has("externalNameTrafficPolicy")) spec.internalTrafficPolicy ??= "Cluster";
    if (spec.type === "LoadBalancer") spec.allocateLoadBalancerNodePorts ??= true;
  }
}
