import type { KindDefinition } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import { podColumns, podRow } from "./columns.ts";
import { podDescribe } from "./describe.ts";
import { defaultPod } from "./defaults.ts";
import { podGracePeriod, preparePodForCreate } from "./prepare.ts";
import { podFields } from "./selectable-fields.ts";
import type { Pod } from "./types.ts";
import { validatePod, validatePodUpdate } from "./validate.ts";
import { podWarnings } from "./warnings.ts";

/** v1 Pod. */
export const pod: KindDefinition = {
  group: "",
  kind: "Pod",
  plural: "pods",
  namespaced: true,
  returnsDeleted: true,
  defaults: defaultPod,
  prepareForCreate: preparePodForCreate,
  validate: validatePod,
  validateUpdate: validatePodUpdate,
  warnings: (object, _old, context) => podWarnings(object as Pod, "", context.release),
  gracePeriodSeconds: podGracePeriod,
  columns: podColumns,
  row: podRow,
  selectableFields: podFields,
  indexTerms: nodeTerm,
  podTemplate: { path: "" },
  describe: podDescribe,
};

/** Pods are found by their node: `node:w1-k8s`, and `node:` for those without one. */
function nodeTerm(object: KubeObject): string[] {
  return [`node:${(object as Pod).spec.nodeName ?? ""}`];
}
