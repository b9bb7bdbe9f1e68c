import type { JsonObject } from "../../base/json.ts";
import { createThreeWayJsonMergePatch, leavesUnchanged } from "../../machinery/patch/merge-patch.ts";
import { patchSchema } from "../../machinery/patch/patch-schema.ts";
import { createThreeWayMergePatch } from "../../machinery/patch/strategic-diff.ts";
import { loadSchema } from "../../machinery/schema/schema.ts";
import type { KubeObject } from "../../machinery/object.ts";
import { CommandError } from "../errors.ts";
import type { Factory } from "../factory.ts";
import type { RestMapping } from "../rest-mapper.ts";
import { serverRelease } from "../validation/validator.ts";

/** What apply sends: the patch and how the server is to read it. */
export interface ApplyPatch {
  readonly type: "strategic" | "merge";
  readonly patch: JsonObject;
}

/** Groups whose types kubectl has not compiled in: their objects are patched without knowledge of list keys. */
const UNKNOWN_GROUPS: ReadonlySet<string> = new Set(["apiextensions.k8s.io", "apiregistration.k8s.io"]);

/** Whether kubectl knows the Go type of a kind. */
export function isCompiledIn({ env }: Factory, { group, version, kind }: RestMapping): boolean {
  return !UNKNOWN_GROUPS.has(group) && loadSchema(env.release.minor).kindDefinition(group, version, kind) !== undefined;
}

/**
 * The patch that brings `current` into the state of `modified`, and takes out what `original`, the last applied state, had beyond
 * it. Throws CommandError when the two name different objects, PatchError for states that cannot be compared.
 */
// kubectl/pkg/cmd/apply/patcher.go patchSimple
export async function threeWayPatch(
  factory: Factory,
  mapping: RestMapping,
  original: JsonObject,
  modified: KubeObject,
  current: KubeObject,
): Promise<ApplyPatch> {
  const [after, live] = [modified as unknown as JsonObject, current as unknown as JsonObject];
  if (!isCompiledIn(factory, mapping)) {
    const patch = createThreeWayJsonMergePatch(original, after, live);
    if (!leavesUnchanged(patch, "apiVersion") || !leavesUnchanged(patch, "kind") || !leavesUnchanged(patch, "metadata", "name")) {
      throw new CommandError("At least one of apiVersion, kind and name was changed");
    }
    return { type: "merge", patch };
  }
  const schema = loadSchema((await serverRelease(factory)).minor);
  const { group, version, kind } = mapping;
  const definition =
    schema.kindDefinition(group, version, kind) ?? loadSchema(factory.env.release.minor).kindDefinition(group, version, kind);
  return { type: "strategic", patch: createThreeWayMergePatch(original, after, live, patchSchema(schema, definition)) };
}
