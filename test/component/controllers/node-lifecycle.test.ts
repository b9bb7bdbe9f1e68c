import { describe, expect, test } from "bun:test";
import { setFault } from "../../../src/components/kubelet/liveness.ts";
import { breakNode } from "../../../src/components/node-lifecycle/health.ts";
import type { Node } from "../../../src/kinds/core/node/types.ts";
import type { Pod } from "../../../src/kinds/core/pod/types.ts";
import { parseRelease } from "../../../src/release/release.ts";
import { DEPLOYMENTS, createWorld, deployment } from "./world.ts";
import type { World } from "./world.ts";

const NODES = { group: "", version: "v1", resource: "nodes", namespace: "" };

function stopKubelet(world: World, name: string): void {
  const release = parseRelease("v1.20.2");
  if (release) breakNode({ sim: world.sim, memory: world.memory, release }, name, "kubelet-stopped");
}

function taints(world: World, name: string): string[] {
  return (world.get<Node>("nodes", name, "").spec.taints ?? []).map(
    ({ key, effect }) => `${key.replace("node.kubernetes.io/", "")}:${effect}`,
  );
}

describe("node lifecycle", () => {
  test("a silent node is unknown after 40 s, tainted, and left by its pods 300 s later", () => {
    const world = createWorld();
    world.client.create(DEPLOYMENTS, deployment("web", 3));
    world.advance(5000);
    stopKubelet(world, "w1-k8s");
    world.advance(39_000);
    expect(taints(world, "w1-k8s")).toEqual([]);
    world.advance(7000);
    const ready = world.get<Node>("nodes", "w1-k8s", "").status?.conditions?.find(({ type }) => type === "Ready");
    expect(ready).toMatchObject({ status: "Unknown", reason: "NodeStatusUnknown", message: "Kubelet stopped posting node status." });
    expect(taints(world, "w1-k8s")).toEqual(["unreachable:NoSchedule", "unreachable:NoExecute"]);
    expect(world.events("Node")).toContain("NodeNotReady Node w1-k8s status is now: NodeNotReady");
    const onNode = world.list<Pod>("pods").filter((pod) => pod.spec.nodeName === "w1-k8s");
    expect(onNode.map((pod) => pod.status?.conditions?.find(({ type }) => type === "Ready")?.status)).toEqual(onNode.map(() => "False"));
    const names = onNode.map((pod) => pod.metadata.name ?? "");
    world.advance(290_000);
    expect(names.every((name) => world.find("pods", name) !== undefined)).toBe(true);
    world.advance(15_000);
    expect(names.some((name) => world.find("pods", name) !== undefined)).toBe(false);
    expect(world.events("Pod")).toContain(`TaintManagerEviction Marking for deletion Pod default/${names[0] ?? ""}`);
  });

  test("a node that comes back keeps its pods", () => {
    const world = createWorld();
    world.client.create(DEPLOYMENTS, deployment("web", 3));
    world.advance(5000);
    stopKubelet(world, "w1-k8s");
    world.advance(100_000);
    const names = world.list<Pod>("pods").map((pod) => pod.metadata.name ?? "");
    setFault(world.memory, "w1-k8s", undefined);
    const node = world.get<Node>("nodes", "w1-k8s", "");
    world.client.updateStatus(NODES, { ...node, status: { conditions: [{ type: "Ready", status: "True", reason: "KubeletReady" }] } });
    world.advance(400_000);
    expect(taints(world, "w1-k8s")).toEqual([]);
    expect(world.list<Pod>("pods").map((pod) => pod.metadata.name ?? "")).toEqual(names);
    expect(world.events("Pod").some((event) => event.startsWith("TaintManagerEviction Cancelling deletion of Pod default/web-"))).toBe(
      true,
    );
  });

  test("NoExecute without toleration evicts at once; cordon taints", () => {
    const world = createWorld();
    world.client.create(DEPLOYMENTS, deployment("web", 3));
    world.advance(5000);
    world.client.patch(NODES, "w2-k8s", "merge", { spec: { unschedulable: true } });
    world.advance(100);
    expect(taints(world, "w2-k8s")).toEqual(["unschedulable:NoSchedule"]);
    const before = world
      .list<Pod>("pods")
      .filter((pod) => pod.spec.nodeName === "w3-k8s")
      .map((pod) => pod.metadata.name ?? "");
    world.client.patch(NODES, "w3-k8s", "merge", { spec: { taints: [{ key: "out", effect: "NoExecute" }] } });
    world.advance(200);
    expect(before.length).toBeGreaterThan(0);
    expect(before.every((name) => world.find("pods", name) === undefined)).toBe(true);
  });

  test("nobody is evicted while no node at all is ready", () => {
    const world = createWorld("v1.20.2", () => 1000, ["only"]);
    stopKubelet(world, "only");
    world.advance(60_000);
    expect(taints(world, "only")).toEqual(["unreachable:NoSchedule"]);
  });

  test("a removed node is announced, and its pods go after the quarantine", () => {
    const world = createWorld();
    world.client.create(DEPLOYMENTS, deployment("web", 3));
    world.advance(5000);
    const names = world
      .list<Pod>("pods")
      .filter((pod) => pod.spec.nodeName === "w1-k8s")
      .map((pod) => pod.metadata.name ?? "");
    world.client.delete(NODES, "w1-k8s");
    world.advance(100);
    expect(world.events("Node").at(-1)).toBe("RemovingNode Node w1-k8s event: Removing Node w1-k8s from Controller");
    world.advance(39_000);
    expect(names.length).toBeGreaterThan(0);
    expect(names.every((name) => world.find("pods", name) !== undefined)).toBe(true);
    world.advance(25_000);
    expect(names.some((name) => world.find("pods", name) !== undefined)).toBe(false);
  });
});
