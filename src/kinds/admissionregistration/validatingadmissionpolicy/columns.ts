import type { Json } from "../../../base/json.ts";
import type { KindContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import type { TableColumn } from "../../../machinery/table.ts";
import { AGE, ageOf, column, NAME, nameOf } from "../../shared/columns.ts";
import type { ValidatingAdmissionPolicy } from "./types.ts";

export const policyColumns: TableColumn[] = [NAME, column("Validations"), column("ParamKind"), AGE];

// pkg/printers/internalversion/printers.go printValidatingAdmissionPolicy
export function policyRow(object: KubeObject, context: KindContext): Json[] {
  const { validations = [], paramKind } = (object as ValidatingAdmissionPolicy).spec ?? {};
  const kind = paramKind ? `${paramKind.apiVersion ?? ""}/${paramKind.kind ?? ""}` : "<unset>";
  return [nameOf(object), validations.length, kind, ageOf(object, context)];
}
