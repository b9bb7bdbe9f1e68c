import { expect, test } from "bun:test";
import { createAuthorizer } from "../../../../src/apiserver/auth/authorizer.ts";
import { createMemoryStore } from "../../../../src/apiserver/store/memory-store.ts";
import { rbacObjects } from "../../../../src/cluster/bootstrap/rbac/index.ts";
import { parseRelease, type Release } from "../../../../src/release/release.ts";

const release = (text: string) => parseRelease(text) as Release;

function authorizerOf(version: string) {
  const store = createMemoryStore();
  for (const [resource, object] of rbacObjects(release(version))) store.put(`${resource}.rbac.authorization.k8s.io`, object);
  return createAuthorizer(store, () => false);
}

test("any user may discover and ask what they may, and nothing else", () => {
  const authorizer = authorizerOf("v1.20.2");
  const jane = {
    user: { name: "jane", groups: ["system:authenticated"] },
    verb: "get",
    group: "",
    resource: "",
    subresource: "",
    namespace: "",
    name: "",
  };
  expect(authorizer.authorize({ ...jane, path: "/apis/apps/v1" }).allowed).toBe(true);
  expect(authorizer.authorize({ ...jane, path: "/healthz" }).allowed).toBe(true);
  expect(authorizer.authorize({ ...jane, path: "/metrics" }).allowed).toBe(false);
  expect(authorizer.authorize({ ...jane, verb: "list", resource: "pods" }).allowed).toBe(false);
  expect(authorizer.rulesFor(jane.user, "default").map((rule) => rule.verbs)).toContainEqual(["create"]);
});

test("aggregated roles hold the rules of those they collect", () => {
  const objects = rbacObjects(release("v1.20.2"));
  const rulesOf = (name: string) =>
    objects.find(([, { kind, metadata }]) => kind === "ClusterRole" && metadata.name === name)?.[1]["rules"] as unknown[];
  expect(rulesOf("edit").length).toBe(rulesOf("view").length + rulesOf("system:aggregate-to-edit").length);
  expect(rulesOf("admin").slice(0, rulesOf("edit").length)).toEqual(rulesOf("edit"));
});

test("releases differ by their controllers", () => {
  const names = (version: string) => rbacObjects(release(version)).map(([, { metadata }]) => metadata.name);
  expect(names("v1.20.2")).not.toContain("system:controller:ttl-after-finished-controller");
  expect(names("v1.23.7")).toContain("system:controller:ttl-after-finished-controller");
  expect(names("v1.18.4")).not.toContain("system:monitoring");
});
