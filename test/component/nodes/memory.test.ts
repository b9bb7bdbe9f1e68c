import { expect, test } from "bun:test";
import type { Node } from "../../../src/kinds/core/node/types.ts";
import { createWorld, node, pod, type World } from "./world.ts";

const stress = (megabytes: number, resources: object = {}) => ({
  image: "polinux/stress",
  command: ["stress"],
  args: ["--vm", "1", "--vm-bytes", `${megabytes}M`, "--vm-hang", "1"],
  resources,
});

function pressure(world: World, name = "w1-k8s"): string {
  const { status, spec } = world.store.get("nodes", "", name) as Node;
  const condition = status?.conditions?.find(({ type }) => type === "MemoryPressure");
  return `${condition?.status} ${condition?.reason} ${(spec.taints ?? []).map(({ key }) => key).join()}`;
}

/** One worker with 1838 Mi, which says of itself that it has enough memory. */
function oneWorker(version = "v1.20.2"): World {
  const worker = node("w1-k8s", 101);
  const status = worker["status"] as { conditions: object[] };
  status.conditions.unshift({
    type: "MemoryPressure",
    status: "False",
    reason: "KubeletHasSufficientMemory",
    message: "kubelet has sufficient memory available",
  });
  return createWorld({ version, nodes: [worker] });
}

test("more than its limit: OOMKilled, and again after a back-off", () => {
  const world = createWorld();
  world.create(pod("greedy", stress(250, { limits: { memory: "100Mi" }, requests: { memory: "50Mi" } })));
  world.run(4);
  const [status] = world.pod("greedy").status?.containerStatuses ?? [];
  expect(status?.lastState?.terminated ?? status?.state?.terminated).toMatchObject({ exitCode: 137, reason: "OOMKilled" });
  world.run(60);
  expect(world.pod("greedy").status?.containerStatuses?.[0]?.restartCount).toBeGreaterThan(1);
  expect(world.pod("greedy").status?.containerStatuses?.[0]?.state?.waiting?.reason).toBe("CrashLoopBackOff");
});

test("within its limit it runs", () => {
  const world = createWorld();
  world.create(pod("modest", stress(150, { limits: { memory: "200Mi" } })));
  world.run(60);
  expect(world.pod("modest").status?.containerStatuses?.[0]).toMatchObject({ restartCount: 0, ready: true });
});

test("more than the node has: the kernel kills it, and the node's kubelet says so", () => {
  const world = oneWorker();
  world.create(pod("huge", stress(4000)));
  world.run(10);
  expect(world.pod("huge").status?.containerStatuses?.[0]?.restartCount).toBeGreaterThan(0);
  expect(world.events("w1-k8s").join("\n")).toMatch(/Warning SystemOOM System OOM encountered, victim process: stress, pid: \d+/);
});

test("tail /dev/zero takes all there is", () => {
  const world = createWorld();
  world.create(pod("tail", { image: "busybox", command: ["tail", "/dev/zero"], resources: { limits: { memory: "64Mi" } } }));
  world.run(10);
  expect(world.pod("tail").status?.containerStatuses?.[0]?.lastState?.terminated?.reason).toBe("OOMKilled");
});

test.each([
  ["v1.20.2", "The node was low on resource: memory. Container c was using 901Mi, which exceeds its request of 0. ", false],
  [
    "v1.28.0",
    "The node was low on resource: memory. Threshold quantity: 100Mi, available: 42908Ki. Container c was using 901Mi, request is 0, has larger consumption of memory. ",
    true,
  ],
])("a node short of memory evicts whoever exceeds its request most, least priority first (%s)", (version, message, keepsStatus) => {
  const world = oneWorker(version);
  world.create(pod("asked", stress(594, { requests: { memory: "700Mi" } })));
  world.create(pod("greedy", stress(900)));
  world.run(30);
  const { status } = world.pod("greedy");
  expect(status).toMatchObject({ phase: "Failed", reason: "Evicted", message });
  expect(status?.containerStatuses !== undefined).toBe(keepsStatus);
  expect(world.pod("asked").status?.phase).toBe("Running");
  expect(world.events("greedy").slice(-2)).toEqual([`Warning Evicted ${message}`, "Normal Killing Stopping container c"]);
  expect(pressure(world)).toBe("True KubeletHasInsufficientMemory node.kubernetes.io/memory-pressure");
  world.run(330);
  expect(pressure(world)).toBe("False KubeletHasSufficientMemory ");
});

