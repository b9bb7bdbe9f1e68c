import { expect, test } from "bun:test";
import { endpointGroups } from "../../../../src/components/endpointslice/groups.ts";
import type { Pod } from "../../../../src/kinds/core/pod/types.ts";
import type { Service } from "../../../../src/kinds/core/service/types.ts";

const port = (name: string, number: number, protocol: string) => ({ name, port: number, protocol, targetPort: number });
const service = {
  apiVersion: "v1",
  kind: "Service",
  metadata: { name: "kube-dns", namespace: "kube-system" },
  spec: { ports: [port("dns", 53, "UDP"), port("dns-tcp", 53, "TCP"), port("metrics", 9153, "TCP")] },
} as unknown as Service;
const pod = {
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "coredns-1", namespace: "kube-system" },
  spec: { containers: [{ name: "coredns", image: "coredns" }], nodeName: "m-k8s" },
  status: { phase: "Running", podIP: "172.16.0.5" },
} as unknown as Pod;

// As 1.20.2 and 1.23 list the ports of their DNS services
test.each([
  [false, [53, 9153, 53]],
  [true, [9153, 53, 53]],
])("ports stand in the order of their hashes, v1: %p", (nodeNames, expected) => {
  const style = { nodeNames, terminating: false, resourceVersions: true };
  const [group] = endpointGroups(service, [pod], () => undefined, style).values();
  expect(group?.ports.map((each) => each.port)).toEqual(expected);
});
