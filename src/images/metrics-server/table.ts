import type { KubeObject } from "../../machinery/object.ts";
import { addQuantities, formatQuantity, parseQuantity } from "../../machinery/quantity.ts";
import type { Table, TableColumn } from "../../machinery/table.ts";

type Usage = Readonly<Record<"cpu" | "memory", string>>;

/** NodeMetrics or PodMetrics. */
export interface Metrics extends KubeObject {
  window: string;
  usage?: Usage;
  containers?: { name: string; usage: Usage }[];
}

const column = (name: string, format: string, description = ""): TableColumn => ({
  name,
  type: "string",
  format,
  description,
  priority: 0,
});

/** Metrics as a table, for `kubectl get`: names and times of creation up to 0.4, from then on usage and window. */
// pkg/api/table.go, 0.6.4; apiserver/pkg/registry/rest/table.go
export function metricsTable(items: readonly Metrics[], isOld: boolean): Table {
  const columns = isOld
    ? [column("Name", "name", "Name"), { ...column("Created At", "date"), type: "date", format: "" }]
    : [
        column("Name", "name", "Name of the resource"),
        column("cpu", "quantity"),
        column("memory", "quantity"),
        column("Window", "duration"),
      ];
  return {
    kind: "Table",
    apiVersion: "meta.k8s.io/v1",
    metadata: {},
    columnDefinitions: items.length === 0 && !isOld ? [] : columns,
    rows: items.map((object) => ({ cells: isOld ? oldCells(object) : cells(object), object })),
  };
}

function oldCells({ metadata }: Metrics): string[] {
  return [metadata.name ?? "", metadata.creationTimestamp ?? ""];
}

function cells({ metadata, usage, containers = [], window }: Metrics): string[] {
  const total = (resource: "cpu" | "memory"): string => {
    const amounts = (usage ? [usage] : containers.map((container) => container.usage)).map((one) => parseQuantity(one[resource]));
    return formatQuantity(amounts.reduce(addQuantities, parseQuantity("0")));
  };
  return [metadata.name ?? "", total("cpu"), total("memory"), window];
}
