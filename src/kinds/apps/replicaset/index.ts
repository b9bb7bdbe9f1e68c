import type { Draft, KindContext, KindDefinition, RequestContext } from "../../../machinery/kind.ts";
import { defaultPodTemplate } from "../../core/pod/defaults.ts";
import { podWarnings } from "../../core/pod/warnings.ts";
import { replicaSetColumns, replicaSetRow } from "./columns.ts";
import { replicaSetDescribe } from "./describe.ts";
import type { ReplicaSet } from "./types.ts";
import { validateReplicaSet, validateReplicaSetUpdate } from "./validate.ts";

/** apps/v1 ReplicaSet. */
export const replicaSet: KindDefinition = {
  group: "apps",
  kind: "ReplicaSet",
  plural: "replicasets",
  namespaced: true,
  hasGeneration: true,
  defaults: defaultReplicaSet,
  prepareForCreate: clearStatus,
  validate: validateReplicaSet,
  validateUpdate: validateReplicaSetUpdate,
  warnings: (object, _old, context) => templateWarnings(object as ReplicaSet, context),
  columns: () => replicaSetColumns,
  row: replicaSetRow,
  scale: { specReplicas: "spec.replicas", statusReplicas: "status.replicas", selector: "spec.selector" },
  podTemplate: { path: "spec.template" },
  describe: replicaSetDescribe,
};

// pkg/apis/apps/v1/defaults.go SetDefaults_ReplicaSet, 1.20
function defaultReplicaSet(object: Draft, context: KindContext): void {
  const { spec } = object as ReplicaSet;
  if (spec.template) defaultPodTemplate(spec.template, context);
  spec.replicas ??= 1;
}

function templateWarnings({ spec }: ReplicaSet, context: RequestContext): string[] {
  return spec.template ? podWarnings(spec.template, "spec.template", context.release) : [];
}

function clearStatus(object: Draft): void {
  (object as ReplicaSet).status = { replicas: 0 };
}
