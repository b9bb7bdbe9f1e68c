import type { Json } from "../../../base/json.ts";
import type { KindContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import type { TableColumn } from "../../../machinery/table.ts";
import { formatRequirements, selectorRequirements } from "../../../machinery/labels.ts";
import { AGE, ageOf, column, NAME, nameOf } from "../../shared/columns.ts";
import { CONTAINERS, containerCells, IMAGES, SELECTOR } from "../../shared/pod-template.ts";
import type { Deployment } from "./types.ts";

export const deploymentColumns: TableColumn[] = [
  NAME,
  column("Ready"),
  column("Up-to-date"),
  column("Available"),
  AGE,
  CONTAINERS,
  IMAGES,
  SELECTOR,
];

// pkg/printers/internalversion/printers.go printDeployment, 1.20
export function deploymentRow(object: KubeObject, context: KindContext): Json[] {
  const { spec, status } = object as Deployment;
  return [
    nameOf(object),
    `${status?.readyReplicas ?? 0}/${spec.replicas ?? 0}`,
    status?.updatedReplicas ?? 0,
    status?.availableReplicas ?? 0,
    ageOf(object, context),
    ...containerCells(spec.template),
    formatRequirements(selectorRequirements(spec.selector)),
  ];
}
