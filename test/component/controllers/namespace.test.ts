import { describe, expect, test } from "bun:test";
import type { Namespace } from "../../../src/kinds/core/namespace/types.ts";
import type { Secret } from "../../../src/kinds/core/secret/types.ts";
import type { ServiceAccount } from "../../../src/kinds/core/serviceaccount/types.ts";
import { createWorld } from "./world.ts";

const NAMESPACES = { group: "", version: "v1", resource: "namespaces", namespace: "" };
const MAPS = { group: "", version: "v1", resource: "configmaps", namespace: "t1" };
const t1 = { apiVersion: "v1", kind: "Namespace", metadata: { name: "t1" } };

describe("a namespace", () => {
  test("gets its service account, token and CA by version", () => {
    const old = createWorld("v1.20.2");
    old.client.create(NAMESPACES, t1);
    old.advance(0);
    const account = old.get<ServiceAccount>("serviceaccounts", "default", "t1");
    expect(account.secrets?.[0]?.name).toMatch(/^default-token-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
    const secret = old.get<Secret>("secrets", account.secrets?.[0]?.name ?? "", "t1");
    expect(secret.type).toBe("kubernetes.io/service-account-token");
    expect(secret.metadata.annotations?.["kubernetes.io/service-account.uid"]).toBe(account.metadata.uid ?? "");
    const [, claims = ""] = atob(secret.data?.["token"] ?? "").split(".");
    expect(atob(claims)).toContain('"sub":"system:serviceaccount:t1:default"');
    expect(old.find("configmaps", "kube-root-ca.crt", "t1")).toBeDefined();

    const oldest = createWorld("v1.18.4");
    expect(oldest.find("configmaps", "kube-root-ca.crt")).toBeUndefined();

    const fresh = createWorld("v1.27.3");
    expect(fresh.get<ServiceAccount>("serviceaccounts", "default").secrets).toBeUndefined();
    expect(fresh.list("secrets")).toHaveLength(0);
    expect(fresh.get("configmaps", "kube-root-ca.crt").metadata.annotations?.["kubernetes.io/description"]).toStartWith(
      "Contains a CA bundle",
    );
  });

  test("a deleted default account, token or CA comes back", () => {
    const world = createWorld("v1.20.2");
    const inDefault = (resource: string) => ({ group: "", version: "v1", resource, namespace: "default" });
    const former = world.get<ServiceAccount>("serviceaccounts", "default").secrets?.[0]?.name ?? "";
    world.client.delete(inDefault("serviceaccounts"), "default");
    world.client.delete(inDefault("configmaps"), "kube-root-ca.crt");
    world.advance(100);
    const now = world.get<ServiceAccount>("serviceaccounts", "default").secrets?.[0]?.name ?? "";
    expect(now).not.toBe(former);
    expect(world.find("secrets", former)).toBeUndefined();
    expect(world.find("configmaps", "kube-root-ca.crt")).toBeDefined();
  });

  test("is emptied five seconds after its deletion and then goes", () => {
    const world = createWorld();
    world.client.create(NAMESPACES, t1);
    world.advance(1000);
    world.client.delete(NAMESPACES, "t1");
    world.advance(4900);
    expect(world.get<Namespace>("namespaces", "t1", "").status?.phase).toBe("Terminating");
    expect(world.find("configmaps", "kube-root-ca.crt", "t1")).toBeDefined();
    world.advance(200);
    expect(world.find("namespaces", "t1", "")).toBeUndefined();
    expect(world.store.list("secrets", { namespace: "t1" })).toHaveLength(0);
    expect(world.store.list("serviceaccounts", { namespace: "t1" })).toHaveLength(0);
  });

  test("says what keeps it", () => {
    const world = createWorld();
    world.client.create(NAMESPACES, t1);
    world.client.create(MAPS, { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "hold", finalizers: ["x.io/y"] } });
    world.advance(100);
    world.client.delete(NAMESPACES, "t1");
    world.advance(6000);
    const { status } = world.get<Namespace>("namespaces", "t1", "");
    expect(
      status?.conditions?.map(({ type, status: state, reason, message }) => `${type} ${state} ${reason ?? ""}: ${message ?? ""}`),
    ).toEqual([
      "NamespaceDeletionDiscoveryFailure False ResourcesDiscovered: All resources successfully discovered",
      "NamespaceDeletionGroupVersionParsingFailure False ParsedGroupVersions: All legacy kube types successfully parsed",
      "NamespaceDeletionContentFailure False ContentDeleted: All content successfully deleted, may be waiting on finalization",
      "NamespaceContentRemaining True SomeResourcesRemain: Some resources are remaining: configmaps. has 1 resource instances",
      "NamespaceFinalizersRemaining True SomeFinalizersRemain: Some content in the namespace has finalizers remaining: x.io/y in 1 resource instances",
    ]);
    world.client.patch(MAPS, "hold", "merge", { metadata: { finalizers: null } });
    world.advance(20_000);
    expect(world.find("namespaces", "t1", "")).toBeUndefined();
  });
});
