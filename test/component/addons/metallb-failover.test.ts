import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { parseYaml } from "../../../src/base/yaml-in.ts";
import { splitYamlDocuments } from "../../../src/base/yaml-documents.ts";
import { metallbManifest } from "../../../src/cluster/manifests/metallb.ts";
import { announcingNodes } from "../../../src/components/metallb/announcer.ts";
import { leaderOrder } from "../../../src/components/metallb/leader.ts";
import { versionNamed } from "../../../src/images/metallb/versions.ts";
import { breakNode } from "../../../src/components/node-lifecycle/health.ts";
import type { Pod } from "../../../src/kinds/core/pod/types.ts";
import type { KubeObject } from "../../../src/machinery/object.ts";
import { setFault } from "../../../src/network/node-faults.ts";
import { createWorld, node, type World } from "../nodes/world.ts";

setDefaultTimeout(60_000);

const ADDRESS = "192.168.1.11";
const NODES = ["m-k8s", "w1-k8s", "w2-k8s", "w3-k8s"];

/** MetalLB of that tag, three pods on three workers, and a service with an address. */
function labWith(
  tag: string,
  spec: object = {},
  config = "address-pools: [{ name: p, protocol: layer2, addresses: [192.168.1.11/32] }]",
): World {
  const linux = (one: KubeObject): KubeObject => {
    const labels = { ...one.metadata.labels, "kubernetes.io/os": "linux", "beta.kubernetes.io/os": "linux" };
    return { ...one, metadata: { ...one.metadata, labels } };
  };
  const world = createWorld({ nodes: NODES.map((name, index) => linux(node(name, index === 0 ? 10 : 100 + index, index === 0))) });
  const documents = (text: string): KubeObject[] => splitYamlDocuments(text).map((one) => parseYaml(one.text) as unknown as KubeObject);
  if (!tag.startsWith("v0.8")) for (const one of documents(metallbManifest(tag, "manifests/namespace.yaml") ?? "")) world.create(one);
  for (const one of documents(metallbManifest(tag, "manifests/metallb.yaml") ?? "")) {
    const { namespace: _, ...metadata } = one.metadata;
    world.create(one.kind === "PodSecurityPolicy" || one.kind.startsWith("Cluster") ? { ...one, metadata } : one);
  }
  const map = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "config", namespace: "metallb-system" }, data: { config } };
  world.create(map as unknown as KubeObject);
  for (const worker of ["w1-k8s", "w2-k8s", "w3-k8s"]) {
    world.create({
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: `web-${worker}`, labels: { app: "web" } },
      spec: { nodeName: worker, containers: [{ name: "web", image: "nginx" }] },
    } as unknown as KubeObject);
  }
  world.run(60);
  world.create({
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "web" },
    spec: { type: "LoadBalancer", selector: { app: "web" }, ports: [{ port: 80 }], ...spec },
  } as unknown as KubeObject);
  world.run(1);
  return world;
}

function leader(world: World): string | undefined {
  return announcingNodes(ADDRESS, world)[0];
}

function order(version: string, nodes: readonly string[]): string[] {
  return leaderOrder(nodes, { service: "default/web", address: ADDRESS }, versionNamed(version));
}

function announcements(world: World): string[] {
  return world.events("web").filter((line) => line.includes("nodeAssigned"));
}

function deleteSpeaker(world: World, node: string): void {
  const speakers = world.store.list("pods", { namespace: "metallb-system" }) as readonly Pod[];
  const speaker = speakers.find(({ spec, metadata }) => spec.nodeName === node && metadata.name?.startsWith("speaker-"));
  world.client.delete({ group: "", version: "v1", resource: "pods", namespace: "metallb-system" }, speaker?.metadata.name ?? "", {});
}

describe("with memberlist", () => {
  test("when its machine goes away the next takes over within seconds, and gives back", () => {
    const world = labWith("v0.12.1");
    const [first = "", second = ""] = order("0.12.1", NODES);
    expect(leader(world)).toBe(first);
    expect(announcements(world)).toEqual([`Normal nodeAssigned announcing from node "${first}"`]);
    breakNode(world.context("somebody"), first, "off");
    world.run(4.9);
    expect(leader(world)).toBeUndefined();
    expect(announcements(world)).toHaveLength(1);
    world.run(4.2);
    expect(leader(world)).toBe(second);
    expect(announcements(world).at(-1)).toBe(`Normal nodeAssigned announcing from node "${second}"`);
    setFault(world.memory, first, undefined);
    expect(leader(world)).toBe(first);
  });

  test("a kubelet that is stopped changes nothing; a cut network is a machine that is gone", () => {
    const world = labWith("v0.12.1");
    const [first = "", second = ""] = order("0.12.1", NODES);
    breakNode(world.context("somebody"), first, "kubelet-stopped");
    world.run(30);
    expect(leader(world)).toBe(first);
    breakNode(world.context("somebody"), first, "network-cut");
    world.run(10);
    expect(leader(world)).toBe(second);
  });

  test("a speaker that stops says so", () => {
    const world = labWith("v0.12.1");
    const [first = "", second = ""] = order("0.12.1", NODES);
    deleteSpeaker(world, first);
    world.run(2.5);
    expect(leader(world)).toBe(second);
    world.run(30);
    expect(leader(world)).toBe(first);
  });

  test("policy Local has the address where the pods are", () => {
    const world = labWith("v0.12.1", { externalTrafficPolicy: "Local" });
    const workers = order("0.12.1", NODES.slice(1));
    expect(leader(world)).toBe(workers[0]);
    world.deletePod(`web-${workers[0]}`, 0);
    world.run(2);
    expect(leader(world)).toBe(workers[1]);
    for (const worker of workers.slice(1)) world.deletePod(`web-${worker}`, 0);
    world.run(2);
    expect(leader(world)).toBeUndefined();
  });
});

describe("v0.8", () => {
  test("the address moves when the endpoints do, after 40 s; masters lead no workers' pods", () => {
    const world = labWith("v0.8.3");
    const [first = "", second = ""] = order("0.8.2", NODES.slice(1));
    expect(leader(world)).toBe(first);
    breakNode(world.context("somebody"), first, "off");
    world.run(39);
    expect(leader(world)).toBeUndefined();
    world.run(8);
    expect(leader(world)).toBe(second);
    expect(announcements(world).at(-1)).toBe(`Normal nodeAssigned announcing from node "${second}"`);
  });

  test("without its speaker the address is dead until the speaker is back", () => {
    const world = labWith("v0.8.3");
    const [first = ""] = order("0.8.2", NODES.slice(1));
    deleteSpeaker(world, first);
    world.run(1);
    expect(leader(world)).toBeUndefined();
    world.run(20);
    expect(leader(world)).toBe(first);
  });
});

test("in BGP mode every node tells of the address", () => {
  const config = `peers: [{ my-asn: 64500, peer-asn: 64501, peer-address: 192.168.1.1 }]
address-pools: [{ name: p, protocol: bgp, addresses: [192.168.1.11/32] }]`;
  expect([...announcingNodes(ADDRESS, labWith("v0.12.1", {}, config))].sort()).toEqual(NODES);
  const local = labWith("v0.12.1", { externalTrafficPolicy: "Local" }, config);
  expect([...announcingNodes(ADDRESS, local)].sort()).toEqual(NODES.slice(1));
  expect(announcements(local)).toHaveLength(3);
});
