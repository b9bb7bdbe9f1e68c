import { expect, test } from "bun:test";
import { admissionWorld } from "./admission-world.ts";

const RULES = [
  { rule: "self.min <= self.max", message: "min must not exceed max" },
  { rule: "self.max < 10" },
  { rule: "self.max >= oldSelf.max", messageExpression: "'cannot shrink from ' + string(oldSelf.max)" },
];

function definition(rules: readonly object[], itemRules: readonly object[] = []) {
  const tags = { type: "array", items: { type: "string", "x-kubernetes-validations": itemRules } };
  const spec = {
    type: "object",
    "x-kubernetes-validations": rules,
    properties: { min: { type: "integer" }, max: { type: "integer" }, tags },
  };
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: "foos.ex.com" },
    spec: {
      group: "ex.com",
      scope: "Namespaced",
      names: { plural: "foos", singular: "foo", kind: "Foo", listKind: "FooList" },
      versions: [{ name: "v1", served: true, storage: true, schema: { openAPIV3Schema: { type: "object", properties: { spec } } } }],
    },
  };
}

function world(version: string, rules: readonly object[] = RULES, itemRules: readonly object[] = []) {
  const made = admissionWorld(version);
  const { error, object } = made.create("customresourcedefinitions", definition(rules, itemRules));
  if (error === "") {
    const { names } = object["spec"] as { names: object };
    const conditions = ["Established", "NamesAccepted"].map((type) => ({ type, status: "True" }));
    made.put("customresourcedefinitions.apiextensions.k8s.io", { ...object, status: { acceptedNames: names, conditions } } as never);
  }
  const foo = (name: string, spec: object) => ({ apiVersion: "ex.com/v1", kind: "Foo", metadata: { name, namespace: "default" }, spec });
  const create = (name: string, spec: object) => made.create("foos", foo(name, spec));
  const patch = (name: string, spec: object) =>
    made.create("foos", foo(name, {}), { verb: "patch", name, patchType: "merge", body: { spec } });
  return { error, create, patch, object };
}

test("what breaks a rule is refused in its words", () => {
  const { create, patch } = world("v1.31.0");
  expect(create("a", { min: 7, max: 5 }).error).toBe('Foo.ex.com "a" is invalid: spec: Invalid value: "object": min must not exceed max');
  expect(create("a", { min: 1, max: 12 }).error).toBe(
    'Foo.ex.com "a" is invalid: spec: Invalid value: "object": failed rule: self.max < 10',
  );
  expect(create("a", { min: 1 }).error).toContain(
    'spec: Invalid value: "object": no such key: max evaluating rule: min must not exceed max',
  );
  expect(create("a", { min: 1, max: 5 }).error).toBe("");
  expect(patch("a", { max: 3 }).error).toBe('Foo.ex.com "a" is invalid: spec: Invalid value: "object": cannot shrink from 5');
  expect(patch("a", { max: 6 }).error).toBe("");
});

test("rules are not looked at where the schema itself is not kept", () => {
  expect(world("v1.31.0").create("a", { min: "x", max: 5 }).error).toContain(
    '<nil>: Invalid value: "null": some validation rules were not checked because the object was invalid; correct the existing errors to complete validation',
  );
});

test("reasons, and an unchanged value that only warns", () => {
  const { create, patch } = world("v1.31.0", [], [{ rule: "self != 'bad'", reason: "FieldValueForbidden" }]);
  expect(create("a", { tags: ["good", "bad"] }).error).toBe(
    "Foo.ex.com \"a\" is invalid: spec.tags[1]: Forbidden: failed rule: self != 'bad'",
  );
  expect(create("a", { tags: ["good"] }).error).toBe("");
  expect(patch("a", { min: 1 }).warnings).toEqual([]);
});

test.each([
  ["v1.25.0", 'apiextensions.ValidationRule{Rule:"self.mox > 1", Message:""}'],
  ["v1.27.0", 'apiextensions.ValidationRule{Rule:"self.mox > 1", Message:"", MessageExpression:""}'],
  [
    "v1.31.0",
    'apiextensions.ValidationRule{Rule:"self.mox > 1", Message:"", MessageExpression:"", Reason:(*apiextensions.FieldValueErrorReason)(nil), FieldPath:"", OptionalOldSelf:(*bool)(nil)}',
  ],
])("a rule that does not compile, %s", (version, rule) => {
  expect(world(version, [{ rule: "self.mox > 1" }]).error).toBe(
    `CustomResourceDefinition.apiextensions.k8s.io "foos.ex.com" is invalid: spec.validation.openAPIV3Schema.properties[spec].x-kubernetes-validations[0].rule: Invalid value: ${rule}: compilation failed: ERROR: <input>:1:5: undefined field 'mox'\n | self.mox > 1\n | ....^`,
  );
});

test.each([
  [[{ rule: " " }], [], "properties[spec].x-kubernetes-validations[0].rule: Required value: rule is not specified"],
  [[{ rule: "self.max" }], [], "cel expression must evaluate to a bool"],
  [
    [],
    [{ rule: "self == oldSelf" }],
    "oldSelf cannot be used on the uncorrelatable portion of the schema within spec.validation.openAPIV3Schema.properties[spec].properties[tags]",
  ],
  [
    [{ rule: "true", reason: "x" }],
    [],
    'reason: Unsupported value: "x": supported values: "FieldValueDuplicate", "FieldValueForbidden", "FieldValueInvalid", "FieldValueRequired"',
  ],
])("what a rule may not be: %j %j", (rules, itemRules, text) => {
  expect(world("v1.31.0", rules, itemRules).error).toContain(text);
});

test("releases before 1.25 do not keep rules", () => {
  const { error, object, create } = world("v1.24.0");
  expect(error).toBe("");
  expect(JSON.stringify(object)).not.toContain("x-kubernetes-validations");
  expect(create("a", { min: 7, max: 5 }).error).toBe("");
});
