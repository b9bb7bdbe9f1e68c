import type { KindDefinition } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import { namespaceColumns, namespaceRow } from "./columns.ts";
import { namespaceDescribe } from "./describe.ts";
import { defaultNamespace, prepareNamespaceForCreate, prepareNamespaceForUpdate } from "./prepare.ts";
import type { Namespace } from "./types.ts";
import { validateNamespace, validateNamespaceUpdate } from "./validate.ts";

/** v1 Namespace. */
export const namespace: KindDefinition = {
  group: "",
  kind: "Namespace",
  plural: "namespaces",
  namespaced: false,
  returnsDeleted: true,
  defaults: defaultNamespace,
  prepareForCreate: prepareNamespaceForCreate,
  prepareForUpdate: prepareNamespaceForUpdate,
  validate: validateNamespace,
  validateUpdate: validateNamespaceUpdate,
  columns: () => namespaceColumns,
  row: namespaceRow,
  selectableFields: namespaceFields,
  describe: namespaceDescribe,
};

function namespaceFields(object: KubeObject): Record<string, string> {
  return { "status.phase": (object as Namespace).status?.phase ?? "" };
}
