import type { FlowRule } from "../../kinds/flowcontrol/flowschema/types.ts";
import type { KubeObject } from "../../machinery/object.ts";
import type { FeatureName, Release } from "../../release/release.ts";

type NamedObject = [resource: string, object: KubeObject];

/** Shares and queues of a limited priority level; without queues it rejects. */
interface Level {
  shares: number;
  queues?: number;
  handSize?: number;
  feature?: FeatureName;
}

const QUEUE_LENGTH = 50;
const LEVELS: Readonly<Record<string, Level>> = {
  system: { shares: 30, queues: 64, handSize: 6 },
  "node-high": { shares: 40, queues: 64, handSize: 6, feature: "flowControlNodes" },
  "leader-election": { shares: 10, queues: 16, handSize: 4 },
  "workload-high": { shares: 40, queues: 128, handSize: 6 },
  "workload-low": { shares: 100, queues: 128, handSize: 6 },
  "global-default": { shares: 20, queues: 128, handSize: 6 },
  "catch-all": { shares: 5 },
};

const EVERY_RESOURCE = { verbs: ["*"], apiGroups: ["*"], resources: ["*"], clusterScope: true, namespaces: ["*"] };
const EVERY_PATH = { verbs: ["*"], nonResourceURLs: ["*"] };
const LOCKS = ["get", "create", "update"];
const LEASES = { verbs: LOCKS, apiGroups: ["coordination.k8s.io"], resources: ["leases"], namespaces: ["*"] };
const EVERYONE = ["group:system:unauthenticated", "group:system:authenticated"];

/** Which requests go to which level. `subjects` as `user:`, `group:` or a namespace for all of its service accounts. */
interface Schema {
  level: string;
  precedence: number;
  method?: string;
  subjects: readonly string[];
  /** Everything when absent. */
  rules?: Pick<FlowRule, "resourceRules" | "nonResourceRules">;
  feature?: FeatureName;
}

const LOCK_RULES: Schema["rules"] = {
  resourceRules: [{ verbs: LOCKS, apiGroups: [""], resources: ["endpoints", "configmaps"], namespaces: ["kube-system"] }, LEASES],
};
const NODE_RULES: Schema["rules"] = {
  resourceRules: [
    { verbs: ["*"], apiGroups: [""], resources: ["nodes", "nodes/status"], clusterScope: true, namespaces: ["*"] },
    { ...LEASES, verbs: ["*"] },
  ],
};
const PROBE_RULES: Schema["rules"] = { nonResourceRules: [{ verbs: ["get"], nonResourceURLs: ["/healthz", "/readyz", "/livez"] }] };

const SCHEMAS: Readonly<Record<string, Schema>> = {
  exempt: { level: "exempt", precedence: 1, subjects: ["group:system:masters"] },
  probes: { level: "exempt", precedence: 2, subjects: EVERYONE, rules: PROBE_RULES, feature: "flowControlNodes" },
  "system-leader-election": {
    level: "leader-election",
    precedence: 100,
    method: "ByUser",
    subjects: ["user:system:kube-controller-manager", "user:system:kube-scheduler", "kube-system"],
    rules: LOCK_RULES,
  },
  "workload-leader-election": { level: "leader-election", precedence: 200, method: "ByUser", subjects: ["kube-system"], rules: LOCK_RULES },
  "system-node-high": {
    level: "node-high",
    precedence: 400,
    method: "ByUser",
    subjects: ["group:system:nodes"],
    rules: NODE_RULES,
    feature: "flowControlNodes",
  },
  "system-nodes": { level: "system", precedence: 500, method: "ByUser", subjects: ["group:system:nodes"] },
  "kube-controller-manager": {
    level: "workload-high",
    precedence: 800,
    method: "ByNamespace",
    subjects: ["user:system:kube-controller-manager"],
  },
  "kube-scheduler": { level: "workload-high", precedence: 800, method: "ByNamespace", subjects: ["user:system:kube-scheduler"] },
  "kube-system-service-accounts": { level: "workload-high", precedence: 900, method: "ByNamespace", subjects: ["kube-system"] },
  "service-accounts": { level: "workload-low", precedence: 9000, method: "ByUser", subjects: ["group:system:serviceaccounts"] },
  "global-default": { level: "global-default", precedence: 9900, method: "ByUser", subjects: EVERYONE },
  "catch-all": { level: "catch-all", precedence: 10000, method: "ByUser", subjects: EVERYONE },
};

/** The API server's own priority levels, then its flow schemas; none where the release does not serve them. */
// apiserver/pkg/apis/flowcontrol/bootstrap/default.go, 1.20
export function flowControlObjects(release: Release): NamedObject[] {
  const version = release.value("flowControlVersion");
  if (version === "") return [];
  const apiVersion = `flowcontrol.apiserver.k8s.io/${version}`;
  const isThere = ({ feature }: { feature?: FeatureName }) => feature === undefined || release.has(feature);
  const shareName = release.has("nominalShares") ? "nominalConcurrencyShares" : "assuredConcurrencyShares";
  const level = (name: string, spec: object): NamedObject => [
    "prioritylevelconfigurations",
    { apiVersion, kind: "PriorityLevelConfiguration", metadata: { name }, spec },
  ];
  return [
    level("exempt", { type: "Exempt" }),
    ...Object.entries(LEVELS)
      .filter(([, one]) => isThere(one))
      .map(([name, one]) => level(name, { type: "Limited", limited: { [shareName]: one.shares, limitResponse: responseOf(one) } })),
    ...Object.entries(SCHEMAS)
      .filter(([, one]) => isThere(one))
      .map(([name, one]): NamedObject => ["flowschemas", { apiVersion, kind: "FlowSchema", metadata: { name }, spec: schemaSpec(one) }]),
  ];
}

function responseOf({ queues, handSize }: Level): object {
  return queues === undefined ? { type: "Reject" } : { type: "Queue", queuing: { queues, handSize, queueLengthLimit: QUEUE_LENGTH } };
}

function schemaSpec({ level, precedence, method, subjects, rules }: Schema): object {
  return {
    priorityLevelConfiguration: { name: level },
    matchingPrecedence: precedence,
    ...(method === undefined ? {} : { distinguisherMethod: { type: method } }),
    rules: [{ subjects: subjects.map(subjectOf), ...(rules ?? { resourceRules: [EVERY_RESOURCE], nonResourceRules: [EVERY_PATH] }) }],
  };
}

function subjectOf(text: string): object {
  if (text.startsWith("user:")) return { kind: "User", user: { name: text.slice("user:".length) } };
  if (text.startsWith("group:")) return { kind: "Group", group: { name: text.slice("group:".length) } };
  return { kind: "ServiceAccount", serviceAccount: { namespace: text, name: "*" } };
}
