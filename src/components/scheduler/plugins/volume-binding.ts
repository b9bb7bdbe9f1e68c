import type { PersistentVolume } from "../../../kinds/core/persistentvolume/types.ts";
import type { PersistentVolumeClaim } from "../../../kinds/core/persistentvolumeclaim/types.ts";
import type { StorageClass } from "../../../kinds/storage/storageclass/types.ts";
import { bestMatch } from "../../persistent-volume/match.ts";
import { FITS, type Attempt, type FilterPlugin, type Reasons } from "../framework.ts";
import { matchesNodeSelector } from "../match.ts";
import type { NodeInfo } from "../node-info.ts";

const CONFLICT = ["node(s) had volume node affinity conflict"];
const NOTHING_TO_BIND = ["node(s) didn't find available persistent volumes to bind"];
const NO_PROVISIONER = "kubernetes.io/no-provisioner";

/** Claims are there and bound, and their volumes may be used from the node. plugins/volumebinding, 1.20 */
export const volumeBinding: FilterPlugin = {
  name: "VolumeBinding",
  unresolvable: true,
  preFilter(attempt) {
    for (const name of claimNames(attempt)) {
      const claim = claimOf(attempt, name);
      if (claim === undefined) return `persistentvolumeclaim "${name}" not found`;
      if (claim.metadata.deletionTimestamp !== undefined) return `persistentvolumeclaim "${name}" is being deleted`;
      if (!claim.spec.volumeName && !waitsForConsumer(attempt, claim)) return "pod has unbound immediate PersistentVolumeClaims";
    }
    return undefined;
  },
  filter(attempt) {
    const selectors = claimNames(attempt).flatMap((name) => {
      const volumeName = claimOf(attempt, name)?.spec.volumeName;
      const volume = volumeName
        ? (attempt.context.lister.get("persistentvolumes", "", volumeName) as PersistentVolume | undefined)
        : undefined;
      const required = volume?.spec.nodeAffinity?.required;
      return required ? [required] : [];
    });
    const delayed = claimNames(attempt).flatMap((name) => {
      const claim = claimOf(attempt, name);
      return claim && !claim.spec.volumeName && !mayBeProvisioned(attempt, claim) ? [claim] : [];
    });
    if (selectors.length === 0 && delayed.length === 0) return undefined;
    const volumes = attempt.context.lister.list("persistentvolumes") as readonly PersistentVolume[];
    return ({ node }: NodeInfo): Reasons => {
      const inPlace = selectors.every((selector) => matchesNodeSelector(selector, node));
      const usable = ({ spec }: PersistentVolume) => !spec.nodeAffinity?.required || matchesNodeSelector(spec.nodeAffinity.required, node);
      const found = delayed.every((claim) => bestMatch(volumes, claim, false, usable) !== undefined);
      if (inPlace && found) return FITS;
      return [...(inPlace ? [] : CONFLICT), ...(found ? [] : NOTHING_TO_BIND)];
    };
  },
};

/** Claims that the pod's volumes name. */
export function claimNames({ pod }: Attempt): string[] {
  return (pod.spec.volumes ?? []).flatMap(({ persistentVolumeClaim }) => (persistentVolumeClaim ? [persistentVolumeClaim.claimName] : []));
}

function claimOf({ pod, context }: Attempt, name: string): PersistentVolumeClaim | undefined {
  return context.lister.get("persistentvolumeclaims", pod.metadata.namespace ?? "", name) as PersistentVolumeClaim | undefined;
}

function waitsForConsumer(attempt: Attempt, claim: PersistentVolumeClaim): boolean {
  return storageClassOf(attempt, claim)?.volumeBindingMode === "WaitForFirstConsumer";
}

/** Where nobody makes volumes, one must be there already. pkg/controller/volume/scheduling/scheduler_binder.go checkVolumeProvisions, 1.20 */
function mayBeProvisioned(attempt: Attempt, claim: PersistentVolumeClaim): boolean {
  const provisioner = storageClassOf(attempt, claim)?.provisioner ?? "";
  return provisioner !== "" && provisioner !== NO_PROVISIONER;
}

function storageClassOf({ context }: Attempt, claim: PersistentVolumeClaim): StorageClass | undefined {
  const name = claim.spec.storageClassName;
  return name ? (context.lister.get("storageclasses.storage.k8s.io", "", name) as StorageClass | undefined) : undefined;
}
