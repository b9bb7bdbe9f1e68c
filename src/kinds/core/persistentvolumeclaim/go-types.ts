import type { Release } from "../../../release/release.ts";
import type { GoTypes } from "../../shared/go-diff/value.ts";

/** The fields of a claim's internal type, in Go's order. */
// pkg/apis/core/types.go, 1.20; dataSourceRef 1.22, volumeAttributesClassName 1.29
export function claimGoTypes(release: Release): GoTypes {
  const later = release.has("volumeAttributesColumn");
  const resources = later ? "core.VolumeResourceRequirements" : "core.ResourceRequirements";
  return {
    "core.PersistentVolumeClaimSpec": [
      "AccessModes []core.PersistentVolumeAccessMode",
      "Selector *v1.LabelSelector",
      `Resources ${resources}`,
      "VolumeName string",
      "StorageClassName *string",
      "VolumeMode *string",
      "DataSource *core.TypedLocalObjectReference",
      ...(release.has("claimDataSourceRef") ? ["DataSourceRef *core.TypedObjectReference"] : []),
      ...(later ? ["VolumeAttributesClassName *string"] : []),
    ],
    [resources]: ["Limits core.ResourceList", "Requests core.ResourceList"],
    "v1.LabelSelector": ["MatchLabels map[string]string", "MatchExpressions []v1.LabelSelectorRequirement"],
  };
}
