import type { KindDefinition } from "../../../machinery/kind.ts";
import { volumeAttachmentColumns, volumeAttachmentRow } from "./columns.ts";
import { validateVolumeAttachment, validateVolumeAttachmentUpdate } from "./validate.ts";

/** storage.k8s.io VolumeAttachment: an order to an external attacher. */
export const volumeAttachment: KindDefinition = {
  group: "storage.k8s.io",
  kind: "VolumeAttachment",
  plural: "volumeattachments",
  namespaced: false,
  prepareForCreate(object) {
    object.status = { attached: false };
  },
  validate: validateVolumeAttachment,
  validateUpdate: validateVolumeAttachmentUpdate,
  columns: () => volumeAttachmentColumns,
  row: volumeAttachmentRow,
};
