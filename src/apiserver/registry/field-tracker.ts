import { deepFreeze } from "../../base/deep.ts";
import type { JsonObject } from "../../base/json.ts";
import { formatRfc3339 } from "../../base/rfc3339.ts";
import type { Draft } from "../../machinery/kind.ts";
import { applyConfiguration } from "../../machinery/managed-fields/apply.ts";
import { customObjectType } from "../../machinery/managed-fields/custom-type.ts";
import type { FieldSet } from "../../machinery/managed-fields/field-set.ts";
import { objectType, type ObjectType } from "../../machinery/managed-fields/merge-type.ts";
import { createTransitions } from "../../machinery/managed-fields/transitions.ts";
import { updateManagedFields } from "../../machinery/managed-fields/update.ts";
import type { KubeObject } from "../../machinery/object.ts";
import type { Schema } from "../../machinery/schema/schema.ts";
import type { JsonSchema } from "../../machinery/structural-schema/json-schema.ts";
import type { Release } from "../../release/release.ts";
import type { ServedResource } from "../resources.ts";
import { createShapes } from "./shapes.ts";

/** Who writes, as managedFields remember it. */
export interface FieldWrite {
  readonly manager: string;
  readonly subresource: string;
  /** Epoch ms. */
  readonly now: number;
  /** What tells which fields a new object has, where its maker knows; otherwise the object is looked through. */
  readonly shape?: string;
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

const SETS_MAX = 1024;

/** The manager of whoever applies with kubectl and gives no other. */
const KUBECTL = "kubectl";

const trackers = new WeakMap<Schema, WeakMap<Release, FieldTracker>>();

/** The tracker of one release. What it works out follows from what it is asked alone, so that all clusters of the release have the same. */
export function fieldTrackerOf(schema: Schema, release: Release): FieldTracker {
  let ofSchema = trackers.get(schema);
  if (ofSchema === undefined) trackers.set(schema, (ofSchema = new WeakMap()));
  let tracker = ofSchema.get(release);
  if (tracker === undefined) ofSchema.set(release, (tracker = createFieldTracker(schema, release)));
  return tracker;
}

/** Types are worked out once per definition. */
function createFieldTracker(schema: Schema, release: Release): FieldTracker {
  const types = new Map<string, ObjectType>();
  const customTypes = new WeakMap<object, ObjectType>();
  let shapes = createShapes();
  const newSets = new Map<object | string, FieldSet | null>();
  const transitions = createTransitions();
  const bySubresource = release.has("managedFieldsSubresource");
  const reconciles = release.has("managedFieldsReconciled");
  const bumpsTimeAlways = release.has("managedFieldsTimeAlwaysMoves");

  /** Custom resources without a schema: maps are granular, lists atomic. */
  function customTypeOf(fields: JsonSchema | undefined): ObjectType {
    const key = fields ?? types;
    let type = customTypes.get(key);
    if (!type) customTypes.set(key, (type = customObjectType(schema, fields as JsonObject | undefined)));
    return type;
  }

  function typeOf({ definition, custom }: ServedResource): ObjectType {
    if (!definition) return customTypeOf(custom?.schema);
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

  /** Thousands of pods of one template own the same fields: their set is worked out once and shared. */
  function trackNew(served: ServedResource, draft: Draft, write: FieldWrite): void {
    const shape = write.shape ?? shapes.of(`${served.apiVersion}/${served.kind}`, draft);
    let set = newSets.get(shape);
    if (set === undefined) {
      recordUpdate(served, undefined, draft, write);
      set = draft.metadata.managedFields?.[0]?.fieldsV1 ?? null;
      if (newSets.size >= SETS_MAX) {
        newSets.clear();
        shapes = createShapes();
      }
      newSets.set(shape, deepFreeze(set));
      return;
    }
    if (set === null) return;
    draft.metadata.managedFields = [
      {
        manager: write.manager,
        operation: "Update",
        apiVersion: served.apiVersion,
        time: formatRfc3339(write.now),
        fieldsType: "FieldsV1",
        fieldsV1: set,
      },
    ];
  }

  function recordUpdate(served: ServedResource, live: KubeObject | undefined, draft: Draft, write: FieldWrite): void {
    const entries = updateManagedFields({
      live,
      next: draft,
      manager: write.manager,
      apiVersion: served.apiVersion,
      time: formatRfc3339(write.now),
      type: typeOf(served),
      bumpsTimeAlways,
      reconciles,
      ...scopeOf(served, write.subresource),
      ...(write.subresource === "status" ? { transitions } : {}),
    });
    if (entries) draft.metadata.managedFields = entries;
    else delete draft.metadata.managedFields;
  }

  return {
    update(served, live, draft, write) {
      const { fieldsTracked } = served.behaviour;
      if (fieldsTracked !== undefined && !release.has(fieldsTracked)) return;
      if (live === undefined && draft.metadata.managedFields === undefined) return trackNew(served, draft, write);
      // Before 1.22 a write through `scale` left no trace.
      if (write.subresource === "scale" && !bySubresource) return;
      recordUpdate(served, live, draft, write);
    },
    apply(served, live, config, write) {
      return applyConfiguration({
        live,
        config,
        manager: write.manager,
        force: write.force,
        takesOver: write.manager === KUBECTL && release.has("applyKeepsLastApplied"),
        time: formatRfc3339(write.now),
        type: typeOf(served),
        ...scopeOf(served, write.subresource),
      }).object;
    },
  };
}
