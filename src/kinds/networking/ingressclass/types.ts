import type { KubeObject } from "../../../machinery/object.ts";
import type { TypedLocalObjectReference } from "../../shared/types.ts";

/** networking.k8s.io/v1 IngressClass; v1beta1 has the same shape. */
export interface IngressClass extends KubeObject {
  spec?: { controller?: string; parameters?: TypedLocalObjectReference & { scope?: string; namespace?: string } };
}
