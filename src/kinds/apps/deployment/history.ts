import { deepEqual } from "../../../base/deep.ts";
import type { JsonObject } from "../../../base/json.ts";
import type { RolloutFacet, RolloutRevision } from "../../../machinery/kind.ts";
import { formatLabelSelector } from "../../../machinery/labels.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import { StatusError } from "../../../machinery/status.ts";
import type { PodTemplateSpec } from "../../core/pod/types.ts";
import { describePodTemplate } from "../../shared/describe/pod-template.ts";
import type { ReplicaSet } from "../replicaset/types.ts";
import type { Deployment } from "./types.ts";

const CHANGE_CAUSE = "kubernetes.io/change-cause";
const REVISION = "deployment.kubernetes.io/revision";
const HASH_LABEL = "pod-template-hash";
/** Annotations that undo leaves as the deployment has them. */
const OWN_ANNOTATIONS: readonly string[] = [
  "kubectl.kubernetes.io/last-applied-configuration",
  REVISION,
  "deployment.kubernetes.io/revision-history",
  "deployment.kubernetes.io/desired-replicas",
  "deployment.kubernetes.io/max-replicas",
  "deprecated.deployment.rollback.to",
];

/** The part of the rollout facet that rests on replica sets. */
// kubectl/pkg/polymorphichelpers/history.go, rollback.go, 1.20
export const deploymentHistory: Omit<RolloutFacet, "status"> = {
  pausable: true,
  previewPrefix: "",
  nothingToUndo: (name) => `no rollout history found for deployment ${JSON.stringify(name)}`,
  async history(object, client) {
    const deployment = object as Deployment;
    const { namespace = "", uid } = deployment.metadata;
    const labelSelector = formatLabelSelector(deployment.spec.selector);
    const listed = await client
      .list({ group: "apps", version: "v1", resource: "replicasets", namespace }, { labelSelector })
      .catch((error: unknown) => {
        if (!(error instanceof StatusError)) throw error;
        throw new Error(`failed to retrieve replica sets from deployment ${deployment.metadata.name ?? ""}: ${error.message}`);
      });
    const own = listed.items.filter((item) =>
      item.metadata.ownerReferences?.some((owner) => owner.controller === true && owner.uid === uid),
    );
    return own.map((item) => revisionOf(deployment, item as ReplicaSet)).sort((left, right) => left.revision - right.revision);
  },
  describeTemplate(template, out, release) {
    describePodTemplate(out, template as unknown as PodTemplateSpec, { release });
  },
};

function revisionOf(deployment: Deployment, keeper: ReplicaSet): RolloutRevision {
  const template = keeper.spec.template as unknown as PodTemplateSpec;
  const own = keeper.metadata.annotations?.[CHANGE_CAUSE] ?? "";
  const plain = withoutHash(template);
  return {
    revision: Number(keeper.metadata.annotations?.[REVISION] ?? "0"),
    changeCause: own !== "" ? own : (template.metadata?.annotations?.[CHANGE_CAUSE] ?? ""),
    template: template as unknown as JsonObject,
    historyTemplate: withCause(template, own) as unknown as JsonObject,
    keeper: { ...keeper, apiVersion: "apps/v1", kind: "ReplicaSet" },
    ...(deepEqual(plain, withoutHash(deployment.spec.template))
      ? {}
      : { restore: { type: "json", patch: restoringPatch(deployment, keeper, plain) } }),
  };
}

/** A template as a deployment has it: without the label that tells its replica sets apart. */
export function withoutHash(template: PodTemplateSpec): PodTemplateSpec {
  const { [HASH_LABEL]: _, ...labels } = template.metadata?.labels ?? {};
  return { ...template, metadata: { ...template.metadata, labels } };
}

/** The history shows the change cause among the template's annotations. */
function withCause(template: PodTemplateSpec, cause: string): PodTemplateSpec {
  if (cause === "") return template;
  return { ...template, metadata: { ...template.metadata, annotations: { ...template.metadata?.annotations, [CHANGE_CAUSE]: cause } } };
}

function restoringPatch(deployment: Deployment, keeper: KubeObject, template: PodTemplateSpec): JsonObject[] {
  const kept = Object.entries(deployment.metadata.annotations ?? {}).filter(([key]) => OWN_ANNOTATIONS.includes(key));
  const restored = Object.entries(keeper.metadata.annotations ?? {}).filter(([key]) => !OWN_ANNOTATIONS.includes(key));
  return [
    { op: "replace", path: "/spec/template", value: template as unknown as JsonObject },
    { op: "replace", path: "/metadata/annotations", value: Object.fromEntries([...kept, ...restored]) },
  ];
}
