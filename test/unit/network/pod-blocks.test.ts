import { expect, test } from "bun:test";
import { inCidr, tunnelAddressOf } from "../../../src/network/pod-blocks.ts";

// facts/calico.md 2.2
const blocks: readonly (readonly [pool: string, size: number, node: string, address: string])[] = [
  ["172.16.0.0/16", 26, "m-k8s", "172.16.171.64"],
  ["172.16.0.0/16", 26, "w1-k8s", "172.16.221.128"],
  ["172.16.0.0/16", 26, "w2-k8s", "172.16.103.128"],
  ["172.16.0.0/16", 26, "w3-k8s", "172.16.132.0"],
  ["172.16.0.0/16", 26, "w4-k8s", "172.16.180.0"],
  ["172.16.0.0/16", 26, "cp-k8s", "172.16.196.128"],
  ["10.233.64.0/18", 24, "worker1", "10.233.110.0"],
  ["10.233.64.0/18", 24, "worker2", "10.233.103.0"],
  ["10.233.64.0/18", 26, "node4", "10.233.74.64"],
  ["192.168.0.0/16", 26, "minikube", "192.168.120.64"],
];

for (const [pool, size, node, address] of blocks) {
  test(`${node} takes ${address} of ${pool}`, () => expect(tunnelAddressOf(pool, size, node)).toBe(address));
}

test("an address is in its network", () => {
  expect([inCidr("10.111.255.255", "10.96.0.0/12"), inCidr("10.112.0.0", "10.96.0.0/12")]).toEqual([true, false]);
});
