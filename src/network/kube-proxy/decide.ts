import type { ProxyFeatures, Refusal } from "../types.ts";
import type { Origin } from "../trip.ts";
import type { Backend } from "./backends.ts";
import type { ServiceMatch } from "./match.ts";
import type { ProxyMode } from "./rules.ts";

/** One packet at the rules of one node. */
export interface Arrival {
  readonly match: ServiceMatch;
  readonly node: string;
  readonly origin: Origin;
  readonly mode: ProxyMode;
  readonly features: ProxyFeatures;
}

/** What the rules do with it. */
export type Verdict =
  | {
      readonly kind: "pass";
      readonly backends: readonly Backend[];
      /** Only those of this node were asked for. */
      readonly local: boolean;
      /** The packets go on as the node's own. */
      readonly masquerade: boolean;
    }
  | { readonly kind: "stop"; readonly why: Refusal; readonly cause: "no-endpoints" | "no-local-endpoints" };

/** The policy that a match is under. */
function isLocal({ match: { service, by }, features }: Arrival): boolean {
  if (by !== "cluster-ip") return service.spec.externalTrafficPolicy === "Local";
  return features.internalTrafficPolicy !== "ignored" && service.spec.internalTrafficPolicy === "Local";
}

/**
 * Which endpoints a packet may go to, and under whose address. `ready` and `terminating` are the service port's endpoints in the whole
 * cluster; the latter is asked only where it matters.
 */
// pkg/proxy/iptables/proxier.go syncProxyRules: KUBE-SVC, KUBE-XLB and KUBE-FW chains, 1.20; KUBE-EXT and KUBE-SVL, 1.24
export function decide(arrival: Arrival, ready: readonly Backend[], terminating: () => readonly Backend[]): Verdict {
  const { match, node, origin, mode, features } = arrival;
  const onNode = (list: readonly Backend[]): readonly Backend[] => list.filter((backend) => backend.node === node);
  const orTerminating = (list: readonly Backend[], of: (all: readonly Backend[]) => readonly Backend[]): readonly Backend[] =>
    list.length > 0 || !features.terminatingEndpoints ? list : of(terminating());
  const all = orTerminating(ready, (list) => list);
  if (all.length === 0) return { kind: "stop", why: "refused", cause: "no-endpoints" };
  const policyIsLocal = isLocal(arrival);
  const isInternal = match.by === "cluster-ip";
  // What comes from the node and its pods goes on to every endpoint: it has not come through a load balancer. IPVS makes no difference.
  const local = policyIsLocal && (isInternal || origin === "outside" || mode === "ipvs");
  const backends = local ? orTerminating(onNode(ready), onNode) : all;
  if (backends.length === 0) {
    const isRejected = mode === "ipvs" || (isInternal && features.internalTrafficPolicy === "rejects");
    return { kind: "stop", why: isRejected ? "refused" : "timeout", cause: "no-local-endpoints" };
  }
  // Pods keep their address towards cluster IPs, and where a Local policy sends them on as if they had asked for one.
  const masquerade = isInternal ? origin !== "pod" : policyIsLocal ? origin === "node" : true;
  return { kind: "pass", backends, local, masquerade };
}
