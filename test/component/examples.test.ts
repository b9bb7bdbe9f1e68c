import { expect, test } from "bun:test";
import { splitYamlDocuments } from "../../src/base/yaml-documents.ts";
import { parseYaml } from "../../src/base/yaml-in.ts";
import examples from "../../fixtures/repositories/kubernetes-examples.yaml" with { type: "yaml" };

/** What every object needs. */
interface Typed {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: { readonly name?: string };
}

test.each(Object.entries(examples as Record<string, string>))("%s is objects with names", (_, text) => {
  const objects = splitYamlDocuments(text).map((part) => parseYaml(part.text) as Typed);
  expect(objects.length).toBeGreaterThan(0);
  for (const { apiVersion, kind, metadata } of objects)
    expect([typeof apiVersion, typeof kind, typeof metadata?.name]).toEqual(Array(3).fill("string"));
});
