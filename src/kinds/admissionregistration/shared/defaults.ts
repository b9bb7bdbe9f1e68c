import type { Draft } from "../../../machinery/kind.ts";
import { splitApiVersion } from "../../../machinery/object.ts";
import type { WebhookConfiguration } from "./types.ts";

/** v1beta1 is more lenient than v1. */
// pkg/apis/admissionregistration/v1/defaults.go and v1beta1/defaults.go, 1.20
export function defaultWebhooks(object: Draft): void {
  const isOld = splitApiVersion(object.apiVersion).version !== "v1";
  for (const webhook of (object as WebhookConfiguration).webhooks ?? []) {
    webhook.failurePolicy ??= isOld ? "Ignore" : "Fail";
    webhook.matchPolicy ??= isOld ? "Exact" : "Equivalent";
    webhook.namespaceSelector ??= {};
    webhook.objectSelector ??= {};
    webhook.timeoutSeconds ??= isOld ? 30 : 10;
    if (isOld) {
      webhook.sideEffects ??= "Unknown";
      if ((webhook.admissionReviewVersions ?? []).length === 0) webhook.admissionReviewVersions = ["v1beta1"];
    }
    if (object.kind.startsWith("Mutating")) webhook.reinvocationPolicy ??= "Never";
    for (const rule of webhook.rules ?? []) rule.scope ??= "*";
    if (webhook.clientConfig?.service) webhook.clientConfig.service.port ??= 443;
  }
}
