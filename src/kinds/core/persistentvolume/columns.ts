import type { Json } from "../../../base/json.ts";
import type { KindContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import type { TableColumn } from "../../../machinery/table.ts";
import type { Release } from "../../../release/release.ts";
import { AGE, ageOf, column, NAME, nameOf, wideColumn } from "../../shared/columns.ts";
import { accessModesCell, storageClassOf } from "../../shared/storage.ts";
import type { PersistentVolume } from "./types.ts";

const FIRST = [
  NAME,
  column("Capacity"),
  column("Access Modes"),
  column("Reclaim Policy"),
  column("Status"),
  column("Claim"),
  column("StorageClass"),
];
const LAST = [column("Reason"), AGE, wideColumn("VolumeMode")];
const plain: TableColumn[] = [...FIRST, ...LAST];
const withAttributes: TableColumn[] = [...FIRST, column("VolumeAttributesClass"), ...LAST];

export function persistentVolumeColumns(release: Release): TableColumn[] {
  return release.has("volumeAttributesColumn") ? withAttributes : plain;
}

// pkg/printers/internalversion/printers.go printPersistentVolume, 1.20
export function persistentVolumeRow(object: KubeObject, context: KindContext): Json[] {
  const { spec, status, metadata } = object as PersistentVolume;
  return [
    nameOf(object),
    spec.capacity?.storage ?? "0",
    accessModesCell(spec.accessModes),
    spec.persistentVolumeReclaimPolicy ?? "",
    metadata.deletionTimestamp ? "Terminating" : (status?.phase ?? ""),
    spec.claimRef ? `${spec.claimRef.namespace ?? ""}/${spec.claimRef.name ?? ""}` : "",
    storageClassOf(object, spec.storageClassName),
    ...(context.release.has("volumeAttributesColumn") ? [spec.volumeAttributesClassName ?? "<unset>"] : []),
    status?.reason ?? "",
    ageOf(object, context),
    spec.volumeMode ?? "<unset>",
  ];
}
