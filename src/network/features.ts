import type { NetworkWorld, ProxyFeatures } from "./types.ts";

/** Kubernetes 1.18's. */
const OLDEST: ProxyFeatures = { terminatingEndpoints: false, internalTrafficPolicy: "ignored", loadBalancerIpMode: false };

/** What the cluster's kube-proxies can do. */
export function featuresOf({ proxyFeatures = OLDEST }: NetworkWorld): ProxyFeatures {
  return proxyFeatures;
}
