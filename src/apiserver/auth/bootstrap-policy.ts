import type { KubeObject } from "../../machinery/object.ts";
import type { PolicyRule, Subject } from "./rbac-rules.ts";

const API = "rbac.authorization.k8s.io/v1";
const HEALTH = ["/healthz", "/livez", "/readyz", "/version", "/version/"];

const RULES: Readonly<Record<string, readonly PolicyRule[]>> = {
  "cluster-admin": [
    { verbs: ["*"], apiGroups: ["*"], resources: ["*"] },
    { verbs: ["*"], nonResourceURLs: ["*"] },
  ],
  "system:basic-user": [
    { verbs: ["create"], apiGroups: ["authorization.k8s.io"], resources: ["selfsubjectaccessreviews", "selfsubjectrulesreviews"] },
  ],
  "system:discovery": [
    {
      verbs: ["get"],
      nonResourceURLs: [
        "/api",
        "/api/*",
        "/apis",
        "/apis/*",
        "/healthz",
        "/livez",
        "/openapi",
        "/openapi/*",
        "/readyz",
        "/version",
        "/version/",
      ],
    },
  ],
  "system:public-info-viewer": [{ verbs: ["get"], nonResourceURLs: HEALTH }],
};

const GROUPS: Readonly<Record<string, readonly string[]>> = {
  "cluster-admin": ["system:masters"],
  "system:basic-user": ["system:authenticated"],
  "system:discovery": ["system:authenticated"],
  "system:public-info-viewer": ["system:authenticated", "system:unauthenticated"],
};

/**
 * The cluster roles, and their bindings of the same names, by which every user may look around. The API server makes them when it
 * first starts; those of controllers and add-ons are not among them.
 */
// plugin/pkg/auth/authorizer/rbac/bootstrappolicy/policy.go, 1.20
export function bootstrapPolicy(): { roles: KubeObject[]; bindings: KubeObject[] } {
  const names = Object.keys(RULES);
  return {
    roles: names.map((name) => ({ apiVersion: API, kind: "ClusterRole", metadata: metadataOf(name), rules: RULES[name] })),
    bindings: names.map((name) => ({
      apiVersion: API,
      kind: "ClusterRoleBinding",
      metadata: metadataOf(name),
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name },
      subjects: (GROUPS[name] ?? []).map((group): Subject & { apiGroup: string } => ({
        apiGroup: "rbac.authorization.k8s.io",
        kind: "Group",
        name: group,
      })),
    })),
  };
}

function metadataOf(name: string): KubeObject["metadata"] {
  return {
    name,
    labels: { "kubernetes.io/bootstrapping": "rbac-defaults" },
    annotations: { "rbac.authorization.kubernetes.io/autoupdate": "true" },
  };
}
