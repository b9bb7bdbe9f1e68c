import type { Json } from "../../../base/json.ts";
import { formatLabels } from "../../../machinery/labels.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import type { TableColumn } from "../../../machinery/table.ts";
import { column, NAME, nameOf } from "../../shared/columns.ts";
import { containerCells } from "../../shared/pod-template.ts";
import type { PodTemplate } from "./types.ts";

export const podTemplateColumns: TableColumn[] = [NAME, column("Containers"), column("Images"), column("Pod Labels")];

// pkg/printers/internalversion/printers.go printPodTemplate, 1.20
export function podTemplateRow(object: KubeObject): Json[] {
  const { template } = object as PodTemplate;
  return [nameOf(object), ...containerCells(template), formatLabels(template.metadata?.labels)];
}
