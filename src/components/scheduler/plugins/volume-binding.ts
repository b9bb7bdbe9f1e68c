import type { PersistentVolume } from "../../../kinds/core/persistentvolume/types.ts";
import type { PersistentVolumeClaim } from "../../../kinds/core/persistentvolumeclaim/types.ts";
import { FITS, type Attempt, type FilterPlugin, type Reasons } from "../framework.ts";
import { matchesNodeSelector } from "../match.ts";
import type { NodeInfo } from "../node-info.ts";

const CONFLICT = ["node(s) had volume node affinity conflict"];

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
    if (selectors.length === 0) return undefined;
    return ({ node }: NodeInfo): Reasons => (selectors.every((selector) => matchesNodeSelector(selector, node)) ? FITS : CONFLICT);
  },
};

/** Claims that the pod's volumes name. */
export function claimNames({ pod }: Attempt): string[] {
  return (pod.spec.volumes ?? []).flatMap(({ persistentVolumeClaim }) => (persistentVolumeClaim ? [persistentVolumeClaim.claimName] : []));
}

function claimOf({ pod, context }: Attempt, name: string): PersistentVolumeClaim | undefined {
  return context.lister.get("persistentvolumeclaims", pod.metadata.namespace ?? "", name) as PersistentVolumeClaim | undefined;
}

function waitsForConsumer({ context }: Attempt, claim: PersistentVolumeClaim): boolean {
  const name = claim.spec.storageClassName;
  const storageClass = name ? context.lister.get("storageclasses.storage.k8s.io", "", name) : undefined;
  return storageClass?.["volumeBindingMode"] === "WaitForFirstConsumer";
}
