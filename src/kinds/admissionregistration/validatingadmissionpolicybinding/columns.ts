import type { Json } from "../../../base/json.ts";
import type { KindContext } from "../../../machinery/kind.ts";
import { formatLabelSelector } from "../../../machinery/labels.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import type { TableColumn } from "../../../machinery/table.ts";
import { AGE, ageOf, column, NAME, nameOf } from "../../shared/columns.ts";
import type { ValidatingAdmissionPolicyBinding } from "./types.ts";

export const bindingColumns: TableColumn[] = [NAME, column("PolicyName"), column("ParamRef"), AGE];

// pkg/printers/internalversion/printers.go printValidatingAdmissionPolicyBinding
export function bindingRow(object: KubeObject, context: KindContext): Json[] {
  const { policyName = "", paramRef } = (object as ValidatingAdmissionPolicyBinding).spec ?? {};
  const { name = "", namespace = "", selector } = paramRef ?? {};
  const reference = name !== "" ? `${namespace || "*"}/${name}` : selector ? formatLabelSelector(selector) : "<unset>";
  return [nameOf(object), policyName, reference, ageOf(object, context)];
}
