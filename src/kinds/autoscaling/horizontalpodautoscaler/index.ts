import type { KindDefinition } from "../../../machinery/kind.ts";
import { autoscalerColumns, autoscalerRow } from "./columns.ts";
import { autoscalerDescribe } from "./describe.ts";
import { completeStatus, convertAutoscaler } from "./convert.ts";
import { defaultAutoscaler } from "./defaults.ts";
import { prepareMetrics } from "./prepare.ts";
import { validateAutoscaler, validateAutoscalerStatus, validateAutoscalerUpdate } from "./validate.ts";

/** autoscaling HorizontalPodAutoscaler in v1, v2beta1, v2beta2 and v2. Stored in the newest shape, so that nothing is lost. */
export const horizontalPodAutoscaler: KindDefinition = {
  group: "autoscaling",
  kind: "HorizontalPodAutoscaler",
  plural: "horizontalpodautoscalers",
  namespaced: true,
  storageVersion: (release) => release.value("autoscalerStorageVersion"),
  convert: convertAutoscaler,
  defaults: defaultAutoscaler,
  prepareForCreate(object, { release }) {
    object.status = { currentReplicas: 0, desiredReplicas: 0 };
    completeStatus(object, release.value("autoscalerStorageVersion"));
    prepareMetrics(object, undefined, release);
  },
  prepareForUpdate: (object, old, { release }) => prepareMetrics(object, old, release),
  validate: validateAutoscaler,
  validateUpdate: validateAutoscalerUpdate,
  validateStatusUpdate: validateAutoscalerStatus,
  columns: () => autoscalerColumns,
  row: autoscalerRow,
  describe: autoscalerDescribe,
};
