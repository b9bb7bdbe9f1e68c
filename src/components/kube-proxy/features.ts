import type { ProxyFeatures } from "../../network/types.ts";
import type { Release } from "../../release/release.ts";

/** What this version's kube-proxy can do. */
export function proxyFeatures(release: Release): ProxyFeatures {
  return {
    terminatingEndpoints: release.has("proxyTerminatingEndpoints"),
    internalTrafficPolicy: release.value("proxyInternalTrafficPolicy"),
    loadBalancerIpMode: release.has("proxyLoadBalancerIpMode"),
  };
}
