import { deepEqual } from "../../base/deep.ts";
import { goJson } from "../../base/json-out.ts";
import type { JsonObject } from "../../base/json.ts";
import type { PatchType } from "../../machinery/api.ts";
import type { KubeObject } from "../../machinery/object.ts";
import { createMergePatch, leavesUnchanged } from "../../machinery/patch/merge-patch.ts";
import { patchSchema } from "../../machinery/patch/patch-schema.ts";
import { createTwoWayMergePatch } from "../../machinery/patch/strategic-diff.ts";
import { loadSchema } from "../../machinery/schema/schema.ts";
import { isCompiledIn } from "../apply/three-way.ts";
import type { Invocation } from "../command.ts";
import { managerOption } from "../flags/manager-option.ts";
import { CommandError } from "../errors.ts";
import { recorded, saveConfiguration } from "../objects/annotations.ts";
import { resultPrinter } from "../print/object-printer.ts";
import { infoRef, objectOf, type ResourceInfo } from "../resources/info.ts";
import { noteRefusal } from "./outcome.ts";
import type { EditMode } from "./session.ts";

/** Sends each edited object as a patch of the one it was. */
// kubectl/pkg/cmd/util/editor/editoptions.go visitToPatch
export function saveLive(invocation: Invocation): EditMode {
  const { env, flags, factory } = invocation;
  return {
    lastApplied: false,
    async save(updated, originals, outcome) {
      const print = await resultPrinter(env, flags);
      const edited = recorded(invocation, saveConfiguration(objectOf(updated), flags.bool("save-config")));
      const original = originals.find((info) => objectOf(info).metadata.uid === edited.metadata.uid);
      if (original === undefined) throw new CommandError(`no original object found for ${goJson(edited)}`);
      const before = withoutManagedFields(objectOf(original));
      const after = withoutManagedFields(edited);
      if (deepEqual(before, after)) {
        print(edited, "skipped");
        return;
      }
      const { type, patch } = patchBetween(invocation, updated, before, after);
      if (flags.bool("output-patch")) env.stdout(`Patch: ${goJson(patch, { sortKeys: true })}\n`);
      const subresource = flags.has("subresource") ? flags.text("subresource") : "";
      const options = { ...managerOption(invocation), ...(subresource === "" ? {} : { subresource }) };
      const patched = await (await factory.client()).patch(infoRef(updated), updated.name, type, patch, options).catch((error: unknown) => {
        if (!(error instanceof Error)) throw error;
        env.stderr(noteRefusal(outcome, error, updated));
        return undefined;
      });
      if (patched !== undefined) print(patched, "edited");
    },
  };
}

/** Managed fields are hidden while editing: they are the same on both sides. */
function withoutManagedFields(object: KubeObject): JsonObject {
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata } as unknown as JsonObject;
}

function patchBetween(
  { factory, release }: Invocation,
  info: ResourceInfo,
  before: JsonObject,
  after: JsonObject,
): { type: PatchType; patch: JsonObject } {
  const { group, version, kind } = info.mapping;
  const compiledIn = isCompiledIn(factory, info.mapping);
  const schema = loadSchema(release.minor);
  const patch = compiledIn
    ? createTwoWayMergePatch(before, after, patchSchema(schema, schema.kindDefinition(group, version, kind)))
    : createMergePatch(before, after);
  if (!leavesUnchanged(patch, "apiVersion") || !leavesUnchanged(patch, "kind") || !leavesUnchanged(patch, "metadata", "name")) {
    throw new CommandError("At least one of apiVersion, kind and name was changed");
  }
  return { type: compiledIn ? "strategic" : "merge", patch };
}
