import type { Json } from "../../../base/json.ts";
import type { KindContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import type { TableColumn } from "../../../machinery/table.ts";
import { AGE, ageOf, column, NAME, nameOf } from "../../shared/columns.ts";
import type { VolumeAttachment } from "./types.ts";

export const volumeAttachmentColumns: TableColumn[] = [
  NAME,
  { ...column("Attacher"), format: "name" },
  column("PV"),
  column("Node"),
  column("Attached", "boolean"),
  AGE,
];

// pkg/printers/internalversion/printers.go printVolumeAttachment, 1.20
export function volumeAttachmentRow(object: KubeObject, context: KindContext): Json[] {
  const { spec, status } = object as VolumeAttachment;
  return [
    nameOf(object),
    spec.attacher,
    spec.source.persistentVolumeName ?? "",
    spec.nodeName,
    status?.attached ?? false,
    ageOf(object, context),
  ];
}
