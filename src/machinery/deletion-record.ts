import type { Json } from "../base/json.ts";
import type { ResourceKey } from "./object.ts";

/** Who asked for an object's deletion: no API object tells it afterwards. A type alias, so that it counts as JSON. */
export type DeletionRecord = {
  uid: string;
  user: string;
  userAgent: string;
  /** Virtual ms since the Unix epoch. */
  at: number;
};

/** How the keys of all records begin. A store that forgets its past forgets those of which nothing else is left. */
export const DELETION_RECORDS = "deleted/";

/** Where the deletion of the last object of that name is remembered, in the store's meta. */
export function deletionRecordKey(resource: ResourceKey, namespace: string, name: string): string {
  return `${DELETION_RECORDS}${resource}/${namespace}/${name}`;
}

/** A record out of the store's meta; undefined where nobody has deleted an object of that name. */
export function asDeletionRecord(value: Json | undefined): DeletionRecord | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as unknown as DeletionRecord) : undefined;
}
