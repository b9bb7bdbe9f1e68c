import type { Json } from "../../../base/json.ts";
import type { KindContext } from "../../../machinery/kind.ts";
import { formatLabelSelector } from "../../../machinery/labels.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import type { TableColumn } from "../../../machinery/table.ts";
import { AGE, ageOf, column, NAME, nameOf } from "../../shared/columns.ts";
import type { NetworkPolicy } from "./types.ts";

export const networkPolicyColumns: TableColumn[] = [NAME, column("Pod-Selector"), AGE];

// pkg/printers/internalversion/printers.go printNetworkPolicy, 1.20
export function networkPolicyRow(object: KubeObject, context: KindContext): Json[] {
  return [nameOf(object), formatLabelSelector((object as NetworkPolicy).spec?.podSelector ?? {}), ageOf(object, context)];
}