test("under pressure the kubelet takes no best-effort pod", () => {
  const world = oneWorker();
  world.create(pod("greedy", stress(1300)));
  world.create(pod("other", stress(400)));
  world.run(20);
  world.create(pod("late", {}, { nodeName: "w1-k8s" }));
  world.create(pod("asking", { resources: { requests: { cpu: "1m" } } }, { nodeName: "w1-k8s" }));
  world.run(10);
  expect(world.pod("late").status).toMatchObject({
    phase: "Failed",
    reason: "Evicted",
    message: "Pod The node had condition: [MemoryPressure]. ",
  });
  expect(world.pod("asking").status?.phase).toBe("Running");
});

test.each([
  [
    "cpu",
    { resources: { requests: { cpu: "3" } } },
    {},
    "OutOfcpu",
    "Node didn't have enough resource: cpu, requested: 3000, used: 0, capacity: 2000",
  ],
  [
    "memory",
    { resources: { requests: { memory: "4Gi" } } },
    {},
    "OutOfmemory",
    "Node didn't have enough resource: memory, requested: 4294967296, used: 0, capacity: 1822322688",
  ],
  ["labels", {}, { nodeSelector: { disk: "ssd" } }, "NodeAffinity", "Predicate NodeAffinity failed"],
])("a pod that was put on a node by name and does not fit: %s", (_, container, spec, reason, message) => {
  const world = createWorld();
  world.create(pod("stuck", container, { nodeName: "w1-k8s", ...spec }));
  world.run(5);
  expect(world.pod("stuck").status).toMatchObject({ phase: "Failed", reason, message: `Pod ${message}` });
  expect(world.events("stuck")).toEqual([`Warning ${reason} ${message}`]);
});

test("a host port that is taken", () => {
  const world = createWorld();
  const port = { ports: [{ containerPort: 80, hostPort: 8080 }] };
  world.create(pod("first", port, { nodeName: "w1-k8s" }));
  world.run(2);
  world.create(pod("second", port, { nodeName: "w1-k8s" }));
  world.run(3);
  expect(world.pod("second").status?.reason).toBe("NodePorts");
});

const fill = (path: string, megabytes: number): object => ({
  image: "busybox",
  command: ["sh", "-c", `dd if=/dev/zero of=${path} bs=1M count=${megabytes} && sleep 3600`],
});

test.each([
  [
    "its limit",
    { ...fill("/tmp/f", 60), resources: { limits: { "ephemeral-storage": "50Mi" } } },
    {},
    "Pod ephemeral local storage usage exceeds the total limit of containers 50Mi. ",
  ],
  [
    "a volume's limit",
    { ...fill("/cache/f", 60), volumeMounts: [{ name: "v", mountPath: "/cache" }] },
    { volumes: [{ name: "v", emptyDir: { sizeLimit: "20Mi" } }] },
    'Usage of EmptyDir volume "v" exceeds the limit "20Mi". ',
  ],
])("more written than %s: evicted", (_, container, spec, message) => {
  const world = createWorld();
  world.create(pod("writer", container, spec));
  world.run(20);
  expect(world.pod("writer").status).toMatchObject({ phase: "Failed", reason: "Evicted", message });
});

test("what is within its limits stays", () => {
  const world = createWorld();
  world.create(pod("writer", { ...fill("/tmp/f", 40), resources: { limits: { "ephemeral-storage": "50Mi" } } }));
  world.run(30);
  expect(world.pod("writer").status?.phase).toBe("Running");
});
