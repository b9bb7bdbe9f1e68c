import { describe, expect, test } from "bun:test";
import { createWorld, pod, type World } from "./world.ts";

const deployment = (name: string, replicas: number, spec: object = {}) => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name },
  spec: {
    replicas,
    selector: { matchLabels: { app: name } },
    template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: "c", image: "nginx:1.19" }], ...spec } },
  },
});
const message = (world: World, name: string) => world.pod(name).status?.conditions?.find(({ type }) => type === "PodScheduled")?.message;
const MASTER = "1 node(s) had taint {node-role.kubernetes.io/master: }, that the pod didn't tolerate";

describe("why a pod stays Pending", () => {
  const cases = [
    {
      name: "big",
      spec: {},
      container: { resources: { requests: { cpu: "16", memory: "64Gi" } } },
      why: `0/4 nodes are available: ${MASTER}, 3 Insufficient cpu, 3 Insufficient memory.`,
    },
    {
      name: "sel",
      spec: { nodeSelector: { gpu: "yes" } },
      container: {},
      why: `0/4 nodes are available: ${MASTER}, 3 node(s) didn't match Pod's node affinity.`,
    },
    {
      name: "claim",
      spec: { volumes: [{ name: "v", persistentVolumeClaim: { claimName: "c-a" } }] },
      container: {},
      why: '0/4 nodes are available: 4 persistentvolumeclaim "c-a" not found.',
    },
  ];
  for (const { name, spec, container, why } of cases) {
    test(name, () => {
      const world = createWorld();
      world.create(pod(name, container, spec));
      world.run(1);
      expect(message(world, name)).toBe(why);
      // Writing the condition counts as a pod update up to 1.20: one more attempt at once.
      expect(world.events(name)).toEqual([`Warning FailedScheduling ${why} (x2)`]);
    });
  }

  test("in a later release's words", () => {
    const world = createWorld({ version: "v1.27.0" });
    world.create(pod("big", { resources: { requests: { cpu: "16" } } }));
    world.run(1);
    expect(message(world, "big")).toBe(
      "0/4 nodes are available: 1 node(s) had untolerated taint {node-role.kubernetes.io/master: }, 3 Insufficient cpu. preemption: 0/4 nodes are available: 1 Preemption is not helpful for scheduling, 3 No preemption victims found for incoming pod.",
    );
    expect(world.events("big")).toHaveLength(1);
  });
});

test("anti-affinity puts one pod on each worker and leaves the fourth, until the master's taint goes", () => {
  const world = createWorld();
  const terms = [{ topologyKey: "kubernetes.io/hostname", labelSelector: { matchLabels: { app: "anti" } } }];
  world.create(deployment("anti", 4, { affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: terms } } }));
  world.run(3);
  const placed = () =>
    world
      .pods()
      .map(({ spec }) => spec.nodeName ?? "")
      .sort();
  expect(placed()).toEqual(["", "w1-k8s", "w2-k8s", "w3-k8s"]);
  const waiting = world.pods().find(({ spec }) => !spec.nodeName);
  expect(message(world, waiting?.metadata.name ?? "")).toBe(
    `0/4 nodes are available: ${MASTER}, 3 node(s) didn't match pod affinity/anti-affinity, 3 node(s) didn't match pod anti-affinity rules.`,
  );
  world.client.patch({ group: "", version: "v1", resource: "nodes", namespace: "" }, "m-k8s", "merge", { spec: { taints: null } });
  world.run(3);
  expect(placed()).toEqual(["m-k8s", "w1-k8s", "w2-k8s", "w3-k8s"]);
});

test("replicas spread over equal workers", () => {
  const world = createWorld();
  world.create(deployment("np", 9));
  world.run(3);
  const counts = new Map<string, number>();
  for (const { spec } of world.pods()) counts.set(spec.nodeName ?? "", (counts.get(spec.nodeName ?? "") ?? 0) + 1);
  expect([...counts].sort()).toEqual([
    ["w1-k8s", 3],
    ["w2-k8s", 3],
    ["w3-k8s", 3],
  ]);
});

test("a cordoned node gets nothing, and its pods wait for the uncordon", () => {
  const world = createWorld();
  const nodes = { group: "", version: "v1", resource: "nodes", namespace: "" };
  world.client.patch(nodes, "w1-k8s", "merge", { spec: { unschedulable: true } });
  world.create(pod("lone", {}, { nodeSelector: { "kubernetes.io/hostname": "w1-k8s" } }));
  world.run(1);
  expect(message(world, "lone")).toBe(
    `0/4 nodes are available: ${MASTER}, 1 node(s) were unschedulable, 2 node(s) didn't match Pod's node affinity.`,
  );
  world.client.patch(nodes, "w1-k8s", "merge", { spec: { unschedulable: null } });
  world.run(5);
  expect(world.pod("lone").spec.nodeName).toBe("w1-k8s");
});

test("a tape may choose among nodes that fit only, be they as good as others or not", () => {
  const world = createWorld({ pins: { "node/default/a": ["w2-k8s"], "node/default/b": ["m-k8s"], "node/default/c": ["w2-k8s"] } });
  for (const name of ["a", "b", "c"]) {
    world.create(pod(name, {}));
    world.run(1);
  }
  expect(world.pod("a").spec.nodeName).toBe("w2-k8s");
  expect(["w1-k8s", "w3-k8s"]).toContain(world.pod("b").spec.nodeName ?? "");
  expect(world.pod("c").spec.nodeName).toBe("w2-k8s");
});

test("a pod that fails and waits is tried again when a pod leaves", () => {
  const world = createWorld();
  const half = (name: string) => pod(name, { resources: { requests: { cpu: "1500m" } } });
  for (const name of ["a", "b", "c", "d"]) world.create(half(name));
  world.run(3);
  const waiting = world.pods().filter(({ spec }) => !spec.nodeName);
  expect(waiting).toHaveLength(1);
  const leaver = world.pods().find(({ spec }) => spec.nodeName)?.metadata.name ?? "";
  world.deletePod(leaver);
  world.run(6);
  expect(world.pods().filter(({ spec }) => !spec.nodeName)).toHaveLength(0);
});
