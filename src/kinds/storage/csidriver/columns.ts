import type { Json } from "../../../base/json.ts";
import type { KindContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import type { TableColumn } from "../../../machinery/table.ts";
import type { Release } from "../../../release/release.ts";
import { AGE, ageOf, column, NAME, nameOf } from "../../shared/columns.ts";
import type { CSIDriver } from "./types.ts";

export function csiDriverColumns(release: Release): TableColumn[] {
  const added = release.has("csiDriverDetails")
    ? [column("StorageCapacity", "boolean"), column("TokenRequests"), column("RequiresRepublish", "boolean")]
    : [];
  return [NAME, column("AttachRequired", "boolean"), column("PodInfoOnMount", "boolean"), ...added, column("Modes"), AGE];
}

// pkg/printers/internalversion/printers.go printCSIDriver, 1.20
export function csiDriverRow(object: KubeObject, context: KindContext): Json[] {
  const { attachRequired = true, podInfoOnMount = false, volumeLifecycleModes = [], ...spec } = (object as CSIDriver).spec;
  const tokens = spec.tokenRequests ? spec.tokenRequests.map(({ audience }) => audience).join(",") : "<unset>";
  return [
    nameOf(object),
    attachRequired,
    podInfoOnMount,
    ...(context.release.has("csiDriverDetails") ? [spec.storageCapacity ?? false, tokens, spec.requiresRepublish ?? false] : []),
    volumeLifecycleModes.join(",") || "<none>",
    ageOf(object, context),
  ];
}
