import type { Definition, Schema } from "../schema/schema.ts";

/** How a field takes part in a strategic merge patch. */
export interface PatchMeta {
  /** "merge", "replace" or "" (none). */
  strategy: string;
  /** The patch lists the keys that may stay. */
  retainKeys: boolean;
  mergeKey: string;
  /** What holds below the field (its elements, for a list). */
  below: PatchSchema;
}

/** What strategic merge knows about an object of some type. */
export interface PatchSchema {
  readonly name: string;
  /** Throws {@link PatchError} for a field that the type does not have. */
  lookup(key: string): PatchMeta;
}

/** A patch that cannot be applied or made, with apimachinery's text. */
export class PatchError extends Error {
  override name = "PatchError";
}

/** A type whose fields nobody declared: maps merge, lists are replaced. */
const FREE: PatchSchema = {
  name: "",
  lookup: () => ({ strategy: "", retainKeys: false, mergeKey: "", below: FREE }),
};

/** The strategic merge rules of a definition. apimachinery/pkg/util/strategicpatch/meta.go, PatchMetaFromStruct */
export function patchSchema(schema: Schema, definition: Definition | undefined): PatchSchema {
  if (!definition || definition.free || definition.scalar !== undefined) return FREE;
  const short = definition.name.slice(definition.name.lastIndexOf(".") + 1);
  return {
    name: short,
    lookup(key) {
      const field = definition.field(key);
      if (!field) throw new PatchError(`unable to find api field in struct ${short} for the json field "${key}"`);
      const strategies = field.patchStrategy?.split(",") ?? [];
      return {
        strategy: strategies.find((strategy) => strategy !== "retainKeys") ?? "",
        retainKeys: strategies.includes("retainKeys"),
        mergeKey: field.patchMergeKey ?? "",
        below: patchSchema(schema, schema.element(field.type)),
      };
    },
  };
}
