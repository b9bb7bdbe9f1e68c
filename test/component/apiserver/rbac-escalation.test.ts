import { describe, expect, test } from "bun:test";
import { admissionWorld } from "./admission-world.ts";

const API = "rbac.authorization.k8s.io/v1";
const JANE = { name: "jane", groups: ["system:authenticated"] };
const READ = { apiGroups: [""], resources: ["pods"], verbs: ["get", "list"] };
const MAKE = { apiGroups: ["rbac.authorization.k8s.io"], resources: ["roles", "rolebindings"], verbs: ["create", "update"] };

/** jane may make roles and bindings, and what `rules` say besides. */
function world(rules: readonly object[]) {
  const made = admissionWorld();
  made.put("clusterroles.rbac.authorization.k8s.io", {
    apiVersion: API,
    kind: "ClusterRole",
    metadata: { name: "own" },
    rules: [MAKE, ...rules],
  });
  made.put("clusterroles.rbac.authorization.k8s.io", {
    apiVersion: API,
    kind: "ClusterRole",
    metadata: { name: "all" },
    rules: [
      { apiGroups: ["*"], resources: ["*"], verbs: ["*"] },
      { nonResourceURLs: ["*"], verbs: ["*"] },
    ],
  });
  made.put("clusterrolebindings.rbac.authorization.k8s.io", {
    apiVersion: API,
    kind: "ClusterRoleBinding",
    metadata: { name: "own" },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "own" },
    subjects: [{ kind: "User", name: "jane" }],
  });
  const metadata = { name: "x", namespace: "default" };
  const role = (given: object[]) => made.create("roles", { apiVersion: API, kind: "Role", metadata, rules: given }, { user: JANE }).error;
  const bind = (name: string, kind = "ClusterRole") => {
    const roleRef = { apiGroup: "rbac.authorization.k8s.io", kind, name };
    return made.create("rolebindings", { apiVersion: API, kind: "RoleBinding", metadata, roleRef }, { user: JANE }).error;
  };
  return { role, bind };
}

const WHO = 'user "jane" (groups=["system:authenticated"]) is attempting to grant RBAC permissions not currently held:\n';

describe("who grants", () => {
  test("has what is granted", () => {
    expect(world([READ]).role([{ ...READ, resourceNames: ["one"] }])).toBe("");
    const more = { ...READ, resources: ["pods", "secrets"], verbs: ["get", "watch"] };
    expect(world([READ]).role([more])).toBe(
      `roles.rbac.authorization.k8s.io "x" is forbidden: ${WHO}` +
        '{APIGroups:[""], Resources:["pods"], Verbs:["watch"]}\n{APIGroups:[""], Resources:["secrets"], Verbs:["get" "watch"]}',
    );
  });

  test("binds no role that holds more", () => {
    expect(world([READ]).bind("all")).toBe(
      `rolebindings.rbac.authorization.k8s.io "x" is forbidden: ${WHO}` +
        '{APIGroups:["*"], Resources:["*"], Verbs:["*"]}\n{NonResourceURLs:["*"], Verbs:["*"]}',
    );
    expect(world([]).bind("nope")).toBe('clusterroles.rbac.authorization.k8s.io "nope" not found');
  });

  test("or may escalate and bind", () => {
    const rule = (verb: string, resource: string) => ({ apiGroups: ["rbac.authorization.k8s.io"], resources: [resource], verbs: [verb] });
    expect(world([rule("escalate", "roles")]).role([READ])).toBe("");
    expect(world([{ ...rule("bind", "clusterroles"), resourceNames: ["all"] }]).bind("all")).toBe("");
  });
});
