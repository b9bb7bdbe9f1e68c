import type { KubeObject } from "../../machinery/object.ts";

/** The modes that volumes and claims may have, sorted. ReadWriteOncePod came later. */
export const ACCESS_MODES: readonly string[] = ["ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce"];
export const ACCESS_MODES_WITH_POD: readonly string[] = [...ACCESS_MODES, "ReadWriteOncePod"];
export const VOLUME_MODES: readonly string[] = ["Block", "Filesystem"];

const SHORT: readonly (readonly [string, string])[] = [
  ["ReadWriteOnce", "RWO"],
  ["ReadOnlyMany", "ROX"],
  ["ReadWriteMany", "RWX"],
  ["ReadWriteOncePod", "RWOP"],
];

/** `RWO,ROX`, each mode once. */
// pkg/apis/core/v1/helper/helpers.go GetAccessModesAsString
export function accessModesCell(modes: readonly string[] = []): string {
  return SHORT.filter(([mode]) => modes.includes(mode))
    .map(([, short]) => short)
    .join(",");
}

const CLASS = "volume.beta.kubernetes.io/storage-class";

/** The storage class: the old annotation wins over the field; "" for none. */
export function storageClassOf(object: KubeObject, field: string | undefined): string {
  return object.metadata.annotations?.[CLASS] ?? field ?? "";
}
