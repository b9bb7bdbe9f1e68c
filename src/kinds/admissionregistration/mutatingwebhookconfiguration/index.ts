import type { KindDefinition } from "../../../machinery/kind.ts";
import { webhookColumns, webhookRow } from "../shared/columns.ts";
import { defaultWebhooks } from "../shared/defaults.ts";
import { validateWebhooks, validateWebhooksUpdate } from "../shared/validate.ts";

/** admissionregistration.k8s.io MutatingWebhookConfiguration, in v1beta1 and v1. */
export const mutatingWebhookConfiguration: KindDefinition = {
  group: "admissionregistration.k8s.io",
  kind: "MutatingWebhookConfiguration",
  plural: "mutatingwebhookconfigurations",
  namespaced: false,
  hasGeneration: true,
  unconditionalUpdate: false,
  defaults: defaultWebhooks,
  validate: validateWebhooks,
  validateUpdate: validateWebhooksUpdate,
  columns: () => webhookColumns,
  row: webhookRow,
};
