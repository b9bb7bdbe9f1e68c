import { compareBytewise } from "../../base/bytewise.ts";
import { splitApiVersion } from "../../machinery/object.ts";

/** Group, version and kind; "" stands for any in selectors. */
export interface Gvk {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** The type that an object names. */
export function gvkOf(apiVersion: string, kind: string): Gvk {
  return { ...splitApiVersion(apiVersion), kind };
}

/** Whether a type is what a selector asks for; its empty fields fit all. */
export function isSelected(gvk: Gvk, selector: Partial<Gvk>): boolean {
  return fits(gvk.group, selector.group) && fits(gvk.version, selector.version) && fits(gvk.kind, selector.kind);
}

function fits(value: string, wanted = ""): boolean {
  return wanted === "" || value === wanted;
}

/** Whether two types are the same in all three parts. */
export function sameGvk(left: Gvk, right: Gvk): boolean {
  return left.group === right.group && left.version === right.version && left.kind === right.kind;
}

/** `apps_v1_Deployment`, `~G_v1_Pod`: the old way to write a type, and still the order among kinds without a place. */
export function gvkSortText({ group, version, kind }: Gvk): string {
  return `${group === "" ? "~G" : group}_${version === "" ? "~V" : version}_${kind === "" ? "~K" : kind}`;
}

/** Kinds that go first and last in the output of a generation. */
export interface KindOrder {
  readonly first: readonly string[];
  readonly last: readonly string[];
}

/** kustomize 2.0.3 pkg/gvk/gvk.go */
export const ORDER_V2: KindOrder = {
  first: [
    "Namespace",
    "StorageClass",
    "CustomResourceDefinition",
    "MutatingWebhookConfiguration",
    "ValidatingWebhookConfiguration",
    "ServiceAccount",
    "Role",
    "ClusterRole",
    "RoleBinding",
    "ClusterRoleBinding",
    "ConfigMap",
    "Secret",
    "Service",
    "Deployment",
    "StatefulSet",
    "CronJob",
    "PodDisruptionBudget",
  ],
  last: [],
};

/** kyaml/resid/gvk.go */
export const ORDER_V4: KindOrder = {
  first: [
    "Namespace",
    "ResourceQuota",
    "StorageClass",
    "CustomResourceDefinition",
    "ServiceAccount",
    "PodSecurityPolicy",
    "Role",
    "ClusterRole",
    "RoleBinding",
    "ClusterRoleBinding",
    "ConfigMap",
    "Secret",
    "Endpoints",
    "Service",
    "LimitRange",
    "PriorityClass",
    "PersistentVolume",
    "PersistentVolumeClaim",
    "Deployment",
    "StatefulSet",
    "CronJob",
    "PodDisruptionBudget",
  ],
  last: ["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"],
};

/** Compares types by their kinds' places, then by their text. */
export function compareGvk(left: Gvk, right: Gvk, order: KindOrder): number {
  return placeOf(left.kind, order) - placeOf(right.kind, order) || compareBytewise(gvkSortText(left), gvkSortText(right));
}

function placeOf(kind: string, { first, last }: KindOrder): number {
  const place = first.indexOf(kind);
  return place >= 0 ? place - first.length : last.indexOf(kind) + 1;
}
