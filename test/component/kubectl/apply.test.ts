import { describe, expect, test } from "bun:test";
import { createKubectl } from "./world.ts";

const configMap = (value: string) =>
  `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"m","namespace":"default"},"data":{"k":"${value}"}}`;

/** What `apply --overwrite=false` of a changed file says. */
async function conflict(version: string): Promise<string> {
  const { run } = createKubectl(version);
  const [before, after] = [{ "/m.json": configMap("a") }, { "/m.json": configMap("b") }];
  expect(await run("apply -f /m.json", before)).toBe("configmap/m created\n");
  expect(await run("apply -f /m.json --overwrite=false", before)).toBe("configmap/m unchanged\n");
  return run("apply -f /m.json --overwrite=false", after);
}

describe("apply --overwrite=false", () => {
  // The record of what was applied is itself a change from original to current, so that every change is a conflict.
  test.each([
    ["v1.20.2", ["openapi spec"], 'for: "/m.json": error when creating patch with:', '\nfor: "/m.json": patch:\n'],
    ["v1.28.15", ["openapi spec"], 'for: "/m.json": error when patching "/m.json": creating patch with:', "\nfor:: patch:\n"],
    ["v1.32.5", ["openapi spec"], 'for: "/m.json": error when patching "/m.json": creating patch with:', "\nfor:: patch:\n"],
  ])("refuses a change, %s", async (version, documents, begin, end) => {
    const text = await conflict(version);
    const warnings = [...text.matchAll(/warning: error calculating patch from (.*): patch:\ndata:\n {2}k: b\n/g)];
    expect(warnings.map((warning) => warning[1])).toEqual(documents);
    expect(text).toContain(`error: error when applying patch:\n\nto:\nResource: "/v1, Resource=configmaps"`);
    expect(text).toContain(begin);
    expect(text).toContain(end);
  });
});
