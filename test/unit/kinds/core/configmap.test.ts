import { expect, test } from "bun:test";
import { createCatalog } from "../../../../src/kinds/index.ts";
import { configMap } from "../../../../src/kinds/core/configmap/index.ts";
import type { KubeObject } from "../../../../src/machinery/object.ts";
import { line, requestContext } from "../context.ts";

function make(parts: Partial<KubeObject>): KubeObject {
  return { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "okcm", namespace: "default" }, ...parts };
}

test("the catalog finds a kind by plural and by kind", () => {
  const catalog = createCatalog();
  expect(catalog.byResource("", "configmaps")).toBe(configMap);
  expect(catalog.byKind("", "ConfigMap")).toBe(configMap);
  expect(catalog.byKind("apps", "ConfigMap")).toBeUndefined();
});

test("labels are complained about before keys (recording a-api-validation)", () => {
  const object = make({ metadata: { name: "okcm", namespace: "default", labels: { "a b": "c d" } }, data: { "bad key!": "x" } });
  expect(configMap.validate?.(object, requestContext()).map(line)).toEqual([
    "metadata.labels: Invalid value: \"a b\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
    "metadata.labels: Invalid value: \"c d\": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')",
    "data[bad key!]: Invalid value: \"bad key!\": a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')",
  ]);
});

test("the wording of DNS-1123 follows the release", () => {
  const object = make({ metadata: { name: "UP", namespace: "default" } });
  const first = (version: string) => configMap.validate?.(object, requestContext(version)).map(line)[0];
  expect(first("v1.18.4")).toStartWith('metadata.name: Invalid value: "UP": a DNS-1123 subdomain must consist');
  expect(first("v1.23.7")).toStartWith('metadata.name: Invalid value: "UP": a lowercase RFC 1123 subdomain must consist');
});

test("an immutable map keeps its data, a large one is refused", () => {
  const old = make({ immutable: true, data: { a: "1" } });
  const errors = configMap.validateUpdate?.(make({ immutable: true, data: { a: "2" } }), old, requestContext());
  expect(errors?.map(line)).toEqual(["data: Forbidden: field is immutable when `immutable` is set"]);
  const large = make({ data: { a: "x".repeat(1024 * 1024 + 1) } });
  expect(configMap.validate?.(large, requestContext()).map(line)).toEqual(["[]: Too long: must have at most 1048576 bytes"]);
});

test("DATA counts both maps", () => {
  const object = make({
    metadata: { name: "c", creationTimestamp: "2026-11-21T11:58:50Z" },
    data: { a: "", b: "" },
    binaryData: { c: "" },
  });
  expect(configMap.row(object, requestContext())).toEqual(["c", 3, "70s"]);
});
