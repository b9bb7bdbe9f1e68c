import type { PersistentVolume } from "../../kinds/core/persistentvolume/types.ts";
import type { PersistentVolumeClaim } from "../../kinds/core/persistentvolumeclaim/types.ts";
import type { Pod, PodSpec } from "../../kinds/core/pod/types.ts";
import type { ChangeGroup, Component, ComponentContext } from "../../machinery/component.ts";
import { objectKey, splitKey } from "../../machinery/object.ts";
import type { Change } from "../../machinery/store.ts";
import { CONTROLLER_MANAGER, controllerUser } from "../controller/identity.ts";
import { PERSISTENT_VOLUME_CLAIMS, PERSISTENT_VOLUMES, PODS } from "../controller/resources.ts";
import { retrying } from "../controller/retry.ts";
import type { Requeue } from "../controller/retry.ts";
import { syncClaim } from "./claims.ts";
import { syncVolume } from "./volumes.ts";

const NAME = "persistent-volume";
const SYNC_MS = 15_000;
const PHASE_KEY = "persistent-volume/sync-phase";
/** Key of a volume; claims have the key of an object. Volumes have no namespace, claims have one. */
const isVolumeKey = (key: string) => splitKey(key).namespace === "";

/** A new claim is looked at after so long: the storage class that follows it in its file is there by then, as in recorded clusters. */
const NEW_CLAIM_MS = 50;

/** Binds claims and volumes. A claim without a volume is looked at again at each sync, every 15 s. */
// pkg/controller/volume/persistentvolume, 1.20
export function createPersistentVolumeController(): Component {
  return {
    name: NAME,
    user: controllerUser("persistent-volume-binder"),
    userAgent: CONTROLLER_MANAGER,
    watches: [
      { resource: PERSISTENT_VOLUME_CLAIMS.key, keys: claimKeys },
      { resource: PERSISTENT_VOLUMES.key, keys: volumeKeys },
      { resource: PODS.key, concerns: isBindingWithVolumes, keys: scheduledPodKeys },
    ],
    ...retrying(NAME, "persistentvolume-controller", sync),
  };
}

function claimKeys({ type, object }: Change, { sim }: ComponentContext): readonly string[] {
  const { volumeName } = (object as PersistentVolumeClaim).spec;
  if (type === "ADDED" && !volumeName) {
    sim.scheduleIfSooner({ at: sim.now() + NEW_CLAIM_MS, actor: NAME, name: "reconcile", key: objectKey(object) });
    return [];
  }
  return [...(type === "DELETED" ? [] : [objectKey(object)]), ...(volumeName ? [objectKey({ metadata: { name: volumeName } })] : [])];
}

function volumeKeys({ type, object }: Change): readonly string[] {
  const { claimRef } = (object as PersistentVolume).spec;
  const claim = claimRef?.uid ? [objectKey({ metadata: { namespace: claimRef.namespace ?? "", name: claimRef.name ?? "" } })] : [];
  return [...(type === "DELETED" ? [] : [objectKey(object)]), ...claim];
}

function isBindingWithVolumes({ type, spec, formerSpec }: ChangeGroup): boolean {
  const { nodeName, volumes = [] } = spec as PodSpec;
  return (
    type === "MODIFIED" &&
    Boolean(nodeName) &&
    !(formerSpec as PodSpec).nodeName &&
    volumes.some(({ persistentVolumeClaim }) => persistentVolumeClaim !== undefined)
  );
}

/** A pod that has got a node is the first consumer that its claims may wait for. */
function scheduledPodKeys({ object }: Change, { lister }: ComponentContext): readonly string[] {
  const { spec, metadata } = object as Pod;
  const { namespace = "" } = metadata;
  const names = (spec.volumes ?? []).flatMap((volume) => volume.persistentVolumeClaim?.claimName ?? []);
  const claims = names.map((name) => lister.get(PERSISTENT_VOLUME_CLAIMS.key, namespace, name) as PersistentVolumeClaim | undefined);
  return claims.flatMap((claim) => (claim && !claim.spec.volumeName ? [objectKey(claim)] : []));
}

function sync(key: string, context: ComponentContext): Requeue {
  const { namespace, name } = splitKey(key);
  if (isVolumeKey(key)) {
    const volume = context.lister.get(PERSISTENT_VOLUMES.key, "", name) as PersistentVolume | undefined;
    if (volume) syncVolume(volume, context);
    return undefined;
  }
  const claim = context.lister.get(PERSISTENT_VOLUME_CLAIMS.key, namespace, name) as PersistentVolumeClaim | undefined;
  return claim && syncClaim(claim, context) ? { requeueAfterMs: untilNextSync(context) } : undefined;
}

/** Milliseconds until the controller looks at everything again. When it started, and so the phase of its syncs, is chance. */
function untilNextSync({ memory, sim }: ComponentContext): number {
  let phase = memory.get(PHASE_KEY);
  if (typeof phase !== "number") {
    phase = Number(sim.draw(PHASE_KEY, (random) => String(random.int(SYNC_MS))));
    memory.set(PHASE_KEY, phase);
  }
  const passed = (((sim.now() - phase) % SYNC_MS) + SYNC_MS) % SYNC_MS;
  return SYNC_MS - passed;
}
