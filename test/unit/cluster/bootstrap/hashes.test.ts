import { describe, expect, test } from "bun:test";
import type { KubeObject } from "../../../../src/machinery/object.ts";
import { startCluster } from "../../../support/cluster.ts";

// facts/cluster-profiles.md 1.4: what public clusters of that release call their coredns pods
const COREDNS: readonly (readonly [version: string, hash: string])[] = [
  ["v1.18.4", "66bff467f8"],
  ["v1.19.16", "f9fd979d6"],
  ["v1.20.2", "74ff55c5b"],
  ["v1.21.14", "558bd4d5db"],
  ["v1.22.17", "78fcd69978"],
  ["v1.23.7", "64897985d"],
  ["v1.24.17", "6d4b75cb6d"],
  ["v1.25.16", "565d847f94"],
  ["v1.26.15", "787d4945fb"],
  ["v1.27.16", "5d78c9869d"],
  ["v1.28.15", "5dd5756b68"],
  ["v1.29.14", "76f75df574"],
  ["v1.30.0", "7db6d8ff4d"],
  ["v1.30.14", "55cb58b774"],
  ["v1.31.14", "7c65d6cfc9"],
  ["v1.32.0", "668d6bf9bc"],
];

/** `NAME-HASH` of every replica set of kube-system on a fresh cluster. */
async function replicaSets(options: Parameters<typeof startCluster>[0]): Promise<string[]> {
  const { cluster, end } = await startCluster(options);
  try {
    return cluster.store.list("replicasets.apps", { namespace: "kube-system" }).map(({ metadata }: KubeObject) => metadata.name ?? "");
  } finally {
    end();
  }
}

describe("a new cluster's own deployments have the hashes that every reader sees", () => {
  test.each(COREDNS)("coredns of %s is %s", async (kubernetesVersion, hash) => {
    expect(await replicaSets({ kubernetesVersion })).toContain(`coredns-${hash}`);
  });

  test("calico-kube-controllers of the book", async () => {
    expect(await replicaSets({ profile: "book" })).toEqual(["calico-kube-controllers-99c9b6f64", "coredns-66bff467f8"]);
  });

  test("kubespray's three", async () => {
    expect(await replicaSets({ profile: "kubespray" })).toEqual([
      "calico-kube-controllers-6dd874f784",
      "coredns-76b4fb4578",
      "dns-autoscaler-7979fb6659",
    ]);
  });
});
