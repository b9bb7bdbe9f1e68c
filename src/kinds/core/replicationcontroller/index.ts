import type { Draft, KindContext, KindDefinition } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import { replicaSetColumns } from "../../apps/replicaset/columns.ts";
import { defaultPodTemplate } from "../pod/defaults.ts";
import { replicationControllerRow } from "./columns.ts";
import { replicationControllerDescribe } from "./describe.ts";
import type { ReplicationController } from "./types.ts";
import { validateReplicationController, validateReplicationControllerUpdate } from "./validate.ts";

/** v1 ReplicationController. */
export const replicationController: KindDefinition = {
  group: "",
  kind: "ReplicationController",
  plural: "replicationcontrollers",
  namespaced: true,
  hasGeneration: true,
  defaults: defaultReplicationController,
  prepareForCreate: clearStatus,
  validate: validateReplicationController,
  validateUpdate: validateReplicationControllerUpdate,
  columns: () => replicaSetColumns,
  row: replicationControllerRow,
  selectableFields: replicationControllerFields,
  scale: { specReplicas: "spec.replicas", statusReplicas: "status.replicas", selector: "spec.selector" },
  podTemplate: { path: "spec.template" },
  describe: replicationControllerDescribe,
};

/** Selector and labels are those of the template unless they are given. */
// pkg/apis/core/v1/defaults.go SetDefaults_ReplicationController, 1.20
function defaultReplicationController(object: Draft, context: KindContext): void {
  const { spec, metadata } = object as ReplicationController;
  if (spec.template) defaultPodTemplate(spec.template, context);
  const labels = spec.template?.metadata?.labels;
  if (labels) {
    spec.selector ??= { ...labels };
    metadata.labels ??= { ...labels };
  }
  spec.replicas ??= 1;
}

function clearStatus(object: Draft): void {
  (object as ReplicationController).status = { replicas: 0 };
}

function replicationControllerFields(object: KubeObject): Record<string, string> {
  return { "status.replicas": String((object as ReplicationController).status?.replicas ?? 0) };
}
