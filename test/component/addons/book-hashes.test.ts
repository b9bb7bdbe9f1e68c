import { expect, test } from "bun:test";
import type { Deployment } from "../../../src/kinds/apps/deployment/types.ts";
import { createWorld } from "../nodes/world.ts";
import { applyBook } from "./apply.ts";

/** facts/book-labs.md and facts/cluster-profiles.md 1.4: the hash in the names of the book's pods. */
test.each([
  ["3.2.4/echo-hname.yaml", "v1.18.4", "echo-hname-7894b67f"],
  ["3.2.8/echo-hname.yaml", "v1.18.4", "echo-hname-7894b67f"],
  ["3.2.10/rollout-nginx.yaml", "v1.18.4", "rollout-nginx-64dd56c7b5"],
  ["3.4.3/nfs-pvc-deploy.yaml", "v1.18.4", "nfs-pvc-deploy-5fd9876c46"],
  ["3.4.3/nfs-ip.yaml", "v1.18.4", "nfs-ip-7789f445b7"],
  ["3.3.2/deploy-LoadBalancer.yaml", "v1.30.1", "lb-pods-7c798d444c"],
  ["3.4.2/pv-pvc.yaml", "v1.30.1", "pv-pvc-74bc8fc87b"],
])("%s on %s makes %s", (path, version, expected) => {
  const world = createWorld({ version });
  applyBook(world, path);
  world.run(1);
  expect(world.store.list("replicasets.apps").map(({ metadata }) => metadata.name)).toEqual([expected]);
});

test("images that are set later in 3.2.10 have the hashes of the book", () => {
  const world = createWorld({ version: "v1.18.4" });
  const [made] = applyBook(world, "3.2.10/rollout-nginx.yaml") as [Deployment];
  const names = (): (string | undefined)[] => world.store.list("replicasets.apps").map(({ metadata }) => metadata.name);
  for (const tag of ["1.16.0", "1.17.23"]) {
    world.run(60);
    const patch = { spec: { template: { spec: { containers: [{ name: "nginx", image: `nginx:${tag}` }] } } } };
    world.client.patch(
      { group: "apps", version: "v1", resource: "deployments", namespace: "default" },
      made.metadata.name ?? "",
      "strategic",
      patch,
    );
  }
  world.run(10);
  expect(names().toSorted()).toEqual(["rollout-nginx-64dd56c7b5", "rollout-nginx-8566d57f75", "rollout-nginx-856f4c79c9"]);
});
