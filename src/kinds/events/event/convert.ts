import { setOwn } from "../../../base/deep.ts";
import type { Draft } from "../../../machinery/kind.ts";
import { splitApiVersion } from "../../../machinery/object.ts";

/** The names of the same fields in events.k8s.io and in the core group. */
const FIELDS: readonly (readonly [newName: string, coreName: string])[] = [
  ["regarding", "involvedObject"],
  ["note", "message"],
  ["reportingController", "reportingComponent"],
  ["deprecatedSource", "source"],
  ["deprecatedFirstTimestamp", "firstTimestamp"],
  ["deprecatedLastTimestamp", "lastTimestamp"],
  ["deprecatedCount", "count"],
];

/** Between the group's own shape and that of core/v1, in which events are stored. `toVersion` is an apiVersion. In place. */
// pkg/apis/events/v1beta1/conversion.go, 1.20
export function convertEvent(object: Draft, toVersion: string): void {
  const toCore = splitApiVersion(toVersion).group === "";
  if (toCore === (splitApiVersion(object.apiVersion).group === "")) return;
  for (const [newName, coreName] of FIELDS) {
    const [from, to] = toCore ? [newName, coreName] : [coreName, newName];
    if (object[from] === undefined) continue;
    setOwn(object, to, object[from]);
    delete object[from];
  }
  if (toCore) object.involvedObject ??= {};
}
