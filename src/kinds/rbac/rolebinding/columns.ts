import type { Json } from "../../../base/json.ts";
import type { KindContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import type { TableColumn } from "../../../machinery/table.ts";
import { AGE, ageOf, column, NAME, nameOf, wideColumn } from "../../shared/columns.ts";
import type { RoleBinding } from "./types.ts";

export const bindingColumns: TableColumn[] = [
  NAME,
  column("Role"),
  AGE,
  wideColumn("Users"),
  wideColumn("Groups"),
  wideColumn("ServiceAccounts"),
];

// pkg/printers/internalversion/printers.go printRoleBinding, 1.20
export function bindingRow(object: KubeObject, context: KindContext): Json[] {
  const { roleRef, subjects } = object as RoleBinding;
  const named = (kind: string) => (subjects ?? []).filter((subject) => subject.kind === kind);
  return [
    nameOf(object),
    `${roleRef.kind}/${roleRef.name}`,
    ageOf(object, context),
    named("User")
      .map(({ name }) => name)
      .join(", "),
    named("Group")
      .map(({ name }) => name)
      .join(", "),
    named("ServiceAccount")
      .map(({ namespace, name }) => `${namespace ?? ""}/${name}`)
      .join(", "),
  ];
}
