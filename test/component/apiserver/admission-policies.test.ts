import { describe, expect, test } from "bun:test";
import { admissionWorld } from "./admission-world.ts";

const API = "admissionregistration.k8s.io/v1";
const RULE = { apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE", "UPDATE"], resources: ["configmaps"] };
const POLICY = { matchConstraints: { resourceRules: [RULE] } };
const configMap = (name: string, data: object, labels: object = {}) => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name, namespace: "default", labels },
  data,
});

function world(policy: object, binding: object = {}, version = "v1.31.0") {
  const made = admissionWorld(version);
  const spec = { ...POLICY, ...policy };
  const policied = made.create("validatingadmissionpolicies", {
    apiVersion: API,
    kind: "ValidatingAdmissionPolicy",
    metadata: { name: "demo" },
    spec,
  });
  const bound = made.create("validatingadmissionpolicybindings", {
    apiVersion: API,
    kind: "ValidatingAdmissionPolicyBinding",
    metadata: { name: "everywhere" },
    spec: { policyName: "demo", validationActions: ["Deny"], ...binding },
  });
  const send = (name: string, data: object, labels: object = {}) => made.create("configmaps", configMap(name, data, labels));
  return { ...made, policied, bound, send };
}

const denied = (why: string) =>
  `configmaps "x" is forbidden: ValidatingAdmissionPolicy 'demo' with binding 'everywhere' denied request: ${why}`;

describe("a policy and its binding", () => {
  test("are kept, with their defaults", () => {
    const { policied, bound, send } = world({ validations: [{ expression: "size(object.data) <= 1" }] });
    expect(policied.object["spec"]).toMatchObject({ failurePolicy: "Fail", matchConstraints: { matchPolicy: "Equivalent" } });
    expect(bound.error).toBe("");
    const table = send("x", {}) && policied;
    expect(table.error).toBe("");
  });

  test("deny in the words of the expression, the message or its own expression", () => {
    const { send } = world({
      variables: [{ name: "count", expression: "size(object.data)" }],
      validations: [
        { expression: "variables.count <= 2" },
        { expression: "!('bad' in object.data)", message: "no bad keys", reason: "Forbidden" },
        { expression: "variables.count != 2", messageExpression: "'two: ' + string(variables.count) + ' by ' + request.userInfo.username" },
      ],
    });
    expect(send("x", { a: "1" }).error).toBe("");
    expect(send("x", { a: "1", b: "2", c: "3" }).error).toBe(denied("failed expression: variables.count <= 2"));
    expect(send("x", { bad: "1" }).error).toBe(denied("no bad keys"));
    expect(send("x", { a: "1", b: "2" }).error).toBe(denied("two: 2 by kubernetes-admin"));
  });

  test("an expression that fails is a refusal, unless failures are ignored", () => {
    const validations = [{ expression: "object.data.gone == 'x'" }];
    expect(world({ validations }).send("x", { a: "1" }).error).toBe(
      denied("expression 'object.data.gone == 'x'' resulted in error: no such key: gone"),
    );
    expect(world({ validations, failurePolicy: "Ignore" }).send("x", { a: "1" }).error).toBe("");
  });

  test("only warn, or ask only of some", () => {
    const validations = [{ expression: "false", message: "never" }];
    const warned = world({ validations }, { validationActions: ["Warn", "Audit"] }).send("x", {});
    expect([warned.error, ...warned.warnings]).toEqual([
      "",
      "Validation failed for ValidatingAdmissionPolicy 'demo' with binding 'everywhere': never",
    ]);
    const conditions = [{ name: "labelled", expression: "has(object.metadata.labels) && 'check' in object.metadata.labels" }];
    const { send } = world({ validations, matchConditions: conditions });
    expect(send("y", {}).error).toBe("");
    expect(send("x", {}, { check: "1" }).error).toBe(denied("never"));
    const elsewhere = world({ validations }, { matchResources: { namespaceSelector: { matchLabels: { env: "prod" } } } });
    expect(elsewhere.send("x", {}).error).toBe("");
  });

  test("parameters", () => {
    const policy = {
      paramKind: { apiVersion: "v1", kind: "ConfigMap" },
      validations: [{ expression: "size(object.data) <= int(params.data.most)" }],
    };
    const made = world(policy, { paramRef: { name: "limits", namespace: "kube-system", parameterNotFoundAction: "Deny" } });
    expect(made.send("x", {}).error).toBe(
      denied("failed to configure binding: no params found for policy binding with `Deny` parameterNotFoundAction"),
    );
    made.put("configmaps", {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "limits", namespace: "kube-system" },
      data: { most: "1" },
    } as never);
    expect(made.send("y", { a: "1" }).error).toBe("");
    expect(made.send("x", { a: "1", b: "2" }).error).toBe(denied("failed expression: size(object.data) <= int(params.data.most)"));
  });
});

describe("what a policy may not say", () => {
  test("nothing", () => {
    expect(
      admissionWorld("v1.30.0").create("validatingadmissionpolicies", {
        apiVersion: API,
        kind: "ValidatingAdmissionPolicy",
        metadata: { name: "demo" },
        spec: {},
      }).error,
    ).toBe(
      'ValidatingAdmissionPolicy.admissionregistration.k8s.io "demo" is invalid: [spec.matchConstraints: Required value, ' +
        "spec.validations: Required value: validations or auditAnnotations must contain at least one item, " +
        "spec.auditAnnotations: Required value: validations or auditAnnotations must contain at least one item]",
    );
  });

  test.each([
    [
      { expression: "object.x >" },
      'expression: Invalid value: "object.x >": compilation failed: ERROR: <input>:1:11: Syntax error: mismatched input',
    ],
    [{ expression: "params.x == 1" }, "undeclared reference to 'params' (in container '')"],
    [{ expression: "request.nope == 1" }, "undefined field 'nope'"],
    [{ expression: "1 + 1" }, 'expression: Invalid value: "1 + 1": must evaluate to bool'],
    [{ expression: "authorizer.path('/x').check('get').allowed()" }, "k8sim does not emulate the variable 'authorizer'"],
    [{ expression: "true", messageExpression: "1" }, 'messageExpression: Invalid value: "1": must evaluate to string'],
    [{ expression: "true", reason: "x" }, 'reason: Unsupported value: "x"'],
  ])("%j", (validation, text) => {
    expect(world({ validations: [validation] }).policied.error).toContain(text);
  });

  test("a binding", () => {
    const validations = [{ expression: "true" }];
    expect(world({ validations }, { validationActions: ["Deny", "Warn"] }).bound.error).toContain(
      'spec.validationActions: Invalid value: []admissionregistration.ValidationAction{"Deny", "Warn"}: must not contain both Deny and Warn',
    );
    expect(world({ validations }, { validationActions: [], policyName: "" }).bound.error).toContain(
      "[spec.policyName: Required value, spec.validationActions: Required value: at least one validation action is required]",
    );
  });
});
