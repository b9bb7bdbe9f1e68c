import type { JsonObject } from "../base/json.ts";

/** metav1.OwnerReference */
export interface OwnerReference {
  apiVersion: string;
  kind: string;
  name: string;
  uid: string;
  controller?: boolean;
  blockOwnerDeletion?: boolean;
}

/** metav1.ManagedFieldsEntry */
export interface ManagedFieldsEntry {
  manager?: string;
  operation?: string;
  apiVersion?: string;
  time?: string;
  fieldsType?: string;
  fieldsV1?: JsonObject;
  subresource?: string;
}

/** metav1.ObjectMeta. Times are RFC 3339 with whole seconds, `2026-11-21T12:00:00Z`. */
export interface ObjectMeta {
  name?: string;
  generateName?: string;
  namespace?: string;
  selfLink?: string;
  uid?: string;
  resourceVersion?: string;
  generation?: number;
  creationTimestamp?: string | null;
  deletionTimestamp?: string;
  deletionGracePeriodSeconds?: number;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  ownerReferences?: OwnerReference[];
  finalizers?: string[];
  managedFields?: ManagedFieldsEntry[];
}

/**
 * Any Kubernetes object in the JSON form of one API version. Objects that come out of the store or the API are frozen:
 * change a clone (`structuredClone` or spread), never the object.
 */
export interface KubeObject {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
  // Everything else is the kind's own; kinds/**/types.ts give the exact shapes.
  [field: string]: unknown;
}

/** A list as the API returns it. */
export interface KubeList {
  apiVersion: string;
  kind: string;
  metadata: { resourceVersion?: string; selfLink?: string; continue?: string; remainingItemCount?: number };
  items: KubeObject[];
}

/** `pods`, `deployments.apps`: the text by which store, lister and watches name a resource. */
export type ResourceKey = string;

/** The {@link ResourceKey} of a group and plural: `resourceKey("apps", "deployments")` is `deployments.apps`, core has no suffix. */
export function resourceKey(group: string, resource: string): ResourceKey {
  return group === "" ? resource : `${resource}.${group}`;
}

/** `apps/v1` or, for the core group, `v1`. */
export function apiVersionOf(group: string, version: string): string {
  return group === "" ? version : `${group}/${version}`;
}

/** Splits `apps/v1` into group and version; `v1` has the group "". */
export function splitApiVersion(apiVersion: string): { group: string; version: string } {
  const slash = apiVersion.indexOf("/");
  return slash < 0 ? { group: "", version: apiVersion } : { group: apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1) };
}

/** `namespace/name`, or `name` for cluster-scoped objects: the key of work queues and timers. */
export function objectKey(object: { metadata: ObjectMeta }): string {
  const { namespace, name } = object.metadata;
  return namespace ? `${namespace}/${name ?? ""}` : (name ?? "");
}

/** The parts of an {@link objectKey}; namespace is "" for cluster-scoped ones. */
export function splitKey(key: string): { namespace: string; name: string } {
  const slash = key.indexOf("/");
  return slash < 0 ? { namespace: "", name: key } : { namespace: key.slice(0, slash), name: key.slice(slash + 1) };
}

/** Whether a node runs the API server and what goes with it. */
export function isControlPlane({ metadata: { labels = {} } }: { readonly metadata: ObjectMeta }): boolean {
  return "node-role.kubernetes.io/control-plane" in labels || "node-role.kubernetes.io/master" in labels;
}
