import type { KubeObject } from "../../../machinery/object.ts";
import type { LocalObjectReference, ObjectReference } from "../../shared/types.ts";

/** v1.ServiceAccount */
export interface ServiceAccount extends KubeObject {
  secrets?: ObjectReference[];
  imagePullSecrets?: LocalObjectReference[];
  automountServiceAccountToken?: boolean;
}
