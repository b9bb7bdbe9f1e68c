import type { PersistentVolume } from "../../kinds/core/persistentvolume/types.ts";
import type { PersistentVolumeClaim } from "../../kinds/core/persistentvolumeclaim/types.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";
import type { Component, ComponentContext } from "../../machinery/component.ts";
import { type KubeObject, objectKey, splitKey } from "../../machinery/object.ts";
import type { Change } from "../../machinery/store.ts";
import { CONTROLLER_MANAGER, controllerUser } from "../controller/identity.ts";
import { PERSISTENT_VOLUME_CLAIMS, PERSISTENT_VOLUMES, PODS, type Resource } from "../controller/resources.ts";
import { retrying } from "../controller/retry.ts";
import { podsUsing } from "../persistent-volume/claims.ts";

/** Lets a deleted volume go once no claim is bound to it. */
// pkg/controller/volume/pvprotection, 1.20
export function createVolumeProtectionController(): Component {
  return {
    name: "pv-protection",
    user: controllerUser("pv-protection-controller"),
    userAgent: CONTROLLER_MANAGER,
    watches: [{ resource: PERSISTENT_VOLUMES.key, keys: deletedKeys }],
    ...retrying("pv-protection", "pv-protection-controller", (key, context) => {
      const volume = context.lister.get(PERSISTENT_VOLUMES.key, "", splitKey(key).name) as PersistentVolume | undefined;
      if (volume?.metadata.deletionTimestamp && volume.status?.phase !== "Bound")
        dropFinalizer(volume, PERSISTENT_VOLUMES, "kubernetes.io/pv-protection", context);
      return undefined;
    }),
  };
}

/** Lets a deleted claim go once no pod on a node uses it. */
// pkg/controller/volume/pvcprotection, 1.20
export function createClaimProtectionController(): Component {
  return {
    name: "pvc-protection",
    user: controllerUser("pvc-protection-controller"),
    userAgent: CONTROLLER_MANAGER,
    watches: [
      { resource: PERSISTENT_VOLUME_CLAIMS.key, keys: deletedKeys },
      { resource: PODS.key, concerns: ({ type }) => type === "DELETED", keys: freedClaimKeys },
    ],
    ...retrying("pvc-protection", "pvc-protection-controller", (key, context) => {
      const { namespace, name } = splitKey(key);
      const claim = context.lister.get(PERSISTENT_VOLUME_CLAIMS.key, namespace, name) as PersistentVolumeClaim | undefined;
      if (!claim?.metadata.deletionTimestamp || podsUsing(claim, context).some((pod) => pod.spec.nodeName)) return undefined;
      dropFinalizer(claim, PERSISTENT_VOLUME_CLAIMS, "kubernetes.io/pvc-protection", context);
      return undefined;
    }),
  };
}

function deletedKeys({ type, object }: Change): readonly string[] {
  return type !== "DELETED" && object.metadata.deletionTimestamp ? [objectKey(object)] : [];
}

function freedClaimKeys({ object }: Change): readonly string[] {
  const { spec, metadata } = object as Pod;
  const names = (spec.volumes ?? []).flatMap((volume) => volume.persistentVolumeClaim?.claimName ?? []);
  return names.map((name) => objectKey({ metadata: { namespace: metadata.namespace ?? "", name } }));
}

function dropFinalizer(object: KubeObject, resource: Resource, finalizer: string, { client }: ComponentContext): void {
  const { metadata } = object;
  const { finalizers: former = [], ...rest } = metadata;
  if (!former.includes(finalizer)) return;
  const finalizers = former.filter((one) => one !== finalizer);
  client.update(resource.in(metadata.namespace ?? ""), {
    ...object,
    metadata: { ...rest, ...(finalizers.length > 0 ? { finalizers } : {}) },
  });
}
