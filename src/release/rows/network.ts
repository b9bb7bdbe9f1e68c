import { featureRows, valueRow } from "../row.ts";

/** Differences between versions of: kube-proxy. One row each; add yours in alphabetical order. */
export const networkRows = {
  ...featureRows({
    proxyLoadBalancerIpMode: {
      since: "1.30",
      what: "load balancer addresses of ipMode Proxy get no rules on nodes",
      evidence: "gate LoadBalancerIPMode is beta in 1.30; pkg/proxy/serviceport.go",
    },
    proxyTerminatingEndpoints: {
      since: "1.26",
      what: "endpoints that terminate and still serve are used where no ready one is left",
      evidence: "gate ProxyTerminatingEndpoints is beta in 1.26; KEP-1669; facts/dataplane.md 4",
    },
  }),
  proxyInternalTrafficPolicy: valueRow<"drops" | "ignored" | "rejects">({
    values: [
      { since: "1.18", is: "ignored" },
      { since: "1.22", is: "rejects" },
      { since: "1.24", is: "drops" },
    ],
    what: "what becomes of connections to a cluster IP with internalTrafficPolicy Local on a node without endpoints",
    evidence:
      "gate ServiceInternalTrafficPolicy is beta in 1.22, where all other endpoints are filtered out; pkg/proxy/iptables/proxier.go drops since its chains were split in 1.24",
  }),
  proxyStartingText: valueRow<string>({
    values: [
      { since: "1.18", is: "Starting kube-proxy." },
      { since: "1.22", is: "" },
    ],
    what: "message of kube-proxy's event Starting",
    evidence: "cmd/kube-proxy/app/server.go birthCry: events.k8s.io and an empty note since 1.22; first minor not certain",
  }),
};
