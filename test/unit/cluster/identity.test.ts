import { X509Certificate } from "node:crypto";
import { describe, expect, test } from "bun:test";
import { createMemoryStore } from "../../../src/apiserver/store/memory-store.ts";
import type { Cluster } from "../../../src/cluster/cluster.ts";
import { authenticate } from "../../../src/cluster/identity.ts";
import { makeSecrets } from "../../../src/cluster/kubeconfig.ts";
import { parseRelease, type Release } from "../../../src/release/release.ts";

const INSTALLED = Date.UTC(2026, 0, 1);

function releaseOf(version: string): Release {
  const release = parseRelease(version);
  if (!release) throw new Error(version);
  return release;
}

function clusterAt(now: number, seed = 1): Cluster {
  const record = { settings: { seed, clusterDomain: "cluster.local" }, adminCertificate: "" };
  return { record, store: createMemoryStore(), sim: { now: () => now } } as unknown as Cluster;
}

describe("the certificates of a new cluster", () => {
  test("are real ones, as long as kubeadm's", () => {
    const sizes = ["v1.18.4", "v1.20.2", "v1.23.7", "v1.28.15"].map((version) => {
      const { authority, certificate } = makeSecrets(1, releaseOf(version), INSTALLED);
      const ca = new X509Certificate(atob(authority));
      expect(new X509Certificate(atob(certificate)).verify(ca.publicKey)).toBe(true);
      expect(ca.verify(ca.publicKey)).toBe(true);
      return atob(authority).length;
    });
    expect(sizes).toEqual([1025, 1066, 1099, 1107]);
  });
});

describe("who shows a client certificate", () => {
  const { certificate } = makeSecrets(1, releaseOf("v1.23.7"), INSTALLED);
  const whoAt = (now: number, seed?: number) => authenticate(clusterAt(now, seed), { clientCertificateData: certificate });

  test("is whom it names", () => {
    expect(whoAt(INSTALLED + 1000)).toEqual({ name: "kubernetes-admin", groups: ["system:masters", "system:authenticated"] });
  });

  test("is nobody when it has ended, or another authority signed it", () => {
    expect(() => whoAt(INSTALLED + 366 * 24 * 3_600_000)).toThrow("Unauthorized");
    expect(() => whoAt(INSTALLED, 2)).toThrow("Unauthorized");
    expect(() => authenticate(clusterAt(INSTALLED), { clientCertificateData: btoa("x") })).toThrow("Unauthorized");
  });
});

test("from 1.29 on the administrator is one by a binding", () => {
  const groupsOf = (kubernetesVersion: string, isBound: boolean) => {
    const cluster = clusterAt(INSTALLED);
    Object.assign(cluster.record, { kubernetesVersion, adminCertificate: "mine" });
    const binding = {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRoleBinding",
      metadata: { name: "kubeadm:cluster-admins" },
    };
    if (isBound) cluster.store.put("clusterrolebindings.rbac.authorization.k8s.io", binding);
    return authenticate(cluster, { clientCertificateData: "mine" }).groups;
  };
  expect(groupsOf("v1.29.0", true)).toEqual(["kubeadm:cluster-admins", "system:authenticated"]);
  expect(groupsOf("v1.29.0", false)).toEqual(["system:masters", "system:authenticated"]);
  expect(groupsOf("v1.28.0", true)).toEqual(["system:masters", "system:authenticated"]);
});

describe("who acts as somebody else", () => {
  const { certificate } = makeSecrets(1, releaseOf("v1.23.7"), INSTALLED);
  const actAs = (impersonateUser: string, impersonateGroups: string[] = []) =>
    authenticate(clusterAt(INSTALLED + 1000), { clientCertificateData: certificate, impersonateUser, impersonateGroups });

  test("has that one's groups, and no others", () => {
    expect(actAs("kubernetes-admin").groups).toEqual(["system:authenticated"]);
    expect(actAs("jane", ["dev"]).groups).toEqual(["dev", "system:authenticated"]);
    expect(actAs("system:serviceaccount:a:b").groups).toEqual([
      "system:serviceaccounts",
      "system:serviceaccounts:a",
      "system:authenticated",
    ]);
    expect(actAs("system:anonymous").groups).toEqual(["system:unauthenticated"]);
  });

  test("has to be allowed to", () => {
    const nobody = (impersonateUser: string) => () => authenticate(clusterAt(INSTALLED), { impersonateUser });
    expect(nobody("jane")).toThrow(
      'users "jane" is forbidden: User "system:anonymous" cannot impersonate resource "users" in API group "" at the cluster scope',
    );
    expect(nobody("system:serviceaccount:a:b")).toThrow(
      'serviceaccounts "b" is forbidden: User "system:anonymous" cannot impersonate resource "serviceaccounts" in API group "" in the namespace "a"',
    );
  });
});
