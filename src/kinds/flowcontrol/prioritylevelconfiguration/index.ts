import type { Draft, KindDefinition } from "../../../machinery/kind.ts";
import { splitApiVersion } from "../../../machinery/object.ts";
import { priorityLevelColumns, priorityLevelRow } from "./columns.ts";
import { convertPriorityLevel, hasAssuredShares } from "./convert.ts";
import type { PriorityLevelConfiguration } from "./types.ts";
import { validatePriorityLevel, validatePriorityLevelUpdate } from "./validate.ts";

const SHARES = 30;

/** flowcontrol.apiserver.k8s.io PriorityLevelConfiguration: stored and shown; the emulated API server is never too busy. */
export const priorityLevelConfiguration: KindDefinition = {
  group: "flowcontrol.apiserver.k8s.io",
  kind: "PriorityLevelConfiguration",
  plural: "prioritylevelconfigurations",
  namespaced: false,
  hasGeneration: true,
  unconditionalUpdate: false,
  convert: convertPriorityLevel,
  defaults: defaultPriorityLevel,
  prepareForCreate(object) {
    object.status = {};
  },
  validate: validatePriorityLevel,
  validateUpdate: validatePriorityLevelUpdate,
  columns: priorityLevelColumns,
  row: priorityLevelRow,
};

// pkg/apis/flowcontrol/v1beta1/defaults.go, 1.20
function defaultPriorityLevel(object: Draft): void {
  const { limited } = (object as PriorityLevelConfiguration).spec;
  if (!limited) return;
  const name = hasAssuredShares(splitApiVersion(object.apiVersion).version) ? "assuredConcurrencyShares" : "nominalConcurrencyShares";
  if (!limited[name]) limited[name] = SHARES;
  const queuing = limited.limitResponse?.queuing;
  if (!queuing) return;
  queuing.handSize ||= 8;
  queuing.queues ||= 64;
  queuing.queueLengthLimit ||= 50;
}
