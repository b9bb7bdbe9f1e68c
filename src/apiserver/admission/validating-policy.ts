import type { Json, JsonObject } from "../../base/json.ts";
import { isJsonObject } from "../../base/json.ts";
import { dynamicValue } from "../../machinery/cel/dynamic.ts";
import { compilePolicy, type CompiledPolicy, type PolicyExpressions, type PolicyProgram } from "../../machinery/cel/policy.ts";
import { CelError, CelMap, type CelValue } from "../../machinery/cel/values.ts";
import { type LabelSelector, selects } from "../../machinery/labels.ts";
import { type KubeObject, resourceKey, splitApiVersion } from "../../machinery/object.ts";
import { StatusError } from "../../machinery/status.ts";
import type { Release } from "../../release/release.ts";
import { type AdmissionPlugin, type AdmissionRequest, refusal } from "./plugin.ts";
import { isAsked, type Serves, type WebhookRule } from "./webhook-rules.ts";

const GROUP = "admissionregistration.k8s.io";
const OWN = new Set(["validatingadmissionpolicies", "validatingadmissionpolicybindings"]);
const CODES: Readonly<Record<string, number>> = { Forbidden: 403, Unauthorized: 401, RequestEntityTooLarge: 413, Invalid: 422 };

interface MatchResources {
  readonly namespaceSelector?: LabelSelector;
  readonly objectSelector?: LabelSelector;
  readonly resourceRules?: readonly NamedRule[];
  readonly excludeResourceRules?: readonly NamedRule[];
  readonly matchPolicy?: string;
}

type NamedRule = WebhookRule & { readonly resourceNames?: readonly string[] };

interface Policy extends KubeObject {
  spec: PolicyExpressions & { matchConstraints?: MatchResources; failurePolicy?: string };
}

interface ParamRef {
  readonly name?: string;
  readonly namespace?: string;
  readonly selector?: LabelSelector;
  readonly parameterNotFoundAction?: string;
}

interface Binding extends KubeObject {
  spec: { policyName: string; paramRef?: ParamRef; matchResources?: MatchResources; validationActions?: string[] };
}

/** Finds the resource of a kind; undefined for a kind that is not served. */
export type FindResource = (
  group: string,
  version: string,
  kind: string,
) => { readonly plural: string; readonly namespaced: boolean } | undefined;

/** Why a policy turns a request down. */
interface Decision {
  readonly message: string;
  readonly reason?: string;
}

/** The ValidatingAdmissionPolicies of the cluster, in force as far as bindings put them there. */
// apiserver/pkg/admission/plugin/policy/validating/dispatcher.go, 1.30
export function validatingPolicyPlugin(serves: Serves, findResource: FindResource): AdmissionPlugin {
  return {
    name: "ValidatingAdmissionPolicy",
    validate(request) {
      const bindings = request.context.list(`validatingadmissionpolicybindings.${GROUP}`) as readonly Binding[];
      if (bindings.length === 0 || (request.group === GROUP && OWN.has(request.resource))) return;
      const denied: { policy: Policy; binding: Binding; decision: Decision }[] = [];
      for (const policy of request.context.list(`validatingadmissionpolicies.${GROUP}`) as readonly Policy[]) {
        if (!matches(policy.spec.matchConstraints ?? {}, request, serves)) continue;
        const own = bindings.filter(({ spec }) => spec.policyName === policy.metadata.name);
        for (const binding of own) {
          if (!matches(binding.spec.matchResources, request, serves)) continue;
          for (const decision of decide(policy, binding, request, findResource)) act(policy, binding, decision, request, denied);
        }
      }
      const [first] = denied;
      if (first)
        throw denial(
          request,
          `ValidatingAdmissionPolicy '${first.policy.metadata.name}' with binding '${first.binding.metadata.name}' denied request: ${first.decision.message}`,
          first.decision.reason,
        );
    },
  };
}

