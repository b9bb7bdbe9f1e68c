import { isJsonObject, type JsonObject, type JsonValue } from "../../base/json.ts";
import type { KubeObject, ManagedFieldsEntry } from "../../machinery/object.ts";

/** The annotation in which client-side apply keeps its last configuration, as sets of fields name it. */
const LAST_APPLIED = "f:kubectl.kubernetes.io/last-applied-configuration";

/** Names of those who own the record of client-side apply by an operation. csaupgrade.FindFieldsOwners */
export function recordOwners({ metadata }: KubeObject, operation: "Apply" | "Update"): string[] {
  const owners = (metadata.managedFields ?? []).filter((entry) => entry.operation === operation && ownsRecord(entry));
  return [...new Set(owners.map(({ manager }) => manager ?? ""))];
}

function ownsRecord({ fieldsV1 }: ManagedFieldsEntry): boolean {
  const annotations = memberOf(memberOf(fieldsV1 as JsonValue | undefined, "f:metadata"), "f:annotations");
  return memberOf(annotations, LAST_APPLIED) !== undefined;
}

function memberOf(value: JsonValue | undefined, key: string): JsonValue | undefined {
  return isJsonObject(value) ? value[key] : undefined;
}

/** What client-side apply owned goes to the manager of server-side apply; undefined when nothing is left to move. */
// client-go/util/csaupgrade/upgrade.go UpgradeManagedFields
export function upgradedManagedFields(
  { metadata }: KubeObject,
  oldManagers: readonly string[],
  manager: string,
): ManagedFieldsEntry[] | undefined {
  let entries = metadata.managedFields ?? [];
  let changed = false;
  for (const old of oldManagers) {
    const isOld = (entry: ManagedFieldsEntry): boolean => isWhole(entry) && entry.manager === old && entry.operation === "Update";
    const own = entries.find((entry) => isWhole(entry) && entry.manager === manager && entry.operation === "Apply");
    const target = own ?? entries.find(isOld);
    if (target === undefined) continue;
    const source = own === undefined ? undefined : entries.find((entry) => isOld(entry) && entry.apiVersion === target.apiVersion);
    const merged = { ...target, manager, operation: "Apply" as const, fieldsV1: union(target.fieldsV1, source?.fieldsV1) };
    const next = entries.map((entry) => (entry === target ? merged : entry)).filter((entry) => entry === merged || !isOld(entry));
    changed ||= own === undefined || next.length < entries.length;
    entries = next;
  }
  return changed ? [...entries] : undefined;
}

/** Not of a subresource. */
function isWhole({ subresource = "" }: ManagedFieldsEntry): boolean {
  return subresource === "";
}

function union(left: JsonObject | undefined, right: JsonObject | undefined): JsonObject {
  const result: JsonObject = { ...left };
  for (const [key, value] of Object.entries(right ?? {})) {
    const known = result[key];
    result[key] = isJsonObject(known) && isJsonObject(value) ? union(known, value) : value;
  }
  return result;
}
