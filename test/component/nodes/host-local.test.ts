import { expect, test } from "bun:test";
import { createPrograms } from "../../../src/images/programs.ts";
import { runCurl } from "../../../src/network/curl/curl.ts";
import { curlVersion } from "../../../src/network/curl/messages.ts";
import { createNetwork } from "../../../src/network/network.ts";
import type { Place } from "../../../src/network/types.ts";
import { createWorld, pod } from "./world.ts";

/** A node of flannel's: its podCIDR and nothing of Calico. */
function lab() {
  const world = createWorld({ settings: { ipam: "host-local", podCidr: "10.244.0.0/16" } });
  ["m-k8s", "w1-k8s", "w2-k8s", "w3-k8s"].forEach((name, index) => {
    const ref = { group: "", version: "v1", resource: "nodes", namespace: "" };
    world.client.patch(ref, name, "merge", { spec: { podCIDR: `10.244.${index}.0/24` } });
  });
  const { lister, sim, memory, cluster } = world;
  const network = createNetwork({ lister, sim, memory, cluster, programs: createPrograms(world.context("kubelet")) });
  const curl = (line: string, from: Place) => runCurl(line.split(" "), { network, from, version: curlVersion("7.29.0") });
  return {
    world,
    client: (line: string, from: Place) => /ClientIP=(\S+)/.exec(curl(line, from).stdout)?.[1],
    run(name: string, nodeName: string): string | undefined {
      world.create(pod(name, { image: "amsy810/echo-nginx:v2.0" }, { nodeName }));
      world.run(4);
      return world.pod(name).status?.podIP;
    },
  };
}

test("pods have the next address of their node's podCIDR; a freed one waits until all others have been used", () => {
  const { world, run } = lab();
  expect([run("a", "w1-k8s"), run("b", "w1-k8s"), run("c", "w2-k8s")]).toEqual(["10.244.1.2", "10.244.1.3", "10.244.2.2"]);
  world.client.delete({ group: "", version: "v1", resource: "pods", namespace: "default" }, "a", { gracePeriodSeconds: 0 });
  world.run(4);
  expect(run("d", "w1-k8s")).toBe("10.244.1.4");
});

test("a node reaches its own pods from the bridge and others' pods from flannel's device", () => {
  const { client, run } = lab();
  const ip = run("a", "w1-k8s");
  expect(client(`-s ${ip}`, { kind: "node", name: "w1-k8s" })).toBe("10.244.1.1");
  expect(client(`-s ${ip}`, { kind: "node", name: "w2-k8s" })).toBe("10.244.2.0");
});
