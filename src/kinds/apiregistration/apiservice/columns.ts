import type { Json } from "../../../base/json.ts";
import type { KindContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import type { TableColumn } from "../../../machinery/table.ts";
import { AGE, ageOf, column, NAME, nameOf } from "../../shared/columns.ts";
import type { APIService } from "./types.ts";

export const apiServiceColumns: TableColumn[] = [NAME, column("Service"), column("Available"), AGE];

// kube-aggregator/pkg/registry/apiservice/etcd/etcd.go ConvertToTable, 1.20
export function apiServiceRow(object: KubeObject, context: KindContext): Json[] {
  const { spec, status } = object as APIService;
  const service = spec.service ? `${spec.service.namespace}/${spec.service.name}` : "Local";
  const available = status?.conditions?.find(({ type }) => type === "Available");
  const text = !available ? "Unknown" : available.status === "True" ? "True" : `${available.status} (${available.reason ?? ""})`;
  return [nameOf(object), service, text, ageOf(object, context)];
}
