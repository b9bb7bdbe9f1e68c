import type { Engine } from "../engine.ts";

/** Objects by which admission may have a say in any write. */
const WEBHOOKS = [
  "mutatingwebhookconfigurations.admissionregistration.k8s.io",
  "validatingwebhookconfigurations.admissionregistration.k8s.io",
  "validatingadmissionpolicybindings.admissionregistration.k8s.io",
] as const;

/**
 * Whether somebody looks at writes in a namespace: quotas, webhooks, policies. Where nobody does, what the cluster's own components write
 * most often can go a short way.
 */
export function hasLookersOn({ kindContext }: Engine, namespace: string): boolean {
  return kindContext.list("resourcequotas", { namespace }).length > 0 || WEBHOOKS.some((resource) => kindContext.list(resource).length > 0);
}
