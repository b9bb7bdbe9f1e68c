import { expect, test } from "bun:test";
import { createAuthorizer } from "../../../../src/apiserver/auth/authorizer.ts";
import { bootstrapPolicy } from "../../../../src/apiserver/auth/bootstrap-policy.ts";
import { createMemoryStore } from "../../../../src/apiserver/store/memory-store.ts";

test("any user may discover and ask what they may, and nothing else", () => {
  const store = createMemoryStore();
  const { roles, bindings } = bootstrapPolicy();
  for (const role of roles) store.put("clusterroles.rbac.authorization.k8s.io", role);
  for (const binding of bindings) store.put("clusterrolebindings.rbac.authorization.k8s.io", binding);
  const authorizer = createAuthorizer(store, () => false);
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
