import { podsUsing } from "../components/persistent-volume/claims.ts";
import { classOf, mismatch } from "../components/persistent-volume/match.ts";
import type { PersistentVolume } from "../kinds/core/persistentvolume/types.ts";
import type { PersistentVolumeClaim } from "../kinds/core/persistentvolumeclaim/types.ts";
import { selects } from "../machinery/labels.ts";
import type { KubeObject } from "../machinery/object.ts";
import type { Cause, Finding } from "./answer.ts";
import { deletionCauses } from "./deletion.ts";
import { eventsOf, kubectl, type WhyWorld } from "./world.ts";

/** Why a claim is not bound: its class, its provisioner, and each volume with what is wrong with it. */
export function explainClaim(world: WhyWorld, object: KubeObject): Finding {
  const claim = object as PersistentVolumeClaim;
  const { namespace = "", name = "" } = claim.metadata;
  const see = kubectl("describe", "pvc", namespace, name);
  if (claim.metadata.deletionTimestamp !== undefined) {
    const users = podsUsing(claim, world.context).map((pod) => pod.metadata.name ?? "");
    const used: Cause[] = users.length > 0 ? [{ reason: "InUse", message: `pods still use it: ${users.join(", ")}`, see }] : [];
    return { state: "Terminating", causes: [...deletionCauses(world, claim, "persistentvolumeclaims"), ...used] };
  }
  const phase = claim.status?.phase ?? "Pending";
  if (phase === "Bound") {
    const volume = claim.spec.volumeName ?? "";
    return {
      state: "Bound",
      causes: [{ reason: "Bound", message: `it is bound to volume ${volume}`, see: kubectl("describe", "pv", "", volume) }],
    };
  }
  const said = eventsOf(world, claim).at(-1);
  const causes: Cause[] = said === undefined ? [] : [{ reason: said.reason, message: said.message, see }];
  return { state: phase, causes: [...causes, ...classCauses(world, claim), ...volumeCauses(world, claim)] };
}

function classCauses({ context }: WhyWorld, claim: PersistentVolumeClaim): Cause[] {
  const name = classOf(claim);
  if (name === "") {
    const message = "it names no storage class, and the cluster had no default one: only an existing volume can serve it";
    return [{ reason: "NoStorageClass", message, see: "kubectl get storageclass" }];
  }
  const storageClass = context.lister.get("storageclasses.storage.k8s.io", "", name);
  if (storageClass !== undefined) return [];
  return [
    {
      reason: "NoStorageClass",
      message: `its storage class ${name} does not exist: only an existing volume of that class can serve it`,
      see: "kubectl get storageclass",
    },
  ];
}

function volumeCauses({ context }: WhyWorld, claim: PersistentVolumeClaim): Cause[] {
  const volumes = context.lister.list("persistentvolumes") as readonly PersistentVolume[];
  if (volumes.length === 0) return [{ reason: "NoVolumes", message: "the cluster has no persistent volumes", see: "kubectl get pv" }];
  return volumes.flatMap((volume) => {
    const { name = "" } = volume.metadata;
    const why = unsuited(volume, claim);
    return why === undefined
      ? []
      : [{ reason: "VolumeUnsuited", message: `volume ${name}: ${why}`, see: kubectl("describe", "pv", "", name), data: { volume: name } }];
  });
}

function unsuited(volume: PersistentVolume, claim: PersistentVolumeClaim): string | undefined {
  const { claimRef } = volume.spec;
  const { namespace, name } = claim.metadata;
  if (claimRef && (claimRef.name !== name || claimRef.namespace !== namespace))
    return `it belongs to claim ${claimRef.namespace}/${claimRef.name}`;
  const phase = volume.status?.phase;
  if (phase === "Released" || phase === "Failed") return `it is ${phase}`;
  const { selector } = claim.spec;
  if (selector && !selects(selector, volume.metadata.labels)) return "the claim's selector does not match its labels";
  return mismatch(volume, claim);
}
