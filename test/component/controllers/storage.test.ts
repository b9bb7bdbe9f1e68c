import { describe, expect, test } from "bun:test";
import type { PersistentVolume } from "../../../src/kinds/core/persistentvolume/types.ts";
import type { PersistentVolumeClaim } from "../../../src/kinds/core/persistentvolumeclaim/types.ts";
import { createWorld } from "./world.ts";
import type { World } from "./world.ts";

const VOLUMES = { group: "", version: "v1", resource: "persistentvolumes", namespace: "" };
const CLAIMS = { group: "", version: "v1", resource: "persistentvolumeclaims", namespace: "default" };
const PODS = { group: "", version: "v1", resource: "pods", namespace: "default" };
const CLASSES = { group: "storage.k8s.io", version: "v1", resource: "storageclasses", namespace: "" };

function addVolume(world: World, name: string, storage: string, spec: Record<string, unknown> = {}): void {
  const whole = {
    capacity: { storage },
    accessModes: ["ReadWriteOnce"],
    storageClassName: "manual",
    hostPath: { path: `/mnt/${name}` },
    ...spec,
  };
  world.client.create(VOLUMES, { apiVersion: "v1", kind: "PersistentVolume", metadata: { name }, spec: whole });
  world.advance(0);
}

function addClaim(world: World, spec: Record<string, unknown> = {}): void {
  const whole = { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } }, storageClassName: "manual", ...spec };
  world.client.create(CLAIMS, {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { name: "c", namespace: "default" },
    spec: whole,
  });
  world.advance(0);
  // the controller looks at it a little later
  world.advance(50);
}

function addPod(world: World): void {
  const spec = { containers: [{ name: "c", image: "nginx" }], volumes: [{ name: "v", persistentVolumeClaim: { claimName: "c" } }] };
  world.client.create(PODS, { apiVersion: "v1", kind: "Pod", metadata: { name: "user", namespace: "default" }, spec });
  world.advance(0);
}

const claim = (world: World) => world.get<PersistentVolumeClaim>("persistentvolumeclaims", "c");
const volume = (world: World, name: string) => world.get<PersistentVolume>("persistentvolumes", name, "");

describe("persistent volumes", () => {
  test("the smallest that suits is bound, both ways", () => {
    const world = createWorld();
    addVolume(world, "big", "5Gi");
    addVolume(world, "small", "2Gi");
    addVolume(world, "tiny", "500Mi");
    expect(volume(world, "big").status?.phase).toBe("Available");
    addClaim(world);
    expect(claim(world).spec.volumeName).toBe("small");
    expect(claim(world).status).toEqual({ phase: "Bound", accessModes: ["ReadWriteOnce"], capacity: { storage: "2Gi" } });
    expect(claim(world).metadata.annotations).toEqual({
      "pv.kubernetes.io/bind-completed": "yes",
      "pv.kubernetes.io/bound-by-controller": "yes",
    });
    expect(volume(world, "small")).toMatchObject({ spec: { claimRef: { name: "c", namespace: "default" } }, status: { phase: "Bound" } });
  });

  test("a bound claim keeps its size when the volume's changes", () => {
    const world = createWorld();
    addVolume(world, "v", "1Gi");
    addClaim(world);
    const grown = { ...volume(world, "v"), spec: { ...volume(world, "v").spec, capacity: { storage: "9Gi" } } };
    world.client.update({ group: "", version: "v1", resource: "persistentvolumes", namespace: "" }, grown);
    world.advance(20_000);
    expect(claim(world).status?.capacity).toEqual({ storage: "1Gi" });
  });

  test("a claim that finds none says why, and is bound at a sync", () => {
    const world = createWorld();
    addClaim(world);
    expect(world.events("PersistentVolumeClaim")).toEqual(['ProvisioningFailed storageclass.storage.k8s.io "manual" not found']);
    addVolume(world, "late", "1Gi");
    expect(claim(world).status?.phase).toBe("Pending");
    world.advance(15_000);
    expect(claim(world).status?.phase).toBe("Bound");
  });

  test("without a class", () => {
    const world = createWorld();
    addClaim(world, { storageClassName: "" });
    expect(world.events("PersistentVolumeClaim")).toEqual([
      "FailedBinding no persistent volumes available for this claim and no storage class is set",
    ]);
  });

  test("a volume by name has to suit", () => {
    const world = createWorld();
    addVolume(world, "tiny", "500Mi");
    addClaim(world, { volumeName: "tiny" });
    expect(world.events("PersistentVolumeClaim")).toEqual([
      'VolumeMismatch Cannot bind to requested volume "tiny": requested PV is too small',
    ]);
  });

  test("what is in use stays until nobody uses it; then the volume is released", () => {
    const world = createWorld();
    addVolume(world, "v", "1Gi");
    addClaim(world);
    addPod(world);
    world.client.delete(CLAIMS, "c");
    world.client.delete(VOLUMES, "v");
    world.advance(100);
    expect(claim(world).metadata.deletionTimestamp).toBeDefined();
    expect(volume(world, "v").status?.phase).toBe("Bound");
    world.client.delete(PODS, "user");
    world.advance(100);
    expect(world.find("persistentvolumeclaims", "c")).toBeUndefined();
    expect(world.find("persistentvolumes", "v", "")).toBeUndefined();
  });

  test.each([
    ["Retain", "Released", undefined],
    ["Delete", "Failed", "host_path deleter only supports /tmp/.+ but received provided /mnt/v"],
  ])("reclaim policy %s", (persistentVolumeReclaimPolicy, phase, message) => {
    const world = createWorld();
    addVolume(world, "v", "1Gi", { persistentVolumeReclaimPolicy });
    addClaim(world);
    world.client.delete(CLAIMS, "c");
    world.advance(100);
    expect(volume(world, "v").status).toMatchObject({ phase, ...(message === undefined ? {} : { message }) });
  });

  test("waits for the first consumer", () => {
    const world = createWorld("v1.20.2", () => 1000);
    world.client.create(CLASSES, {
      apiVersion: "storage.k8s.io/v1",
      kind: "StorageClass",
      metadata: { name: "manual" },
      provisioner: "kubernetes.io/no-provisioner",
      volumeBindingMode: "WaitForFirstConsumer",
    });
    addVolume(world, "v", "1Gi");
    addClaim(world);
    expect(claim(world).status?.phase).toBe("Pending");
    expect(world.events("PersistentVolumeClaim")).toEqual(["WaitForFirstConsumer waiting for first consumer to be created before binding"]);
    addPod(world);
    expect(claim(world).status?.phase).toBe("Bound");
  });
});
