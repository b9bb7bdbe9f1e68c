import { isJsonObject, type JsonObject } from "../base/json.ts";
import type { Factory } from "./factory.ts";
import type { RestMapping } from "./rest-mapper.ts";

interface CustomVersion {
  readonly name: string;
  readonly schema?: { readonly openAPIV3Schema?: JsonObject };
}

/** What is known of a custom type whose schema is not structural and so not published: nothing. */
export const UNPUBLISHED: JsonObject = {};

/** The schema that a CustomResourceDefinition gives a type of its own; undefined for other types and for those without one. */
export async function customSchema(factory: Factory, mapping: RestMapping, version: string): Promise<JsonObject | undefined> {
  const ref = { group: "apiextensions.k8s.io", version: "v1", resource: "customresourcedefinitions", namespace: "" };
  const crd = await (await factory.client()).get(ref, `${mapping.resource}.${mapping.group}`).catch(() => undefined);
  // Only structural schemas are published.
  const { conditions } = (crd?.["status"] ?? {}) as { conditions?: { type: string; status: string }[] | null };
  if (conditions?.some(({ type, status }) => type === "NonStructuralSchema" && status === "True")) return UNPUBLISHED;
  const versions = (crd?.["spec"] as { versions?: CustomVersion[] } | undefined)?.versions ?? [];
  const schema = versions.find((each) => each.name === version)?.schema?.openAPIV3Schema;
  return isJsonObject(schema) ? schema : undefined;
}

/** `com.example.stable.v1.CronTab`: how OpenAPI names a custom type. */
export function customTypeName(group: string, version: string, kind: string): string {
  return [...group.split(".").toReversed(), version, kind].join(".");
}
