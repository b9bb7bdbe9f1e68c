import type { Json } from "../../../base/json.ts";
import type { KindContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import type { TableColumn } from "../../../machinery/table.ts";
import type { Release } from "../../../release/release.ts";
import { AGE, ageOf, column, NAME, nameOf, wideColumn } from "../../shared/columns.ts";
import { accessModesCell, storageClassOf } from "../../shared/storage.ts";
import type { PersistentVolumeClaim } from "./types.ts";

const FIRST = [NAME, column("Status"), column("Volume"), column("Capacity"), column("Access Modes"), column("StorageClass")];
const LAST = [AGE, wideColumn("VolumeMode")];
const plain: TableColumn[] = [...FIRST, ...LAST];
const withAttributes: TableColumn[] = [...FIRST, column("VolumeAttributesClass"), ...LAST];

export function persistentVolumeClaimColumns(release: Release): TableColumn[] {
  return release.has("volumeAttributesColumn") ? withAttributes : plain;
}

/** Capacity and modes are told once the claim has a volume. */
// pkg/printers/internalversion/printers.go printPersistentVolumeClaim, 1.20
export function persistentVolumeClaimRow(object: KubeObject, context: KindContext): Json[] {
  const { spec, status, metadata } = object as PersistentVolumeClaim;
  const isBound = Boolean(spec.volumeName);
  return [
    nameOf(object),
    metadata.deletionTimestamp ? "Terminating" : (status?.phase ?? ""),
    spec.volumeName ?? "",
    isBound ? (status?.capacity?.storage ?? "0") : "",
    isBound ? accessModesCell(status?.accessModes) : "",
    storageClassOf(object, spec.storageClassName),
    ...(context.release.has("volumeAttributesColumn") ? [spec.volumeAttributesClassName ?? "<unset>"] : []),
    ageOf(object, context),
    spec.volumeMode ?? "<unset>",
  ];
}