function act(
  policy: Policy,
  binding: Binding,
  decision: Decision,
  { context }: AdmissionRequest,
  denied: { policy: Policy; binding: Binding; decision: Decision }[],
): void {
  for (const action of binding.spec.validationActions ?? []) {
    if (action === "Deny") denied.push({ policy, binding, decision });
    if (action === "Warn") {
      const names = `'${policy.metadata.name}' with binding '${binding.metadata.name}'`;
      context.warn(`Validation failed for ValidatingAdmissionPolicy ${names}: ${decision.message}`);
    }
  }
}

function denial(request: AdmissionRequest, message: string, reason = "Invalid"): StatusError {
  const { status } = refusal(request, message);
  const details = { ...status.details, causes: [{ message }] };
  return new StatusError({ ...status, reason, code: CODES[reason] ?? 422, details });
}

function matches(resources: MatchResources | undefined, request: AdmissionRequest, serves: Serves): boolean {
  if (!resources) return true;
  const asked = (rules: readonly NamedRule[]): boolean =>
    rules.some((rule) => isNamed(rule, request) && isAsked({ ...selectors, rules: [rule] }, request, serves));
  const { resourceRules = [], excludeResourceRules = [], matchPolicy = "Equivalent", namespaceSelector, objectSelector } = resources;
  const selectors = { matchPolicy, ...(namespaceSelector ? { namespaceSelector } : {}), ...(objectSelector ? { objectSelector } : {}) };
  const everything: NamedRule = { operations: ["*"], apiGroups: ["*"], apiVersions: ["*"], resources: ["*", "*/*"] };
  return asked(resourceRules.length === 0 ? [everything] : resourceRules) && !asked(excludeResourceRules);
}

function isNamed({ resourceNames = [] }: NamedRule, { name }: AdmissionRequest): boolean {
  return resourceNames.length === 0 || resourceNames.includes(name);
}

const compiled = new WeakMap<KubeObject, CompiledPolicy>();

function compiledOf(policy: Policy, release: Release): CompiledPolicy {
  let result = compiled.get(policy);
  if (!result) compiled.set(policy, (result = compilePolicy(policy.spec, release)));
  return result;
}

function decide(policy: Policy, binding: Binding, request: AdmissionRequest, findResource: FindResource): Decision[] {
  const fails = policy.spec.failurePolicy !== "Ignore";
  const params = paramsOf(policy, binding, request, findResource);
  if (typeof params === "string") return fails ? [{ message: `failed to configure binding: ${params}` }] : [];
  const program = compiledOf(policy, request.context.release);
  return params.flatMap((param) => evaluatePolicy(policy, program, scopeOf(program, request, param), fails));
}

/** The parameters of a binding, `null` where it has none, or why they cannot be had. */
// apiserver/pkg/admission/plugin/policy/generic/policy_dispatcher.go CollectParams, 1.30
function paramsOf(
  { spec }: Policy,
  { spec: { paramRef } }: Binding,
  request: AdmissionRequest,
  findResource: FindResource,
): (KubeObject | null)[] | string {
  if (!spec.paramKind) return [null];
  const { apiVersion = "", kind = "" } = spec.paramKind;
  const { group, version } = splitApiVersion(apiVersion);
  const resource = findResource(group, version, kind);
  if (!resource) return `failed to find resource referenced by paramKind: '${group === "" ? "" : group}/${version}, Kind=${kind}'`;
  if (!paramRef) return [null];
  if (paramRef.namespace && !resource.namespaced)
    return "cannot use namespaced paramRef in policy binding that matches cluster-scoped resources";
  const namespace = resource.namespaced ? (paramRef.namespace ?? request.namespace) : "";
  if (resource.namespaced && namespace === "")
    return "cannot use namespaced paramRef in policy binding that matches cluster-scoped resources";
  const key = resourceKey(group, resource.plural);
  const one = paramRef.name ? request.context.get(key, namespace, paramRef.name) : undefined;
  const found = paramRef.name
    ? one
      ? [one]
      : []
    : request.context.list(key, { namespace }).filter(({ metadata }) => selects(paramRef.selector, metadata.labels));
  if (found.length === 0 && paramRef.parameterNotFoundAction === "Deny")
    return "no params found for policy binding with `Deny` parameterNotFoundAction";
  return [...found];
}

