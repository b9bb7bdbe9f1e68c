import { expect, test } from "bun:test";
import { type Attributes, createAuthorizer } from "../../../../src/apiserver/auth/authorizer.ts";
import { createMemoryStore } from "../../../../src/apiserver/store/memory-store.ts";

const API = "rbac.authorization.k8s.io/v1";
const jane = { name: "jane", groups: ["dev"] };

function asked(more: Partial<Attributes>): Attributes {
  return { user: jane, verb: "get", group: "", resource: "pods", subresource: "", namespace: "default", name: "", ...more };
}

function world() {
  const store = createMemoryStore();
  const role = (name: string, rules: object[]) =>
    store.put("clusterroles.rbac.authorization.k8s.io", { apiVersion: API, kind: "ClusterRole", metadata: { name }, rules });
  const bind = (namespace: string, name: string, roleName: string, subjects: object[]) =>
    store.put(namespace === "" ? "clusterrolebindings.rbac.authorization.k8s.io" : "rolebindings.rbac.authorization.k8s.io", {
      apiVersion: API,
      kind: namespace === "" ? "ClusterRoleBinding" : "RoleBinding",
      metadata: { name, ...(namespace === "" ? {} : { namespace }) },
      roleRef: { kind: "ClusterRole", name: roleName },
      subjects,
    });
  return { store, role, bind, authorizer: createAuthorizer(store, () => false) };
}

test("a role binding holds in its namespace, a cluster role binding everywhere", () => {
  const { authorizer, role, bind } = world();
  role("view", [{ apiGroups: [""], resources: ["pods", "pods/log"], verbs: ["get", "list"] }]);
  expect(authorizer.authorize(asked({})).allowed).toBe(false);
  bind("default", "b", "view", [{ kind: "Group", name: "dev" }]);
  expect(authorizer.authorize(asked({}))).toEqual({
    allowed: true,
    reason: 'RBAC: allowed by RoleBinding "b/default" of ClusterRole "view" to Group "dev"',
  });
  expect(authorizer.authorize(asked({ subresource: "log" })).allowed).toBe(true);
  expect(authorizer.authorize(asked({ subresource: "exec" })).allowed).toBe(false);
  expect(authorizer.authorize(asked({ namespace: "other" })).allowed).toBe(false);
  bind("", "all", "view", [{ kind: "User", name: "jane" }]);
  expect(authorizer.authorize(asked({ namespace: "" })).allowed).toBe(true);
});

test("names, paths and service accounts", () => {
  const { authorizer, role, bind } = world();
  role("some", [
    { apiGroups: [""], resources: ["secrets"], resourceNames: ["one"], verbs: ["get"] },
    { nonResourceURLs: ["/healthz", "/api/*"], verbs: ["get"] },
  ]);
  bind("", "some", "some", [{ kind: "ServiceAccount", name: "sa", namespace: "ns" }]);
  const user = { name: "system:serviceaccount:ns:sa", groups: [] };
  expect(authorizer.authorize(asked({ user, resource: "secrets", name: "one" })).allowed).toBe(true);
  expect(authorizer.authorize(asked({ user, resource: "secrets", name: "two" })).allowed).toBe(false);
  expect(authorizer.authorize(asked({ user, resource: "", path: "/api/v1" })).allowed).toBe(true);
  expect(authorizer.authorize(asked({ user, resource: "", path: "/version" })).allowed).toBe(false);
});

test("nodes are told why not", () => {
  const { authorizer } = world();
  const user = { name: "system:node:w1", groups: ["system:nodes"] };
  expect(authorizer.authorize(asked({ user, verb: "list", resource: "secrets", namespace: "" }))).toEqual({
    allowed: false,
    reason: "can only read namespaced object of this type",
  });
  expect(authorizer.authorize(asked({ user, verb: "patch", resource: "pods", subresource: "status" })).allowed).toBe(true);
});
