import type { KindDefinition } from "../../../machinery/kind.ts";
import { defaultPodTemplate } from "../pod/defaults.ts";
import { podTemplateColumns, podTemplateRow } from "./columns.ts";
import type { PodTemplate } from "./types.ts";
import { validatePodTemplate, validatePodTemplateUpdate } from "./validate.ts";

/** v1 PodTemplate: a template on its own, which nothing runs. */
export const podTemplate: KindDefinition = {
  group: "",
  kind: "PodTemplate",
  plural: "podtemplates",
  namespaced: true,
  returnsDeleted: true,
  defaults: (object, context) => defaultPodTemplate((object as PodTemplate).template, context),
  prepareForExport: () => [],
  validate: validatePodTemplate,
  validateUpdate: validatePodTemplateUpdate,
  columns: () => podTemplateColumns,
  row: podTemplateRow,
  podTemplate: { path: "template" },
};