type Variables = Record<string, CelValue | undefined>;

/** Variables that are worked out when they are first spoken of. */
class PolicyVariables extends CelMap {
  readonly #compute: (name: string) => CelValue | undefined;
  readonly #known = new Map<string, CelValue | undefined>();
  constructor(compute: (name: string) => CelValue | undefined) {
    super([]);
    this.#compute = compute;
  }
  override get(key: CelValue): CelValue | undefined {
    const name = String(key);
    if (!this.#known.has(name)) this.#known.set(name, this.#compute(name));
    return this.#known.get(name);
  }
}

function scopeOf({ variables }: CompiledPolicy, request: AdmissionRequest, param: KubeObject | null): Variables {
  const asValue = (object: object | undefined | null): CelValue => (object ? dynamicValue(object as Json) : null);
  const namespace =
    request.namespace === "" || request.resource === "namespaces" ? undefined : request.context.get("namespaces", "", request.namespace);
  const scope: Variables = {
    object: asValue(request.object),
    oldObject: asValue(request.old),
    params: asValue(param),
    request: dynamicValue(admissionRequest(request)),
    namespaceObject: asValue(namespace),
  };
  scope["variables"] = new PolicyVariables((name) => {
    const variable = variables.find((one) => one.name === name);
    return variable?.program?.run(scope);
  });
  return scope;
}

// apiserver/pkg/admission/plugin/cel/filter.go CreateAdmissionRequest
function admissionRequest({
  group,
  version,
  kind,
  resource,
  subresource,
  name,
  namespace,
  operation,
  user,
  context,
}: AdmissionRequest): JsonObject {
  const gvk = { group, version, kind };
  const gvr = { group, version, resource };
  const { name: username, groups } = user;
  return {
    kind: gvk,
    resource: gvr,
    ...(subresource === "" ? {} : { subResource: subresource, requestSubResource: subresource }),
    requestKind: gvk,
    requestResource: gvr,
    name: name === "Unknown" ? "" : name,
    ...(namespace === "" ? {} : { namespace }),
    operation,
    userInfo: { username, groups: [...groups] },
    dryRun: context.dryRun,
    options: {},
  };
}

function run({ expression, program, problem }: PolicyProgram, scope: Variables): CelValue | Decision {
  if (!program) return { message: `compilation error: ${problem ?? ""}` };
  try {
    return program.run(scope);
  } catch (error) {
    if (!(error instanceof CelError)) throw error;
    return { message: `expression '${expression}' resulted in error: ${error.message}` };
  }
}

function isDecision(value: CelValue | Decision): value is Decision {
  return isJsonObject(value as Json) && Object.getPrototypeOf(value) === Object.prototype;
}

function evaluatePolicy({ spec }: Policy, program: CompiledPolicy, scope: Variables, fails: boolean): Decision[] {
  for (const condition of program.matchConditions) {
    const result = run(condition, scope);
    if (isDecision(result)) return fails ? [{ message: result.message }] : [];
    if (result !== true) return [];
  }
  return program.validations.flatMap((validation, at): Decision[] => {
    const result = run(validation, scope);
    if (isDecision(result)) return fails ? [result] : [];
    if (result === true) return [];
    const { message = "", reason } = spec.validations?.[at] ?? {};
    const text =
      (validation.message && ownMessage(validation.message, scope)) ||
      message.trim() ||
      `failed expression: ${validation.expression.trim()}`;
    return [{ message: text, ...(reason === undefined ? {} : { reason }) }];
  });
}

const MESSAGE_BYTES_MAX = 5 << 10;

function ownMessage(program: PolicyProgram, scope: Variables): string {
  const result = run(program, scope);
  const text = typeof result === "string" ? result.trim() : "";
  return text.includes("\n") || text.length > MESSAGE_BYTES_MAX ? "" : text;
}
