import { describe, expect, test } from "bun:test";
import type { DaemonSet } from "../../../src/kinds/apps/daemonset/types.ts";
import type { Pod } from "../../../src/kinds/core/pod/types.ts";
import type { KubeObject } from "../../../src/machinery/object.ts";
import { createWorld } from "./world.ts";
import type { World } from "./world.ts";

const SETS = { group: "apps", version: "v1", resource: "daemonsets", namespace: "default" };
const NODES = { group: "", version: "v1", resource: "nodes", namespace: "" };

function daemonSet(name: string, spec: Record<string, unknown> = {}): KubeObject {
  const labels = { app: name };
  const template = { metadata: { labels }, spec: { containers: [{ name: "c", image: "nginx" }], ...spec } };
  return {
    apiVersion: "apps/v1",
    kind: "DaemonSet",
    metadata: { name, namespace: "default" },
    spec: { selector: { matchLabels: labels }, template },
  };
}

function nodesOf(world: World): string[] {
  return world
    .list<Pod>("pods")
    .map((pod) => pod.spec.nodeName ?? "")
    .sort();
}

describe("daemon set", () => {
  test("the count of its templates belongs to who made it", () => {
    const world = createWorld();
    world.client.create(SETS, daemonSet("ds"));
    const { annotations, managedFields } = world.get<DaemonSet>("daemonsets.apps", "ds").metadata;
    expect(annotations).toEqual({ "deprecated.daemonset.template.generation": "1" });
    expect(managedFields?.[0]?.fieldsV1?.["f:metadata"]).toEqual({
      "f:annotations": { ".": {}, "f:deprecated.daemonset.template.generation": {} },
    });
  });

  test("one pod a node, marked and bound to it", () => {
    const world = createWorld();
    world.client.create(SETS, daemonSet("ds"));
    world.advance(3000);
    expect(nodesOf(world)).toEqual(["w1-k8s", "w2-k8s", "w3-k8s"]);
    const [pod] = world.list<Pod>("pods");
    expect(pod?.metadata.labels?.["pod-template-generation"]).toBe("1");
    const [revision] = world.list("controllerrevisions.apps");
    expect(revision?.metadata.name).toBe(`ds-${pod?.metadata.labels?.["controller-revision-hash"] ?? ""}`);
    const own = (pod?.spec.tolerations ?? []).filter((toleration) => toleration.tolerationSeconds === undefined);
    expect(own.map(({ key = "", effect = "" }) => `${key.replace("node.kubernetes.io/", "")}:${effect}`)).toEqual([
      "not-ready:NoExecute",
      "unreachable:NoExecute",
      "disk-pressure:NoSchedule",
      "memory-pressure:NoSchedule",
      "pid-pressure:NoSchedule",
      "unschedulable:NoSchedule",
    ]);
    expect(world.get<DaemonSet>("daemonsets.apps", "ds").status).toEqual({
      currentNumberScheduled: 3,
      desiredNumberScheduled: 3,
      numberAvailable: 3,
      numberMisscheduled: 0,
      numberReady: 3,
      observedGeneration: 1,
      updatedNumberScheduled: 3,
    });
  });

  test("follows nodes: new ones, tainted ones, labels", () => {
    const world = createWorld();
    world.client.patch(NODES, "w1-k8s", "merge", { spec: { taints: [{ key: "dedicated", effect: "NoSchedule" }] } });
    world.client.create(SETS, daemonSet("ds"));
    world.client.create(SETS, daemonSet("ssd", { nodeSelector: { disk: "ssd" } }));
    world.advance(3000);
    expect(nodesOf(world)).toEqual(["w2-k8s", "w3-k8s"]);
    world.client.create(NODES, { apiVersion: "v1", kind: "Node", metadata: { name: "w4-k8s" }, spec: {} });
    world.client.patch(NODES, "w3-k8s", "merge", { metadata: { labels: { disk: "ssd" } } });
    world.advance(3000);
    expect(nodesOf(world)).toEqual(["w2-k8s", "w3-k8s", "w3-k8s", "w4-k8s"]);
    world.client.patch(NODES, "w3-k8s", "merge", { metadata: { labels: { disk: "hdd" } } });
    world.advance(3000);
    expect(nodesOf(world)).toEqual(["w2-k8s", "w3-k8s", "w4-k8s"]);
  });

  test.each(["v1.20.2", "v1.23.7"])("rolling update on %s: one node after the other", (version) => {
    const world = createWorld(version);
    world.client.create(SETS, daemonSet("ds"));
    world.advance(3000);
    world.client.patch(SETS, "ds", "strategic", { spec: { template: { spec: { containers: [{ name: "c", image: "nginx:2" }] } } } });
    world.advance(500);
    const images = () =>
      world
        .list<Pod>("pods")
        .map((pod) => pod.spec.containers[0]?.image)
        .sort();
    expect(images()).toEqual(["nginx", "nginx", "nginx:2"]);
    world.advance(10_000);
    expect(images()).toEqual(["nginx:2", "nginx:2", "nginx:2"]);
    expect(world.get<DaemonSet>("daemonsets.apps", "ds").status).toMatchObject({ updatedNumberScheduled: 3, numberAvailable: 3 });
    expect(
      world
        .list("controllerrevisions.apps")
        .map((revision) => revision["revision"])
        .sort(),
    ).toEqual([1, 2]);
  });
});
