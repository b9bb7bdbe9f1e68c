import type { JsonObject } from "../../../base/json.ts";
import type { KubeObject } from "../../../machinery/object.ts";

/** apps/v1 ControllerRevision */
export interface ControllerRevision extends KubeObject {
  data?: JsonObject;
  revision: number;
}
