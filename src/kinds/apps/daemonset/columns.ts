import type { Json } from "../../../base/json.ts";
import type { KindContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import type { TableColumn } from "../../../machinery/table.ts";
import { formatLabels, formatLabelSelector } from "../../../machinery/labels.ts";
import { AGE, ageOf, column, NAME, nameOf } from "../../shared/columns.ts";
import { CONTAINERS, containerCells, IMAGES, SELECTOR } from "../../shared/pod-template.ts";
import type { DaemonSet } from "./types.ts";

export const daemonSetColumns: TableColumn[] = [
  NAME,
  column("Desired", "integer"),
  column("Current", "integer"),
  column("Ready", "integer"),
  column("Up-to-date", "integer"),
  column("Available", "integer"),
  column("Node Selector"),
  AGE,
  CONTAINERS,
  IMAGES,
  SELECTOR,
];

// pkg/printers/internalversion/printers.go printDaemonSet, 1.20
export function daemonSetRow(object: KubeObject, context: KindContext): Json[] {
  const { spec, status } = object as DaemonSet;
  return [
    nameOf(object),
    status?.desiredNumberScheduled ?? 0,
    status?.currentNumberScheduled ?? 0,
    status?.numberReady ?? 0,
    status?.updatedNumberScheduled ?? 0,
    status?.numberAvailable ?? 0,
    formatLabels(spec.template.spec.nodeSelector),
    ageOf(object, context),
    ...containerCells(spec.template),
    formatLabelSelector(spec.selector),
  ];
}
