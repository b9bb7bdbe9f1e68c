import { describe, expect, test } from "bun:test";
import { fieldErrorBody } from "../../../../../src/machinery/validation/field-error.ts";
import { customResourceDefinition } from "../../../../../src/kinds/apiextensions/customresourcedefinition/index.ts";
import type { RequestContext } from "../../../../../src/machinery/kind.ts";
import type { KubeObject } from "../../../../../src/machinery/object.ts";
import { parseRelease } from "../../../../../src/release/release.ts";

const context = { release: parseRelease("v1.20.2"), now: () => 0 } as unknown as RequestContext;
const group = "apiextensions.k8s.io";

/** The errors of a v1 definition as a client writes it. */
function errorsOf(spec: object, name = "tapes.example.com"): string[] {
  const names = { plural: "tapes", kind: "Tape" };
  const whole = { group: "example.com", scope: "Namespaced", names, ...spec };
  const object: KubeObject = { apiVersion: `${group}/v1`, kind: "CustomResourceDefinition", metadata: { name }, spec: whole };
  customResourceDefinition.defaults?.(object, context);
  customResourceDefinition.prepareForCreate?.(object, context);
  const errors = customResourceDefinition.validate?.(object, { ...context, apiVersion: `${group}/v1` }) ?? [];
  return errors.map((error) => `${error.field}: ${fieldErrorBody(error)}`);
}

const version = (openAPIV3Schema?: object, more: object = {}) => ({
  name: "v1",
  served: true,
  storage: true,
  ...(openAPIV3Schema ? { schema: { openAPIV3Schema } } : {}),
  ...more,
});
const at = "spec.validation.openAPIV3Schema";
const schema = (properties: object) => errorsOf({ versions: [version({ type: "object", properties })] });

describe("a custom resource definition", () => {
  test("is named by plural and group, and has a schema", () => {
    expect(errorsOf({ versions: [version()] }, "wrong.example.com")).toEqual([
      'metadata.name: Invalid value: "wrong.example.com": must be spec.names.plural+"."+spec.group',
      "spec.versions[0].schema.openAPIV3Schema: Required value: schemas are required",
    ]);
    expect(errorsOf({ versions: [version({ type: "object" })] })).toEqual([]);
  });

  test("stores one version", () => {
    const two = [version({ type: "object" }), version({ type: "object" }, { name: "v2" })];
    expect(errorsOf({ versions: two })[0]).toEndWith("must have exactly one version marked as storage version");
  });

  test("says of every field what it is", () => {
    expect(schema({ spec: { properties: { a: { type: "string" } } }, list: { type: "array" } })).toEqual([
      `${at}.properties[list].items: Required value: must be specified`,
      `${at}.properties[spec].type: Required value: must not be empty for specified object fields`,
    ]);
    expect(schema({ a: { type: "text" } })).toEqual([
      `${at}.properties[a].type: Unsupported value: "text": supported values: "array", "boolean", "integer", "number", "object", "string"`,
    ]);
    expect(schema({ a: { type: "string", anyOf: [{ type: "string" }] } })).toEqual([
      `${at}.properties[a].anyOf[0].type: Forbidden: must be empty to be structural`,
    ]);
    expect(schema({ a: { "x-kubernetes-int-or-string": true, anyOf: [{ type: "integer" }, { type: "string" }] } })).toEqual([]);
    expect(schema({ metadata: { type: "object", properties: { labels: { type: "object" } } } })).toEqual([
      `${at}.properties[metadata]: Forbidden: must not specify anything other than name and generateName, but metadata is implicitly specified`,
    ]);
  });

  test("has defaults that its own schema allows", () => {
    expect(schema({ a: { type: "integer", default: "x" } })).toEqual([
      `${at}.properties[a].default: Invalid value: "string":  in body must be of type integer: "string"`,
    ]);
  });

  test("keeps unknown fields only where the schema says so", () => {
    expect(errorsOf({ versions: [version({ type: "object" })], preserveUnknownFields: true })).toEqual([
      "spec.preserveUnknownFields: Invalid value: true: cannot set to true, set x-preserve-unknown-fields to true in spec.versions[*].schema instead",
    ]);
  });

  test("checks columns and subresources", () => {
    const columns = [{ name: "A", type: "text", jsonPath: "spec.a" }];
    const subresources = { scale: { specReplicasPath: ".replicas", statusReplicasPath: ".status.replicas" } };
    expect(errorsOf({ versions: [version({ type: "object" }, { additionalPrinterColumns: columns, subresources })] })).toEqual([
      'spec.subresources.scale.specReplicasPath: Invalid value: ".replicas": should be a json path under .spec',
      'spec.additionalPrinterColumns[0].type: Invalid value: "text": must be one of boolean,date,integer,number,string',
      'spec.additionalPrinterColumns[0].JSONPath: Invalid value: "spec.a": must be a simple json path starting with .',
    ]);
  });

  test("of the community needs approval", () => {
    const names = { plural: "tapes", kind: "Tape" };
    expect(errorsOf({ versions: [version({ type: "object" })], group: "x.k8s.io", names }, "tapes.x.k8s.io")[0]).toStartWith(
      "metadata.annotations[api-approved.kubernetes.io]: Required value: protected groups must have approval annotation",
    );
  });

  test("comes from v1beta1 and goes back", () => {
    const old: KubeObject = {
      apiVersion: `${group}/v1beta1`,
      kind: "CustomResourceDefinition",
      metadata: { name: "olds.example.com" },
      spec: {
        group: "example.com",
        version: "v1",
        names: { plural: "olds", kind: "Old" },
        subresources: { status: {} },
        additionalPrinterColumns: [{ name: "A", type: "string", JSONPath: ".a" }],
      },
    };
    customResourceDefinition.defaults?.(old, context);
    const before = structuredClone(old.spec);
    customResourceDefinition.convert?.(old, "v1");
    expect(old.spec).toEqual({
      group: "example.com",
      scope: "Namespaced",
      names: { plural: "olds", singular: "old", kind: "Old", listKind: "OldList" },
      conversion: { strategy: "None" },
      preserveUnknownFields: true,
      versions: [
        {
          name: "v1",
          served: true,
          storage: true,
          subresources: { status: {} },
          additionalPrinterColumns: [{ name: "A", type: "string", jsonPath: ".a" }],
        },
      ],
    });
    customResourceDefinition.convert?.(old, "v1beta1");
    expect(old.spec).toEqual(before);
  });
});
