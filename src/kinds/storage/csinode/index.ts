import type { KindDefinition } from "../../../machinery/kind.ts";
import { csiNodeColumns, csiNodeRow } from "./columns.ts";
import { csiNodeDescribe } from "./describe.ts";
import { validateCsiNode, validateCsiNodeUpdate } from "./validate.ts";

/** storage.k8s.io CSINode: which drivers a node's kubelet has. */
export const csiNode: KindDefinition = {
  group: "storage.k8s.io",
  kind: "CSINode",
  plural: "csinodes",
  namespaced: false,
  unconditionalUpdate: false,
  validate: validateCsiNode,
  validateUpdate: validateCsiNodeUpdate,
  columns: () => csiNodeColumns,
  row: csiNodeRow,
  describe: csiNodeDescribe,
};
