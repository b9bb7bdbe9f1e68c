import type { KubeObject } from "../../../machinery/object.ts";

/** storage.k8s.io/v1 VolumeAttachment, as far as it is read. */
export interface VolumeAttachment extends KubeObject {
  spec: { attacher: string; source: { persistentVolumeName?: string; inlineVolumeSpec?: object }; nodeName: string };
  status?: { attached: boolean };
}
