import { describe, expect, test } from "bun:test";
import type { KubeObject, ResourceKey } from "../../../../src/machinery/object.ts";
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
  ["v1.30.1", "7db6d8ff4d"],
  ["v1.30.14", "55cb58b774"],
  ["v1.31.14", "7c65d6cfc9"],
  ["v1.32.0", "668d6bf9bc"],
];

// the same, for the templates that the book's two editions apply
const CALICO: readonly (readonly [profile: string, version: string, node: string, controllers: string])[] = [
  ["book", "v1.18.4", "fb48db7f", "99c9b6f64"],
  ["book", "v1.20.2", "6db8b76c8f", "7f877694c5"],
  ["book", "v1.23.7", "775d6b8499", "74c97f644c"],
  ["book", "v1.25.16", "7655fddcd8", "b94ffbd44"],
  ["book", "v1.28.15", "b9f57545b", "7b86d4fdc8"],
  ["book", "v1.30.1", "5fb867fdd4", "849595bccf"],
  ["book-2nd", "v1.18.4", "79d785d74c", "6ccd6997d4"],
  ["book-2nd", "v1.20.2", "55d475747f", "5b569c68b8"],
  ["book-2nd", "v1.23.7", "764666b9b5", "6dbcfc9dd8"],
  ["book-2nd", "v1.25.10", "7d84bf658b", "5547847fd5"],
  ["book-2nd", "v1.28.15", "85ddd8d7dd", "76478d87c9"],
  ["book-2nd", "v1.30.1", "68994f754c", "7f86754669"],
];

/** `NAME-HASH` of every replica set and of every daemon set's revision in kube-system of a fresh cluster. */
async function hashed(options: Parameters<typeof startCluster>[0]): Promise<{ replicaSets: string[]; revisions: string[] }> {
  const { cluster, end } = await startCluster(options);
  const names = (resource: ResourceKey) =>
    cluster.store.list(resource, { namespace: "kube-system" }).map(({ metadata }: KubeObject) => metadata.name ?? "");
  try {
    return { replicaSets: names("replicasets.apps"), revisions: names("controllerrevisions.apps") };
  } finally {
    end();
  }
}

describe("a new cluster's own deployments have the hashes that every reader sees", () => {
  test.each(COREDNS)("coredns of %s is %s", async (kubernetesVersion, hash) => {
    expect((await hashed({ kubernetesVersion })).replicaSets).toContain(`coredns-${hash}`);
  });

  test.each(CALICO)("Calico of profile %s on %s is %s and %s", async (profile, kubernetesVersion, node, controllers) => {
    const { replicaSets, revisions } = await hashed({ profile, kubernetesVersion });
    expect(replicaSets).toContain(`calico-kube-controllers-${controllers}`);
    expect(revisions).toContain(`calico-node-${node}`);
  });

  test("a book-2nd cluster of v1.30.1 has these and no others", async () => {
    expect(await hashed({ profile: "book-2nd" })).toEqual({
      replicaSets: ["calico-kube-controllers-7f86754669", "coredns-7db6d8ff4d"],
      revisions: ["calico-node-68994f754c", "kube-proxy-5dbf89796d"],
    });
  });

  test("kubespray's three", async () => {
    expect((await hashed({ profile: "kubespray" })).replicaSets).toEqual([
      "calico-kube-controllers-6dd874f784",
      "coredns-76b4fb4578",
      "dns-autoscaler-7979fb6659",
    ]);
  });
});
