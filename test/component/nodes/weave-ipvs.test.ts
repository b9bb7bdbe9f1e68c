import { expect, test } from "bun:test";
import { createPrograms } from "../../../src/images/programs.ts";
import { runCurl } from "../../../src/network/curl/curl.ts";
import { curlVersion } from "../../../src/network/curl/messages.ts";
import { createNetwork } from "../../../src/network/network.ts";
import type { Place } from "../../../src/network/types.ts";
import { createWorld, pod } from "./world.ts";

/** Three pods on w1-k8s, w2-k8s and w3-k8s behind a service, with Weave Net and kube-proxy in IPVS mode. */
function lab(service: object = {}, pins: Record<string, string[]> = {}) {
  const world = createWorld({ pins, settings: { ipam: "weave", podCidr: "10.32.0.0/12", proxyMode: "ipvs" } });
  for (const [name, nodeName] of Object.entries({ a: "w1-k8s", b: "w2-k8s", c: "w3-k8s" })) {
    const made = pod(name, { image: "amsy810/echo-nginx:v2.0" }, { nodeName });
    world.create({ ...made, metadata: { name, labels: { app: "echo" } } });
  }
  world.create({
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "echo" },
    spec: { type: "NodePort", clusterIP: "10.96.0.77", selector: { app: "echo" }, ports: [{ port: 80, nodePort: 30000 }], ...service },
  });
  world.run(4);
  const { lister, sim, memory, cluster } = world;
  const network = createNetwork({ lister, sim, memory, cluster, programs: createPrograms(world.context("kubelet")) });
  const curl = (line: string, from: Place = { kind: "pc" }) => runCurl(line.split(" "), { network, from, version: curlVersion("7.29.0") });
  const answer = (line: string, from?: Place) => /From=(\S+) +ClientIP=(\S+)/.exec(curl(line, from).stdout)?.slice(1).join(" ");
  return { world, curl, answer };
}

test("pods have the first free addresses of their node's range, and a freed one is used again at once", () => {
  const { world } = lab();
  const addressOf = (name: string) => world.pod(name).status?.podIP;
  expect(["a", "b", "c"].map(addressOf)).toEqual(["10.40.0.1", "10.44.0.1", "10.36.0.1"]);
  world.create(pod("d", {}, { nodeName: "w1-k8s" }));
  world.create(pod("first", {}, { nodeName: "m-k8s" }));
  world.run(4);
  expect([addressOf("d"), addressOf("first")]).toEqual(["10.40.0.2", "10.32.0.2"]);
  world.client.delete({ group: "", version: "v1", resource: "pods", namespace: "default" }, "a", { gracePeriodSeconds: 0 });
  world.run(4);
  world.create(pod("e", {}, { nodeName: "w1-k8s" }));
  world.run(4);
  expect(addressOf("e")).toBe("10.40.0.1");
});

test("connections go round each node's backends, and pods see the bridge of the node that was asked", () => {
  const { answer } = lab();
  const ask = () => answer("-s 192.168.1.101:30000");
  expect([ask(), ask(), ask(), ask()]).toEqual(["c 10.40.0.0", "a 10.40.0.0", "b 10.40.0.0", "c 10.40.0.0"]);
  expect(answer("-s 192.168.1.10:30000")).toBe("c 10.32.0.1");
});

test("a tape says where the round begins", () => {
  const { answer } = lab({}, { "backend/default/echo": ["b"] });
  const ask = () => answer("-s 192.168.1.101:30000")?.split(" ")[0];
  expect([ask(), ask(), ask()]).toEqual(["b", "c", "a"]);
});

test("what nobody serves on a service's address is refused, and so is policy Local elsewhere", () => {
  const { curl } = lab({ externalTrafficPolicy: "Local", selector: { app: "none" } });
  const node: Place = { kind: "node", name: "m-k8s" };
  expect(curl("-s 10.96.0.77:81", node).exitCode).toBe(7);
  expect(curl("-s -m 5 10.96.0.78:80", node).exitCode).toBe(28);
  expect(lab({ externalTrafficPolicy: "Local" }).curl("-s 192.168.1.10:30000").exitCode).toBe(7);
});
