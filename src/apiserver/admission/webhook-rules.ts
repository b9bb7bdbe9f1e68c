import { type LabelSelector, selects } from "../../machinery/labels.ts";
import type { AdmissionRequest } from "./plugin.ts";

/** The parts of a webhook (admissionregistration.k8s.io/v1) that the server acts on. */
export interface Webhook {
  readonly name: string;
  readonly clientConfig: { url?: string; service?: { namespace: string; name: string; path?: string; port?: number } };
  readonly rules?: readonly WebhookRule[];
  readonly failurePolicy?: string;
  readonly matchPolicy?: string;
  readonly namespaceSelector?: LabelSelector;
  readonly objectSelector?: LabelSelector;
  readonly sideEffects?: string;
  readonly timeoutSeconds?: number;
}

/** What says which requests a webhook or a policy is for. */
export type Matching = Pick<Webhook, "rules" | "matchPolicy" | "namespaceSelector" | "objectSelector">;

/** What a rule is about. */
export interface WebhookRule {
  readonly operations?: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly apiVersions?: readonly string[];
  readonly resources?: readonly string[];
  readonly scope?: string;
}

/** Whether a group version serves a resource, so that a rule for it also means the same resource in other versions. */
export type Serves = (group: string, version: string, resource: string) => boolean;

/** Whether a webhook wants to be asked about a request. */
// apiserver/pkg/admission/plugin/webhook/generic/webhook.go ShouldCallHook, 1.20
export function isAsked(webhook: Matching, request: AdmissionRequest, serves: Serves): boolean {
  return (
    (webhook.rules ?? []).some((rule) => matchesRule(rule, webhook.matchPolicy === "Equivalent", request, serves)) &&
    matchesNamespace(webhook.namespaceSelector, request) &&
    matchesObject(webhook.objectSelector, request)
  );
}

// apiserver/pkg/admission/plugin/webhook/rules/rules.go
function matchesRule(rule: WebhookRule, takesEquivalent: boolean, request: AdmissionRequest, serves: Serves): boolean {
  const { operations = [], apiGroups = [], apiVersions = [], resources = [], scope = "*" } = rule;
  const isNamespace = request.group === "" && request.resource === "namespaces";
  const isCluster = isNamespace || request.namespace === "";
  if (scope !== "*" && (scope === "Cluster") !== isCluster) return false;
  if (!has(operations, request.operation) || !resources.some((pattern) => matchesResource(pattern, request))) return false;
  if (has(apiGroups, request.group) && has(apiVersions, request.version)) return true;
  return (
    takesEquivalent && apiGroups.includes(request.group) && apiVersions.some((version) => serves(request.group, version, request.resource))
  );
}

function has(items: readonly string[], wanted: string): boolean {
  return items.includes("*") || items.includes(wanted);
}

function matchesResource(pattern: string, { resource, subresource }: AdmissionRequest): boolean {
  const [main = "", sub = ""] = pattern.split("/");
  return (main === "*" || main === resource) && (sub === "*" || sub === subresource);
}

// webhook/namespace/matcher.go: what is in no namespace is never exempted
function matchesNamespace(selector: LabelSelector | undefined, request: AdmissionRequest): boolean {
  if (isEmpty(selector) || (request.namespace === "" && request.resource !== "namespaces")) return true;
  const isNamespace = request.resource === "namespaces" && request.subresource === "" && request.operation !== "DELETE";
  const namespace = isNamespace ? request.object : request.context.get("namespaces", "", request.namespace);
  return selects(selector, namespace?.metadata.labels);
}

// webhook/object/matcher.go: the new object or the old one
function matchesObject(selector: LabelSelector | undefined, { object, old }: AdmissionRequest): boolean {
  return isEmpty(selector) || [object, old].some((one) => one !== undefined && selects(selector, one.metadata.labels));
}

function isEmpty(selector: LabelSelector | undefined): boolean {
  return selector === undefined || (!selector.matchLabels && !selector.matchExpressions);
}
