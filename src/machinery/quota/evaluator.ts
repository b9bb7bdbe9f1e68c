import type { KubeObject, ResourceKey } from "../object.ts";
import { isInScope, isPodName, podUsage, type Scope } from "./pods.ts";

/** What a quota looks at in a service. */
interface Service extends KubeObject {
  spec: { type?: string; ports?: { nodePort?: number }[]; allocateLoadBalancerNodePorts?: boolean };
}
interface Claim extends KubeObject {
  spec: { storageClassName?: string; resources?: { requests?: Record<string, string> } };
}

/** How objects of one resource are charged to a quota. */
export interface Evaluator {
  readonly resource: ResourceKey;
  /** Whether a name of a quota's hard limits counts something of this resource. */
  counts(name: string): boolean;
  /** What an object uses, by name. `now` in ms. */
  usage(object: KubeObject, now: number): Record<string, string>;
  /** Whether an object is in a scope. */
  isInScope(object: KubeObject, scope: Scope): boolean;
  /** Whether an update may use more. */
  readonly countsUpdates: boolean;
}

/** Core resources that a quota may also name without `count/`. */
const ALIASED = new Set(["configmaps", "resourcequotas", "replicationcontrollers", "secrets"]);
const SERVICE_NAMES = new Set(["count/services", "services", "services.nodeports", "services.loadbalancers"]);
const CLAIM_NAMES = new Set(["count/persistentvolumeclaims", "persistentvolumeclaims", "requests.storage"]);
const CLASS_MARK = ".storageclass.storage.k8s.io/";
const BETA_CLASS = "volume.beta.kubernetes.io/storage-class";

const POD_EVALUATOR: Evaluator = { resource: "pods", counts: isPodName, usage: podUsage, isInScope, countsUpdates: false };

// pkg/quota/v1/evaluator/core/services.go, 1.20
const SERVICE_EVALUATOR: Evaluator = {
  resource: "services",
  counts: (name) => SERVICE_NAMES.has(name),
  usage: (object) => serviceUsage(object as Service),
  isInScope: () => false,
  countsUpdates: true,
};

// pkg/quota/v1/evaluator/core/persistent_volume_claims.go, 1.20
const CLAIM_EVALUATOR: Evaluator = {
  resource: "persistentvolumeclaims",
  counts: (name) => CLAIM_NAMES.has(name) || name.includes(CLASS_MARK),
  usage: (object) => claimUsage(object as Claim),
  isInScope: () => false,
  countsUpdates: true,
};

/** The evaluator of a resource (`pods`, `deployments.apps`): one for objects that are only counted where it has none of its own. */
export function evaluatorOf(resource: ResourceKey): Evaluator {
  if (resource === "pods") return POD_EVALUATOR;
  if (resource === "services") return SERVICE_EVALUATOR;
  if (resource === "persistentvolumeclaims") return CLAIM_EVALUATOR;
  let known = counters.get(resource);
  if (known === undefined) counters.set(resource, (known = counterOf(resource)));
  return known;
}

const counters = new Map<ResourceKey, Evaluator>();

function counterOf(resource: ResourceKey): Evaluator {
  const names = new Set([`count/${resource}`, ...(ALIASED.has(resource) ? [resource] : [])]);
  return {
    resource,
    counts: (name) => names.has(name),
    usage: () => Object.fromEntries([...names].map((name) => [name, "1"])),
    isInScope: () => false,
    countsUpdates: false,
  };
}

/** The resource whose objects a name of a quota counts; undefined for a name that counts none. */
export function resourceOfName(name: string): ResourceKey | undefined {
  for (const evaluator of [POD_EVALUATOR, SERVICE_EVALUATOR, CLAIM_EVALUATOR]) if (evaluator.counts(name)) return evaluator.resource;
  if (name.startsWith("count/")) return name.slice("count/".length);
  return ALIASED.has(name) ? name : undefined;
}

function serviceUsage({ spec }: Service): Record<string, string> {
  const usage: Record<string, string> = { "count/services": "1", services: "1", "services.nodeports": "0", "services.loadbalancers": "0" };
  const ports = spec.ports ?? [];
  if (spec.type === "LoadBalancer") {
    const charged = spec.allocateLoadBalancerNodePorts === false ? ports.filter((port) => port.nodePort) : ports;
    usage["services.nodeports"] = String(charged.length);
    usage["services.loadbalancers"] = "1";
  }
  if (spec.type === "NodePort") usage["services.nodeports"] = String(ports.length);
  return usage;
}

function claimUsage(claim: Claim): Record<string, string> {
  const usage: Record<string, string> = { "count/persistentvolumeclaims": "1", persistentvolumeclaims: "1" };
  const storage = claim.spec.resources?.requests?.["storage"];
  const storageClass = claim.metadata.annotations?.[BETA_CLASS] ?? claim.spec.storageClassName ?? "";
  if (storageClass) usage[`${storageClass}${CLASS_MARK}persistentvolumeclaims`] = "1";
  if (storage === undefined) return usage;
  usage["requests.storage"] = storage;
  if (storageClass) usage[`${storageClass}${CLASS_MARK}requests.storage`] = storage;
  return usage;
}
