import type { Json } from "../../../base/json.ts";
import type { KindContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import type { TableColumn } from "../../../machinery/table.ts";
import { formatLabelSelector } from "../../../machinery/labels.ts";
import { AGE, ageOf, column, NAME, nameOf } from "../../shared/columns.ts";
import { CONTAINERS, containerCells, IMAGES, SELECTOR } from "../../shared/pod-template.ts";
import type { ReplicaSet } from "./types.ts";

export const replicaSetColumns: TableColumn[] = [
  NAME,
  column("Desired", "integer"),
  column("Current", "integer"),
  column("Ready", "integer"),
  AGE,
  CONTAINERS,
  IMAGES,
  SELECTOR,
];

// pkg/printers/internalversion/printers.go printReplicaSet, 1.20
export function replicaSetRow(object: KubeObject, context: KindContext): Json[] {
  const { spec, status } = object as ReplicaSet;
  return [
    nameOf(object),
    spec.replicas ?? 0,
    status?.replicas ?? 0,
    status?.readyReplicas ?? 0,
    ageOf(object, context),
    ...containerCells(spec.template),
    formatLabelSelector(spec.selector),
  ];
}
