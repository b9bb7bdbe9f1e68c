import { expect, test } from "bun:test";
import { type Attributes, createAuthorizer } from "../../../../src/apiserver/auth/authorizer.ts";
import { attributesOf } from "../../../../src/apiserver/auth/check.ts";
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

test("who is bound to roles that are not there is told so", () => {
  const { authorizer, bind } = world();
  bind("default", "b", "gone", [{ kind: "Group", name: "dev" }]);
  const one = 'RBAC: clusterrole.rbac.authorization.k8s.io "gone" not found';
  expect(authorizer.authorize(asked({}))).toEqual({ allowed: false, reason: one });
  expect(authorizer.authorize(asked({ namespace: "other" })).reason).toBe("");
  bind("default", "again", "gone", [{ kind: "User", name: "jane" }]);
  expect(authorizer.authorize(asked({})).reason).toBe(one);
  bind("", "all", "lost", [{ kind: "User", name: "jane" }]);
  expect(authorizer.authorize(asked({})).reason).toBe(
    'RBAC: [clusterrole.rbac.authorization.k8s.io "lost" not found, clusterrole.rbac.authorization.k8s.io "gone" not found]',
  );
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

test("a node has to do with what its pods need, and with its own lease", () => {
  const { authorizer, store } = world();
  const user = { name: "system:node:w1", groups: ["system:nodes"] };
  const spec = (nodeName: string, secretName: string) => ({
    nodeName,
    serviceAccountName: "sa",
    containers: [{ name: "c", envFrom: [{ configMapRef: { name: "settings" } }] }],
    volumes: [
      { name: "v", secret: { secretName } },
      { name: "d", persistentVolumeClaim: { claimName: "data" } },
    ],
  });
  for (const [name, node, secret] of [
    ["a", "w1", "mine"],
    ["b", "w2", "theirs"],
  ] as const) {
    store.put("pods", { apiVersion: "v1", kind: "Pod", metadata: { name, namespace: "default" }, spec: spec(node, secret) });
  }
  const claimRef = { namespace: "default", name: "data" };
  store.put("persistentvolumes", { apiVersion: "v1", kind: "PersistentVolume", metadata: { name: "pv" }, spec: { claimRef } });
  const may = (more: Partial<Attributes>) => authorizer.authorize(asked({ user, ...more }));
  const unrelated = "no relationship found between node 'w1' and this object";
  expect(may({ resource: "secrets", name: "mine" }).allowed).toBe(true);
  expect(may({ resource: "secrets", name: "theirs" })).toEqual({ allowed: false, reason: unrelated });
  expect(may({ resource: "secrets", name: "w1" })).toEqual({ allowed: false, reason: unrelated });
  expect(may({ resource: "configmaps", name: "settings" }).allowed).toBe(true);
  expect(may({ resource: "persistentvolumes", namespace: "", name: "pv" }).allowed).toBe(true);
  expect(may({ resource: "serviceaccounts", subresource: "token", verb: "create", name: "sa" }).allowed).toBe(true);
  expect(may({ resource: "serviceaccounts", subresource: "token", verb: "create", name: "other" }).reason).toBe(unrelated);
  const lease = { group: "coordination.k8s.io", resource: "leases" };
  expect(may({ ...lease, namespace: "kube-node-lease", name: "w1" }).allowed).toBe(true);
  expect(may({ ...lease, name: "w1" }).reason).toBe('can only access leases in the "kube-node-lease" system namespace');
});

test("a list that selects one name is a request for that name", () => {
  const { authorizer, role, bind } = world();
  role("one", [{ apiGroups: [""], resources: ["secrets"], resourceNames: ["memberlist"], verbs: ["list"] }]);
  bind("default", "b", "one", [{ kind: "User", name: "jane" }]);
  const list = (fieldSelector: string) =>
    authorizer.authorize(
      attributesOf({
        verb: "list",
        group: "",
        version: "v1",
        resource: "secrets",
        namespace: "default",
        user: jane,
        userAgent: "kubectl",
        fieldSelector,
      }),
    ).allowed;
  expect(list("metadata.name=memberlist")).toBe(true);
  expect(list("type=Opaque,metadata.name=memberlist")).toBe(true);
  expect(list("metadata.name=other")).toBe(false);
  expect(list("")).toBe(false);
});
