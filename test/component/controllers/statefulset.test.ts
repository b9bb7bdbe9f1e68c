import { describe, expect, test } from "bun:test";
import type { StatefulSet } from "../../../src/kinds/apps/statefulset/types.ts";
import type { PersistentVolumeClaim } from "../../../src/kinds/core/persistentvolumeclaim/types.ts";
import type { Pod } from "../../../src/kinds/core/pod/types.ts";
import type { KubeObject } from "../../../src/machinery/object.ts";
import { createWorld } from "./world.ts";
import type { World } from "./world.ts";

const SETS = { group: "apps", version: "v1", resource: "statefulsets", namespace: "default" };

function statefulSet(spec: Record<string, unknown> = {}): KubeObject {
  const labels = { app: "web" };
  const template = { metadata: { labels }, spec: { containers: [{ name: "c", image: "nginx:1" }] } };
  return {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata: { name: "web", namespace: "default" },
    spec: { replicas: 3, serviceName: "web", selector: { matchLabels: labels }, template, ...spec },
  };
}

const names = (world: World) => world.list<Pod>("pods").map((pod) => pod.metadata.name);
const images = (world: World) => world.list<Pod>("pods").map((pod) => pod.spec.containers[0]?.image);
const setImage = (world: World, image: string) =>
  world.client.patch(SETS, "web", "strategic", { spec: { template: { spec: { containers: [{ name: "c", image }] } } } });

describe("stateful set", () => {
  test("ordered: each pod only when the one before is ready; the last goes first", () => {
    const world = createWorld();
    world.client.create(SETS, statefulSet());
    world.advance(500);
    expect(names(world)).toEqual(["web-0"]);
    world.advance(1200);
    expect(names(world)).toEqual(["web-0", "web-1"]);
    world.advance(5000);
    const [pod] = world.list<Pod>("pods");
    expect(pod?.spec).toMatchObject({ hostname: "web-0", subdomain: "web" });
    const { status } = world.get<StatefulSet>("statefulsets.apps", "web");
    expect(status).toMatchObject({ replicas: 3, readyReplicas: 3, currentReplicas: 3, updatedReplicas: 3, collisionCount: 0 });
    expect(pod?.metadata.labels).toMatchObject({
      "statefulset.kubernetes.io/pod-name": "web-0",
      "controller-revision-hash": status?.currentRevision ?? "",
    });
    expect(status).not.toHaveProperty("availableReplicas");
    world.client.patch(SETS, "web", "merge", { spec: { replicas: 1 } });
    world.advance(5000);
    expect(names(world)).toEqual(["web-0"]);
    expect(world.events("StatefulSet").slice(-2)).toEqual([
      "SuccessfulDelete delete Pod web-2 in StatefulSet web successful",
      "SuccessfulDelete delete Pod web-1 in StatefulSet web successful",
    ]);
  });

  test("parallel: all at once", () => {
    const world = createWorld("v1.23.7");
    world.client.create(SETS, statefulSet({ podManagementPolicy: "Parallel" }));
    world.advance(100);
    expect(names(world)).toEqual(["web-0", "web-1", "web-2"]);
    world.advance(5000);
    expect(world.get<StatefulSet>("statefulsets.apps", "web").status?.availableReplicas).toBe(3);
  });

  test("rolls out from the highest ordinal down to the partition", () => {
    const world = createWorld();
    world.client.create(SETS, statefulSet({ updateStrategy: { type: "RollingUpdate", rollingUpdate: { partition: 1 } } }));
    world.advance(6000);
    setImage(world, "nginx:2");
    world.advance(500);
    expect(images(world)).toEqual(["nginx:1", "nginx:1", "nginx:2"]);
    world.advance(6000);
    expect(images(world)).toEqual(["nginx:1", "nginx:2", "nginx:2"]);
    const { status } = world.get<StatefulSet>("statefulsets.apps", "web");
    expect(status).toMatchObject({ currentReplicas: 1, updatedReplicas: 2 });
    expect(status?.currentRevision).not.toBe(status?.updateRevision);
    world.client.patch(SETS, "web", "merge", { spec: { updateStrategy: { rollingUpdate: { partition: 0 } } } });
    world.advance(6000);
    const done = world.get<StatefulSet>("statefulsets.apps", "web").status;
    expect(done?.currentRevision).toBe(status?.updateRevision ?? "");
    setImage(world, "nginx:1");
    world.advance(9000);
    expect(
      world
        .list("controllerrevisions.apps")
        .map((revision) => revision["revision"])
        .sort(),
    ).toEqual([2, 3]);
  });

  test("OnDelete: a pod gets the new template when it is deleted", () => {
    const world = createWorld();
    world.client.create(SETS, statefulSet({ replicas: 2, updateStrategy: { type: "OnDelete" } }));
    world.advance(5000);
    setImage(world, "nginx:2");
    world.advance(5000);
    expect(images(world)).toEqual(["nginx:1", "nginx:1"]);
    world.client.delete({ group: "", version: "v1", resource: "pods", namespace: "default" }, "web-0");
    world.advance(5000);
    expect(images(world)).toEqual(["nginx:2", "nginx:1"]);
  });

  test("claims of each pod stay when the pod goes", () => {
    const world = createWorld();
    const template = { metadata: { name: "data" }, spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } } };
    world.client.create(SETS, statefulSet({ replicas: 1, volumeClaimTemplates: [template] }));
    world.advance(2000);
    expect(world.get<Pod>("pods", "web-0").spec.volumes?.[0]).toEqual({ name: "data", persistentVolumeClaim: { claimName: "data-web-0" } });
    expect(world.get<PersistentVolumeClaim>("persistentvolumeclaims", "data-web-0").metadata.labels).toEqual({ app: "web" });
    expect(world.events("StatefulSet")[0]).toBe("SuccessfulCreate create Claim data-web-0 Pod web-0 in StatefulSet web success");
    world.client.patch(SETS, "web", "merge", { spec: { replicas: 0 } });
    world.advance(2000);
    expect(names(world)).toEqual([]);
    expect(world.find("persistentvolumeclaims", "data-web-0")).toBeDefined();
  });

  test("claims go with a pod that is scaled away, and with the set, where the set says so", () => {
    const world = createWorld("v1.28.0");
    const template = { metadata: { name: "data" }, spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } } };
    const persistentVolumeClaimRetentionPolicy = { whenScaled: "Delete", whenDeleted: "Delete" };
    world.client.create(SETS, statefulSet({ replicas: 2, volumeClaimTemplates: [template], persistentVolumeClaimRetentionPolicy }));
    world.advance(4000);
    expect(world.get<Pod>("pods", "web-1").metadata.labels?.["apps.kubernetes.io/pod-index"]).toBe("1");
    world.client.patch(SETS, "web", "merge", { spec: { replicas: 1 } });
    world.advance(2000);
    expect(world.list("persistentvolumeclaims").map((claim) => claim.metadata.name)).toEqual(["data-web-0"]);
    world.client.delete(SETS, "web");
    world.advance(2000);
    expect(world.list("persistentvolumeclaims")).toEqual([]);
  });
});
