import type { KubeObject } from "../../../machinery/object.ts";

/** v1.Secret */
export interface Secret extends KubeObject {
  immutable?: boolean;
  data?: Record<string, string>;
  stringData?: Record<string, string>;
  type?: string;
}
