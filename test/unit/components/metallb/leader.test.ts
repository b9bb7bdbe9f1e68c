import { describe, expect, test } from "bun:test";
import { createHash } from "node:crypto";
import fc from "fast-check";
import { leaderOrder } from "../../../../src/components/metallb/leader.ts";
import { versionNamed } from "../../../../src/images/metallb/versions.ts";

const BY_SERVICE = ["0.8.2", "0.9.6"];
const BY_ADDRESS = ["0.12.1", "0.13.4", "0.13.9", "0.13.10", "0.15.3"];

/** speaker/layer2_controller.go, by Node's own hash: the node whose sum over `node#key` is the least. */
function leaderByReference(nodes: readonly string[], key: string): string {
  const sums = nodes.map((node) => createHash("sha256").update(`${node}#${key}`).digest());
  const least = sums.reduce((best, sum, index) => (Buffer.compare(sum, sums[best] ?? sum) < 0 ? index : best), 0);
  return nodes[least] ?? "";
}

const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,12}[a-z0-9]$/);
const address = fc.ipV4();

describe("the leader is the one that every speaker comes to", () => {
  test.each([...BY_SERVICE, ...BY_ADDRESS])("%s", (version) => {
    const property = fc.property(
      fc.uniqueArray(name, { minLength: 1, maxLength: 12 }),
      name,
      name,
      address,
      (nodes, namespace, service, ip) => {
        const key = BY_SERVICE.includes(version) ? `${namespace}/${service}` : ip;
        const [leader] = leaderOrder(nodes, { service: `${namespace}/${service}`, address: ip }, versionNamed(version));
        expect(leader).toBe(leaderByReference(nodes, key));
      },
    );
    fc.assert(property, { numRuns: 1000, seed: 20 });
  });

  // facts/metallb.md 7; the first is a seed's
  test.each([
    ["0.13.4", "", "192.168.100.240", "master worker1 worker2", "master worker2 worker1"],
    ["0.13.4", "", "192.168.100.241", "master worker1 worker2", "worker2 master worker1"],
    ["0.8.2", "default/lb-hname-svc", "192.168.1.11", "w1-k8s w2-k8s w3-k8s", "w1-k8s w2-k8s w3-k8s"],
    ["0.8.2", "default/lb-ip-svc", "192.168.1.12", "w1-k8s w2-k8s w3-k8s", "w1-k8s w3-k8s w2-k8s"],
    ["0.8.2", "default/hpa-hname-svc", "192.168.1.11", "w1-k8s w2-k8s w3-k8s", "w3-k8s w1-k8s w2-k8s"],
    ["0.13.10", "", "192.168.1.11", "cp-k8s w1-k8s w2-k8s w3-k8s", "cp-k8s w1-k8s w3-k8s w2-k8s"],
    ["0.13.10", "", "192.168.1.12", "cp-k8s w1-k8s w2-k8s w3-k8s", "w3-k8s cp-k8s w2-k8s w1-k8s"],
    ["0.13.10", "", "192.168.1.13", "cp-k8s w1-k8s w2-k8s w3-k8s", "w1-k8s cp-k8s w3-k8s w2-k8s"],
  ])("%s %s %s", (version, service, ip, nodes, order) => {
    expect(leaderOrder(nodes.split(" "), { service, address: ip }, versionNamed(version)).join(" ")).toBe(order);
  });
});
