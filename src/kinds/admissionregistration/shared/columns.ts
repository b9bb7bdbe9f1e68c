import type { Json } from "../../../base/json.ts";
import type { KindContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import type { TableColumn } from "../../../machinery/table.ts";
import { AGE, ageOf, column, NAME, nameOf } from "../../shared/columns.ts";
import type { WebhookConfiguration } from "./types.ts";

export const webhookColumns: TableColumn[] = [NAME, column("Webhooks", "integer"), AGE];

// pkg/printers/internalversion/printers.go printMutatingWebhook, 1.20
export function webhookRow(object: KubeObject, context: KindContext): Json[] {
  return [nameOf(object), ((object as WebhookConfiguration).webhooks ?? []).length, ageOf(object, context)];
}
