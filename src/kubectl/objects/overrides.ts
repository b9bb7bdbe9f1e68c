import { isJsonObject, type Json, type JsonObject } from "../../base/json.ts";
import { applyJsonPatch } from "../../machinery/patch/json-patch.ts";
import { applyMergePatch } from "../../machinery/patch/merge-patch.ts";
import { patchSchema } from "../../machinery/patch/patch-schema.ts";
import { applyStrategicMergePatch } from "../../machinery/patch/strategic-merge.ts";
import { type KubeObject, splitApiVersion } from "../../machinery/object.ts";
import { loadSchema } from "../../machinery/schema/schema.ts";
import type { Release } from "../../release/release.ts";
import { CommandError } from "../errors.ts";
import type { FlagSpec } from "../flags/spec.ts";
import { typedObject } from "./typed.ts";

const OVERRIDE_TYPES = ["json", "merge", "strategic"];

/** `--overrides` and, where it exists, `--override-type` with the command's own default. */
export function overrideFlags(type: "merge" | "strategic"): readonly FlagSpec[] {
  return [
    { name: "overrides", type: "string", usage: "JSON to lay over the generated object. It must name its apiVersion." },
    {
      name: "override-type",
      type: "string",
      default: type,
      feature: "overrideType",
      usage: "How to lay it over: json, merge or strategic.",
    },
  ];
}

/** Lays an inline JSON text over an object. Throws CommandError for a text that is no JSON. */
// kubectl/pkg/cmd/util/helpers.go Merge, override_options.go
export function overridden(release: Release, object: KubeObject, text: string, type: string): KubeObject {
  if (text === "") return object;
  if (!OVERRIDE_TYPES.includes(type.toLowerCase())) throw new CommandError(`invalid override type: ${type}`);
  const target = typedObject(release, object) as unknown as JsonObject;
  const patch = parse(text);
  return patched(release, object, target, patch, type) as unknown as KubeObject;
}

function parse(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw new CommandError("Invalid JSON Patch");
  }
}

function patched(release: Release, object: KubeObject, target: JsonObject, patch: Json, type: string): Json {
  if (type === "json" && Array.isArray(patch)) return applyJsonPatch(target, patch as JsonObject[]);
  if (type === "strategic" && isJsonObject(patch)) {
    const schema = loadSchema(release.minor);
    const { group, version } = splitApiVersion(object.apiVersion);
    return applyStrategicMergePatch(target, patch, patchSchema(schema, schema.kindDefinition(group, version, object.kind)));
  }
  return applyMergePatch(target, patch);
}
