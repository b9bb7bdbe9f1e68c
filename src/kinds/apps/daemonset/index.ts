import type { KindDefinition } from "../../../machinery/kind.ts";
import { podWarnings } from "../../core/pod/warnings.ts";
import { daemonSetColumns, daemonSetRow } from "./columns.ts";
import { daemonSetDescribe } from "./describe.ts";
import { defaultDaemonSet } from "./defaults.ts";
import { prepareDaemonSetForCreate, prepareDaemonSetForUpdate } from "./prepare.ts";
import { daemonSetRollout } from "./rollout.ts";
import type { DaemonSet } from "./types.ts";
import { validateDaemonSet, validateDaemonSetUpdate } from "./validate.ts";

/** apps/v1 DaemonSet. */
export const daemonSet: KindDefinition = {
  group: "apps",
  kind: "DaemonSet",
  plural: "daemonsets",
  namespaced: true,
  hasGeneration: true,
  defaults: defaultDaemonSet,
  prepareForCreate: prepareDaemonSetForCreate,
  prepareForUpdate: prepareDaemonSetForUpdate,
  validate: validateDaemonSet,
  validateUpdate: validateDaemonSetUpdate,
  warnings: (object, _old, context) => podWarnings((object as DaemonSet).spec.template, "spec.template", context.release),
  columns: () => daemonSetColumns,
  row: daemonSetRow,
  podTemplate: { path: "spec.template" },
  rollout: daemonSetRollout,
  describe: daemonSetDescribe,
};
