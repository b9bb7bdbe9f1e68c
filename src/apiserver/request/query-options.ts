import { goQuote, goStringSliceSyntax } from "../../base/go-format.ts";
import type { JsonObject } from "../../base/json.ts";
import type { ResourceVerb } from "../../machinery/api.ts";
import { badRequest } from "../../machinery/status.ts";
import { type FieldError, forbidden, invalid, notSupported } from "../../machinery/validation/field-error.ts";
import { invalidError } from "../invalid.ts";

const MANAGER_BYTES = 128;
const PROPAGATION = ["Foreground", "Background", "Orphan"];
const MATCHES = ["Exact", "NotOlderThan"];
const KINDS: Partial<Record<ResourceVerb, string>> = {
  create: "CreateOptions",
  update: "UpdateOptions",
  patch: "PatchOptions",
  delete: "DeleteOptions",
  deletecollection: "DeleteOptions",
  list: "ListOptions",
  watch: "ListOptions",
};
const NUMBERS: Partial<Record<ResourceVerb, readonly string[]>> = {
  delete: ["gracePeriodSeconds"],
  deletecollection: ["limit", "timeoutSeconds"],
  list: ["limit", "timeoutSeconds"],
  watch: ["limit", "timeoutSeconds"],
};

/** Refuses a query whose options no verb takes so. Throws StatusError, as the handlers do before they look at the object. */
// apimachinery/pkg/apis/meta/v1/validation/validation.go, meta/internalversion/validation/validation.go, 1.20
export function checkQueryOptions(verb: ResourceVerb, params: URLSearchParams): void {
  for (const name of NUMBERS[verb] ?? []) checkInteger(params.get(name) ?? "");
  const kind = KINDS[verb];
  const errors = optionErrors(verb, params);
  if (kind !== undefined && errors.length > 0) throw invalidError("meta.k8s.io", kind, "", errors);
}

function checkInteger(text: string): void {
  if (text !== "" && !/^[+-]?\d+$/.test(text)) throw badRequest(`strconv.ParseInt: parsing ${goQuote(text)}: invalid syntax`);
}

function optionErrors(verb: ResourceVerb, params: URLSearchParams): FieldError[] {
  switch (verb) {
    case "create":
    case "update":
    case "patch":
      return [...managerErrors(params.get("fieldManager") ?? ""), ...dryRunErrors(params)];
    case "delete":
      return [...propagationErrors(params), ...dryRunErrors(params)];
    case "list":
    case "watch":
    case "deletecollection":
      return matchErrors(params, verb === "watch");
    default:
      return [];
  }
}

function managerErrors(manager: string): FieldError[] {
  if (new TextEncoder().encode(manager).length <= MANAGER_BYTES) return [];
  return [{ type: "Too long", field: "fieldManager", detail: `must have at most ${MANAGER_BYTES} bytes` }];
}

function dryRunErrors(params: URLSearchParams): FieldError[] {
  const values = params.getAll("dryRun");
  if (values.every((value) => value === "All")) return [];
  return [{ ...notSupported("dryRun", "", ["All"]), goValue: goStringSliceSyntax(values) }];
}

function propagationErrors(params: URLSearchParams): FieldError[] {
  const policy = params.get("propagationPolicy");
  if (policy === null) return [];
  const both = "orphanDependents and deletionPropagation cannot be both set";
  return [
    ...(params.has("orphanDependents") ? [invalid("propagationPolicy", policy, both)] : []),
    ...(PROPAGATION.includes(policy) ? [] : [notSupported("propagationPolicy", policy, [...PROPAGATION, "nil"])]),
  ];
}

function matchErrors(params: URLSearchParams, isWatch: boolean): FieldError[] {
  const field = "resourceVersionMatch";
  const match = params.get(field) ?? "";
  const version = params.get("resourceVersion") ?? "";
  if (match === "") return [];
  const refusals = [
    isWatch ? `${field} is forbidden for watch` : "",
    version === "" ? `${field} is forbidden unless resourceVersion is provided` : "",
    params.get("continue") ? `${field} is forbidden when continue is provided` : "",
  ];
  return [
    ...refusals.filter((refusal) => refusal !== "").map((refusal) => forbidden(field, refusal)),
    ...(MATCHES.includes(match) ? [] : [notSupported(field, match, [...MATCHES, ""])]),
    ...(match === "Exact" && version === "0" ? [forbidden(field, `${field} "exact" is forbidden for resourceVersion "0"`)] : []),
  ];
}

/** DeleteOptions as a query tells them, for a request without a body. */
export function deleteOptionsOf(params: URLSearchParams): JsonObject {
  const grace = params.get("gracePeriodSeconds");
  const policy = params.get("propagationPolicy");
  const orphan = params.get("orphanDependents");
  return {
    ...(grace ? { gracePeriodSeconds: Number(grace) } : {}),
    ...(policy ? { propagationPolicy: policy } : {}),
    ...(orphan === null ? {} : { orphanDependents: orphan === "true" || orphan === "1" }),
  };
}
