import { formatRfc3339 } from "../../base/rfc3339.ts";
import type { Draft } from "../../machinery/kind.ts";
import { applyConfiguration } from "../../machinery/managed-fields/apply.ts";
import type { FieldSet } from "../../machinery/managed-fields/field-set.ts";
import { objectType, type ObjectType } from "../../machinery/managed-fields/merge-type.ts";
import { updateManagedFields } from "../../machinery/managed-fields/update.ts";
import type { KubeObject } from "../../machinery/object.ts";
import type { Definition, Schema } from "../../machinery/schema/schema.ts";
import type { Release } from "../../release/release.ts";
import type { ServedResource } from "../resources.ts";

/** Who writes, as managedFields remember it. */
export interface FieldWrite {
  readonly manager: string;
  readonly subresource: string;
  /** Epoch ms. */
  readonly now: number;
}

/** Keeps metadata.managedFields. */
export interface FieldTracker {
  /** Records a create (`live` undefined) or update in the draft's managedFields. */
  update(served: ServedResource, live: KubeObject | undefined, draft: Draft, write: FieldWrite): void;
  /** Server-side apply: the object that results, not yet decoded. Throws StatusError Conflict unless forced. */
  apply(served: ServedResource, live: KubeObject | undefined, patch: KubeObject, write: FieldWrite & { force: boolean }): KubeObject;
}

const RESET_BY_OBJECT: FieldSet = { "f:status": {} };
const RESET_BY_STATUS: FieldSet = { "f:spec": {} };

/** The tracker of one release. Types are worked out once per definition. */
export function createFieldTracker(schema: Schema, release: Release): FieldTracker {
  const types = new Map<string, ObjectType>();
  const bySubresource = release.has("managedFieldsSubresource");
  const bumpsTimeAlways = release.has("managedFieldsTimeAlwaysMoves");

  function typeOf(definition: Definition): ObjectType {
    let type = types.get(definition.name);
    if (!type) types.set(definition.name, (type = objectType(schema, definition)));
    return type;
  }

  /** From 1.22 on each endpoint has entries of its own, and nobody gains through it what it resets. */
  function scopeOf(served: ServedResource, subresource: string): { subresource?: string; ignored?: FieldSet } {
    if (!bySubresource) return {};
    if (subresource === "status") return { subresource, ignored: RESET_BY_STATUS };
    return { ...(subresource === "" ? {} : { subresource }), ...(served.hasStatus ? { ignored: RESET_BY_OBJECT } : {}) };
  }

  return {
    update(served, live, draft, write) {
      if (!served.definition) return;
      // Before 1.22 a write through `scale` left no trace.
      if (write.subresource === "scale" && !bySubresource) return;
      const entries = updateManagedFields({
        live,
        next: draft,
        manager: write.manager,
        apiVersion: served.apiVersion,
        time: formatRfc3339(write.now),
        type: typeOf(served.definition),
        bumpsTimeAlways,
        ...scopeOf(served, write.subresource),
      });
      if (entries) draft.metadata.managedFields = entries;
      else delete draft.metadata.managedFields;
    },
    apply(served, live, config, write) {
      if (!served.definition) return { ...live, ...config };
      return applyConfiguration({
        live,
        config,
        manager: write.manager,
        force: write.force,
        time: formatRfc3339(write.now),
        type: typeOf(served.definition),
        ...scopeOf(served, write.subresource),
      }).object;
    },
  };
}
