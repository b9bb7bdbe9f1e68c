import { compile, type Program } from "./compile.ts";
import { functionsOf } from "./signatures.ts";
import { BOOL, type CelType, DYN, simple } from "./types.ts";
import type { Release } from "../../release/release.ts";

/** A ValidatingAdmissionPolicy, as far as expressions go. */
export interface PolicyExpressions {
  readonly paramKind?: { readonly apiVersion?: string; readonly kind?: string };
  readonly variables?: readonly { readonly name: string; readonly expression: string }[];
  readonly matchConditions?: readonly { readonly name: string; readonly expression: string }[];
  readonly validations?: readonly {
    readonly expression: string;
    readonly message?: string;
    readonly reason?: string;
    readonly messageExpression?: string;
  }[];
  readonly auditAnnotations?: readonly { readonly key: string; readonly valueExpression: string }[];
}

/** An expression of a policy: its program, or why there is none. */
export interface PolicyProgram {
  readonly expression: string;
  readonly program?: Program;
  readonly problem?: string;
}

/** A policy ready to be run. */
export interface CompiledPolicy {
  readonly variables: readonly (PolicyProgram & { readonly name: string })[];
  readonly matchConditions: readonly (PolicyProgram & { readonly name: string })[];
  readonly validations: readonly (PolicyProgram & { readonly message: PolicyProgram | undefined })[];
}

const STRING = simple("string");

function objectOf(name: string, fields: Readonly<Record<string, CelType>>): CelType {
  return { kind: "object", name, fields: new Map(Object.entries(fields)) };
}

const KIND = objectOf("kubernetes.GroupVersionKind", { group: STRING, version: STRING, kind: STRING });
const RESOURCE = objectOf("kubernetes.GroupVersionResource", { group: STRING, version: STRING, resource: STRING });
const USER = objectOf("kubernetes.UserInfo", {
  username: STRING,
  uid: STRING,
  groups: { kind: "list", of: STRING },
  extra: { kind: "map", key: STRING, value: { kind: "list", of: STRING } },
});

/** `request`. apiserver/pkg/admission/plugin/cel/compile.go BuildRequestType */
const REQUEST = objectOf("kubernetes.AdmissionRequest", {
  kind: KIND,
  resource: RESOURCE,
  subResource: STRING,
  requestKind: KIND,
  requestResource: RESOURCE,
  requestSubResource: STRING,
  name: STRING,
  namespace: STRING,
  operation: STRING,
  userInfo: USER,
  dryRun: BOOL,
  options: DYN,
});

const TEXTS: CelType = { kind: "map", key: STRING, value: STRING };

/** `namespaceObject`. apiserver/pkg/admission/plugin/cel/compile.go BuildNamespaceType */
const NAMESPACE = objectOf("kubernetes.Namespace", {
  metadata: objectOf("kubernetes.NamespaceMetadata", {
    name: STRING,
    generateName: STRING,
    namespace: STRING,
    labels: TEXTS,
    annotations: TEXTS,
    UID: STRING,
    creationTimestamp: simple("timestamp"),
    deletionGracePeriodSeconds: simple("int"),
    deletionTimestamp: simple("timestamp"),
    generation: simple("int"),
    resourceVersion: STRING,
    finalizers: { kind: "list", of: STRING },
  }),
  spec: objectOf("kubernetes.NamespaceSpec", { finalizers: { kind: "list", of: STRING } }),
  status: objectOf("kubernetes.NamespaceStatus", { phase: STRING }),
});

/** Compiles a policy's expressions. A variable can speak of those before it. */
// apiserver/pkg/admission/plugin/policy/validating/plugin.go compilePolicy, cel/composition.go
export function compilePolicy(spec: PolicyExpressions, release: Release): CompiledPolicy {
  const functions = functionsOf({ quantities: release.has("celQuantities"), sets: release.has("celSets") });
  const fields = new Map<string, CelType>();
  const base = new Map<string, CelType>([
    ["object", DYN],
    ["oldObject", DYN],
    ["request", REQUEST],
    ["namespaceObject", NAMESPACE],
    ...(spec.paramKind ? [["params", DYN] as const] : []),
  ]);
  const composed = new Map([...base, ["variables", { kind: "object", name: "kubernetes.variables", fields } as CelType] as const]);
  const withVariables = (spec.variables ?? []).length > 0 ? composed : base;
  const compiled = (expression: string, wanted: CelType["kind"] | undefined, variables = withVariables): PolicyProgram => {
    const program = compile(expression, { variables, functions, refused: REFUSED });
    if ("issues" in program) return { expression, problem: `compilation failed: ${program.issues}` };
    const isWanted = wanted === undefined || program.type.kind === wanted;
    return isWanted ? { expression, program } : { expression, problem: `must evaluate to ${wanted}` };
  };
  const variables = (spec.variables ?? []).map(({ name, expression }) => {
    const result = { name, ...compiled(expression, undefined) };
    fields.set(name, result.program?.type ?? DYN);
    return result;
  });
  return {
    variables,
    matchConditions: (spec.matchConditions ?? []).map(({ name, expression }) => ({ name, ...compiled(expression, "bool", base) })),
    validations: (spec.validations ?? []).map(({ expression, messageExpression = "" }) => ({
      ...compiled(expression, "bool"),
      message: messageExpression === "" ? undefined : compiled(messageExpression, "string"),
    })),
  };
}

/** Whom the request may ask about is not emulated. */
const REFUSED: ReadonlySet<string> = new Set(["authorizer"]);
