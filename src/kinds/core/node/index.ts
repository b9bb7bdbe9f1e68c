import type { Draft, KindDefinition } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import { defaultResourceList } from "../../shared/resources.ts";
import { nodeColumns, nodeRow } from "./columns.ts";
import { nodeDescribe } from "./describe.ts";
import type { Node } from "./types.ts";
import { validateNode, validateNodeStatusUpdate, validateNodeUpdate } from "./validate.ts";

/** v1 Node. */
export const node: KindDefinition = {
  group: "",
  kind: "Node",
  plural: "nodes",
  namespaced: false,
  defaults: defaultNode,
  prepareForExport(object) {
    Object.assign(object, { status: {} });
    return [];
  },
  validate: validateNode,
  validateUpdate: validateNodeUpdate,
  validateStatusUpdate: validateNodeStatusUpdate,
  columns: () => nodeColumns,
  row: nodeRow,
  selectableFields: nodeFields,
  describe: nodeDescribe,
};

/** What can be allocated is the whole capacity unless it says less; `podCIDR` and `podCIDRs` tell the same, and where they do not, the first is right. */
// pkg/apis/core/v1/{defaults,conversion}.go, 1.20
function defaultNode(object: Draft): void {
  const { spec, status } = object as Node;
  if (spec?.podCIDR && spec.podCIDR !== spec.podCIDRs?.[0]) spec.podCIDRs = [spec.podCIDR];
  if (spec?.podCIDRs?.[0]) spec.podCIDR = spec.podCIDRs[0];
  defaultResourceList(status?.capacity);
  defaultResourceList(status?.allocatable);
  if (status?.capacity) status.allocatable ??= { ...status.capacity };
}

function nodeFields(object: KubeObject): Record<string, string> {
  return { "spec.unschedulable": String((object as Node).spec.unschedulable ?? false) };
}
