import type { RequestContext } from "../../../machinery/kind.ts";
import { type KubeObject, splitApiVersion } from "../../../machinery/object.ts";
import { duplicate, type FieldError, invalid, notSupported, required } from "../../../machinery/validation/field-error.ts";
import { checkSubdomain } from "../../../machinery/validation/names.ts";
import { validateObjectMeta, validateObjectMetaUpdate } from "../../../machinery/validation/object-meta.ts";
import type { Release } from "../../../release/release.ts";
import { checkEach } from "../../shared/checks.ts";
import { validateLabelSelector } from "../../shared/validate-selector.ts";
import type { Webhook, WebhookConfiguration } from "./types.ts";

const OPERATIONS = ["*", "CONNECT", "CREATE", "DELETE", "UPDATE"];
const FAILURE_POLICIES = ["Fail", "Ignore"];
const MATCH_POLICIES = ["Equivalent", "Exact"];
const SIDE_EFFECTS = ["None", "NoneOnDryRun", "Some", "Unknown"];
const NO_SIDE_EFFECTS = ["None", "NoneOnDryRun"];
const REINVOCATION_POLICIES = ["IfNeeded", "Never"];
const REVIEW_VERSIONS = ["v1", "v1beta1"];
const TIMEOUT_SECONDS_MAX = 30;

/** v1 wants unique names, no side effects and a review version that the API server knows. */
// pkg/apis/admissionregistration/validation/validation.go ValidateMutatingWebhookConfiguration, 1.20
export function validateWebhooks(object: KubeObject, context: RequestContext): FieldError[] {
  return [
    ...validateObjectMeta(object, { namespaced: false, name: checkSubdomain }, context.release),
    ...validateAll(object as WebhookConfiguration, context),
  ];
}

// ValidateMutatingWebhookConfigurationUpdate
export function validateWebhooksUpdate(object: KubeObject, old: KubeObject, context: RequestContext): FieldError[] {
  return [...validateObjectMetaUpdate(object, old, context.release), ...validateAll(object as WebhookConfiguration, context)];
}

function validateAll({ apiVersion, webhooks }: WebhookConfiguration, context: RequestContext): FieldError[] {
  const isStrict = splitApiVersion(context.apiVersion ?? apiVersion).version === "v1";
  const all = webhooks ?? [];
  return checkEach("webhooks", all, (webhook, path, index) => {
    const isTwice = isStrict && webhook.name !== "" && all.slice(0, index).some(({ name }) => name === webhook.name);
    return [
      ...validateWebhook(webhook, path, isStrict, context.release),
      ...validateReviewVersions(webhook.admissionReviewVersions, `${path}.admissionReviewVersions`, isStrict),
      ...(isTwice ? [duplicate(`${path}.name`, webhook.name)] : []),
    ];
  });
}

function validateWebhook(webhook: Webhook, path: string, isStrict: boolean, release: Release): FieldError[] {
  const { name, failurePolicy, matchPolicy, sideEffects, timeoutSeconds: timeout, reinvocationPolicy, clientConfig } = webhook;
  const oneOf = (field: string, value: string | undefined, known: readonly string[]) =>
    value === undefined || known.includes(value) ? [] : [notSupported(`${path}.${field}`, value, known)];
  const effects = isStrict ? NO_SIDE_EFFECTS : SIDE_EFFECTS;
  const errors = [
    ...validateFullName(name, `${path}.name`, release),
    ...checkEach(`${path}.rules`, webhook.rules, validateRule),
    ...oneOf("failurePolicy", failurePolicy, FAILURE_POLICIES),
    ...oneOf("matchPolicy", matchPolicy, MATCH_POLICIES),
    ...(sideEffects === undefined
      ? [required(`${path}.sideEffects`, `must specify one of ${effects.join(", ")}`)]
      : oneOf("sideEffects", sideEffects, effects)),
  ];
  if (timeout !== undefined && (timeout > TIMEOUT_SECONDS_MAX || timeout < 1)) {
    errors.push(invalid(`${path}.timeoutSeconds`, timeout, `the timeout value must be between 1 and ${TIMEOUT_SECONDS_MAX} seconds`));
  }
  errors.push(
    ...validateLabelSelector(webhook.namespaceSelector, `${path}.namespaceSelector`, release),
    ...validateLabelSelector(webhook.objectSelector, `${path}.objectSelector`, release),
    ...oneOf("reinvocationPolicy", reinvocationPolicy, REINVOCATION_POLICIES),
  );
  if ((clientConfig?.url === undefined) === (clientConfig?.service === undefined)) {
    errors.push(required(`${path}.clientConfig`, "exactly one of url or service is required"));
  }
  return errors;
}

/** A name of at least three parts. apimachinery/pkg/util/validation/validation.go IsFullyQualifiedName, 1.20 */
function validateFullName(name: string, path: string, release: Release): FieldError[] {
  if (!name) return [required(path)];
  const wrong = checkSubdomain(name, release);
  if (wrong.length > 0) return [invalid(path, name, wrong.join(","))];
  return name.split(".").length < 3 ? [invalid(path, name, "should be a domain with at least three segments separated by dots")] : [];
}

function validateRule(
  { operations = [], apiGroups = [], apiVersions = [], resources = [] }: NonNullable<Webhook["rules"]>[number],
  path: string,
): FieldError[] {
  const some = (field: string, items: readonly string[]) => (items.length > 0 ? [] : [required(`${path}.${field}`)]);
  const errors = some("operations", operations);
  if (operations.length > 1 && operations.includes("*")) {
    errors.push(invalid(`${path}.operations`, operations, "if '*' is present, must not specify other operations"));
  }
  errors.push(
    ...checkEach(`${path}.operations`, operations, (one, at) => (OPERATIONS.includes(one) ? [] : [notSupported(at, one, OPERATIONS)])),
  );
  return [...errors, ...some("apiGroups", apiGroups), ...some("apiVersions", apiVersions), ...some("resources", resources)];
}

function validateReviewVersions(versions: readonly string[] | undefined, path: string, isStrict: boolean): FieldError[] {
  const known = `must specify one of ${REVIEW_VERSIONS.join(", ")}`;
  if (!versions || versions.length === 0) return [required(path, known)];
  if (!isStrict || versions.some((version) => REVIEW_VERSIONS.includes(version))) return [];
  return [invalid(path, [...versions], `must include at least one of ${REVIEW_VERSIONS.join(", ")}`)];
}
