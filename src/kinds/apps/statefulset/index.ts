import type { Draft, KindDefinition, RequestContext } from "../../../machinery/kind.ts";
import { podWarnings } from "../../core/pod/warnings.ts";
import { statefulSetColumns, statefulSetRow } from "./columns.ts";
import { statefulSetDescribe } from "./describe.ts";
import { defaultStatefulSet } from "./defaults.ts";
import { statefulSetRollout } from "./rollout.ts";
import type { StatefulSet } from "./types.ts";
import { validateStatefulSet, validateStatefulSetUpdate } from "./validate.ts";

/** apps/v1 StatefulSet. */
export const statefulSet: KindDefinition = {
  group: "apps",
  kind: "StatefulSet",
  plural: "statefulsets",
  namespaced: true,
  hasGeneration: true,
  defaults: defaultStatefulSet,
  prepareForCreate: clearStatus,
  validate: validateStatefulSet,
  validateUpdate: validateStatefulSetUpdate,
  warnings: (object, _old, context) => podWarnings((object as StatefulSet).spec.template, "spec.template", context.release),
  columns: () => statefulSetColumns,
  row: statefulSetRow,
  scale: { specReplicas: "spec.replicas", statusReplicas: "status.replicas", selector: "spec.selector" },
  podTemplate: { path: "spec.template" },
  rollout: statefulSetRollout,
  describe: statefulSetDescribe,
};

function clearStatus(object: Draft, context: RequestContext): void {
  (object as StatefulSet).status = context.release.has("statefulSetAvailability") ? { replicas: 0, availableReplicas: 0 } : { replicas: 0 };
}
