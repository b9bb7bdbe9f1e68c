import type { KubeObject } from "../../../machinery/object.ts";

/** v1.ConfigMap */
export interface ConfigMap extends KubeObject {
  immutable?: boolean;
  data?: Record<string, string>;
  /** Values in base64. */
  binaryData?: Record<string, string>;
}
