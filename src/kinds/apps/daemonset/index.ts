import type { KindDefinition } from "../../../machinery/kind.ts";
import { daemonSetColumns, daemonSetRow } from "./columns.ts";
import { daemonSetDescribe } from "./describe.ts";
import { defaultDaemonSet } from "./defaults.ts";
import { prepareDaemonSetForCreate, prepareDaemonSetForUpdate } from "./prepare.ts";
import { daemonSetRollout } from "./rollout.ts";
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
  columns: () => daemonSetColumns,
  row: daemonSetRow,
  podTemplate: { path: "spec.template" },
  rollout: daemonSetRollout,
  describe: daemonSetDescribe,
};
