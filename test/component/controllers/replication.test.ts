import { expect, test } from "bun:test";
import type { ReplicationController } from "../../../src/kinds/core/replicationcontroller/types.ts";
import { createWorld } from "./world.ts";

const CONTROLLERS = { group: "", version: "v1", resource: "replicationcontrollers", namespace: "default" };
const ROLES = { group: "rbac.authorization.k8s.io", version: "v1", resource: "clusterroles", namespace: "" };

test("a replication controller keeps its pods, adopts and scales", () => {
  const world = createWorld();
  const labels = { app: "rc" };
  const template = { metadata: { labels }, spec: { containers: [{ name: "c", image: "nginx" }] } };
  world.client.create(
    { ...CONTROLLERS, resource: "pods" },
    { apiVersion: "v1", kind: "Pod", metadata: { name: "orphan", namespace: "default", labels }, spec: template.spec },
  );
  world.client.create(CONTROLLERS, {
    apiVersion: "v1",
    kind: "ReplicationController",
    metadata: { name: "rc", namespace: "default" },
    spec: { replicas: 2, selector: labels, template },
  });
  world.advance(3000);
  expect(world.list("pods").map((pod) => pod.metadata.ownerReferences?.[0]?.kind)).toEqual([
    "ReplicationController",
    "ReplicationController",
  ]);
  expect(world.get<ReplicationController>("replicationcontrollers", "rc")).toMatchObject({
    spec: { selector: labels },
    status: { replicas: 2, readyReplicas: 2 },
  });
  world.client.patch(CONTROLLERS, "rc", "merge", { spec: { replicas: 0 } });
  world.advance(1000);
  expect(world.list("pods")).toEqual([]);
});

test("a cluster role gathers the rules of the roles that it selects", () => {
  const world = createWorld();
  const role = (name: string, rest: object) => ({
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRole",
    metadata: { name },
    ...rest,
  });
  const rule = { apiGroups: [""], resources: ["pods"], verbs: ["get"] };
  world.client.create(ROLES, role("whole", { aggregationRule: { clusterRoleSelectors: [{ matchLabels: { part: "yes" } }] } }));
  world.client.create(ROLES, role("piece", { rules: [rule] }));
  world.advance(0);
  expect(world.get("clusterroles.rbac.authorization.k8s.io", "whole", "")["rules"] ?? []).toEqual([]);
  world.client.patch(ROLES, "piece", "merge", { metadata: { labels: { part: "yes" } } });
  world.advance(0);
  expect(world.get("clusterroles.rbac.authorization.k8s.io", "whole", "")["rules"]).toEqual([rule]);
  world.client.delete(ROLES, "piece");
  world.advance(0);
  expect(world.get("clusterroles.rbac.authorization.k8s.io", "whole", "")["rules"] ?? []).toEqual([]);
});
