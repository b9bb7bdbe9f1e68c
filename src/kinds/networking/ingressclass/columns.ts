import type { Json } from "../../../base/json.ts";
import type { KindContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import type { TableColumn } from "../../../machinery/table.ts";
import { AGE, ageOf, column, NAME, nameOf } from "../../shared/columns.ts";
import type { IngressClass } from "./types.ts";

export const ingressClassColumns: TableColumn[] = [NAME, column("Controller"), column("Parameters"), AGE];

// pkg/printers/internalversion/printers.go printIngressClass, 1.20
export function ingressClassRow(object: KubeObject, context: KindContext): Json[] {
  const { spec } = object as IngressClass;
  const { apiGroup, kind, name } = spec?.parameters ?? {};
  const parameters = spec?.parameters ? `${kind}${apiGroup === undefined ? "" : `.${apiGroup}`}/${name}` : "<none>";
  return [nameOf(object), spec?.controller ?? "", parameters, ageOf(object, context)];
}
