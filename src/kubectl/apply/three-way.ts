import type { JsonObject } from "../../base/json.ts";
import { createThreeWayJsonMergePatch, leavesUnchanged } from "../../machinery/patch/merge-patch.ts";
import { PatchError, type PatchSchema, patchSchema } from "../../machinery/patch/patch-schema.ts";
import { createThreeWayMergePatch } from "../../machinery/patch/strategic-diff.ts";
import { type Definition, loadSchema, type Schema } from "../../machinery/schema/schema.ts";
import type { KubeObject } from "../../machinery/object.ts";
import type { Release } from "../../release/release.ts";
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

/** How a patch is made. */
export interface PatchOptions {
  /** The last applied state, as it was written down; empty when there is none. */
  readonly original: string;
  /** Fields that somebody else changed since are changed back. */
  readonly overwrite: boolean;
  /** List keys are looked up in the server's OpenAPI documents before they are in kubectl's own types. */
  readonly openApi: boolean;
}

/**
 * The patch that brings `current` into the state of `modified`, and takes out what the last applied state had beyond it. A patch
 * that cannot be made by an OpenAPI document is told on stderr. Throws CommandError when the two name different objects, PatchError
 * for states that cannot be compared or, unless it may overwrite, that were both changed.
 */
// kubectl/pkg/cmd/apply/patcher.go patchSimple
export async function threeWayPatch(
  factory: Factory,
  mapping: RestMapping,
  modified: KubeObject,
  current: KubeObject,
  options: PatchOptions,
): Promise<ApplyPatch> {
  const { env } = factory;
  const compiledIn = isCompiledIn(factory, mapping);
  if (compiledIn || env.release.has("applyPatchTypeFromOpenApi")) {
    const server = await serverRelease(factory);
    const served = loadSchema(server.minor);
    for (const document of options.openApi ? documentsOf(env.release, server) : []) {
      const definition = kindDefinition(served, mapping);
      if (definition === undefined) continue;
      try {
        return strategicPatch(patchSchema(served, definition), modified, current, options);
      } catch (error) {
        if (!(error instanceof PatchError)) throw error;
        env.stderr(`warning: error calculating patch from ${document}: ${error.message}\n`);
      }
    }
  }
  if (!compiledIn) return mergePatch(modified, current, options);
  const own = loadSchema(env.release.minor);
  return strategicPatch(patchSchema(own, kindDefinition(own, mapping)), modified, current, options);
}

/** What both sides have of the documents, as warnings name them. */
function documentsOf(own: Release, server: Release): string[] {
  return [...(own.has("applyReadsOpenApiV3") && server.has("openApiV3") ? ["openapi v3 spec"] : []), "openapi spec"];
}

function kindDefinition(schema: Schema, { group, version, kind }: RestMapping): Definition | undefined {
  return schema.kindDefinition(group, version, kind);
}

function strategicPatch(schema: PatchSchema, modified: KubeObject, current: KubeObject, options: PatchOptions): ApplyPatch {
  const [after, live] = [modified as unknown as JsonObject, current as unknown as JsonObject];
  return { type: "strategic", patch: createThreeWayMergePatch(parsed(options.original), after, live, schema, options.overwrite) };
}

function mergePatch(modified: KubeObject, current: KubeObject, { original }: PatchOptions): ApplyPatch {
  const [after, live] = [modified as unknown as JsonObject, current as unknown as JsonObject];
  const patch = createThreeWayJsonMergePatch(parsed(original), after, live);
  if (!leavesUnchanged(patch, "apiVersion") || !leavesUnchanged(patch, "kind") || !leavesUnchanged(patch, "metadata", "name")) {
    throw new CommandError("At least one of apiVersion, kind and name was changed");
  }
  return { type: "merge", patch };
}

function parsed(original: string): JsonObject {
  if (original === "") return {};
  try {
    return JSON.parse(original) as JsonObject;
  } catch {
    throw new PatchError("invalid JSON document");
  }
}
