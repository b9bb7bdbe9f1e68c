import { formatRfc3339 } from "../../../base/rfc3339.ts";
import type { Draft, KindDefinition, RequestContext } from "../../../machinery/kind.ts";
import { flowSchemaColumns, flowSchemaRow } from "./columns.ts";
import type { FlowSchema } from "./types.ts";
import { validateFlowSchema, validateFlowSchemaUpdate } from "./validate.ts";

/** Precedence of a schema that says none. pkg/apis/flowcontrol/v1beta1/defaults.go, 1.20 */
const PRECEDENCE = 1000;

/** flowcontrol.apiserver.k8s.io FlowSchema: stored and shown; the emulated API server is never too busy. */
export const flowSchema: KindDefinition = {
  group: "flowcontrol.apiserver.k8s.io",
  kind: "FlowSchema",
  plural: "flowschemas",
  namespaced: false,
  hasGeneration: true,
  unconditionalUpdate: false,
  defaults(object: Draft) {
    const { spec } = object as FlowSchema;
    if (!spec.matchingPrecedence) spec.matchingPrecedence = PRECEDENCE;
  },
  prepareForCreate: findLevel,
  validate: validateFlowSchema,
  validateUpdate: validateFlowSchemaUpdate,
  columns: () => flowSchemaColumns,
  row: flowSchemaRow,
  // pkg/printers/internalversion/printers.go printFlowSchemaList, 1.20
  tableOrder: (left, right) => ((left as FlowSchema).spec.matchingPrecedence ?? 0) - ((right as FlowSchema).spec.matchingPrecedence ?? 0),
};

/** What the API server's own controller says soon after: whether the priority level is there. */
// apiserver/pkg/util/flowcontrol/apf_controller.go syncFlowSchemaStatus, 1.20
function findLevel(object: Draft, context: RequestContext): void {
  const schema = object as FlowSchema;
  const name = schema.spec.priorityLevelConfiguration?.name ?? "";
  const isThere = context.get("prioritylevelconfigurations.flowcontrol.apiserver.k8s.io", "", name) !== undefined;
  const text = isThere
    ? `This FlowSchema references the PriorityLevelConfiguration object named "${name}" and it exists`
    : `This FlowSchema references the PriorityLevelConfiguration object named "${name}" but there is no such object`;
  const condition = { type: "Dangling", status: isThere ? "False" : "True", lastTransitionTime: formatRfc3339(context.now()) };
  schema.status = { conditions: [{ ...condition, reason: isThere ? "Found" : "NotFound", message: text }] };
}
