import { deepEqual } from "../../../base/deep.ts";
import { isJsonObject, type Json, type JsonObject } from "../../../base/json.ts";
import type { RolloutFacet, RolloutRevision } from "../../../machinery/kind.ts";
import { formatLabelSelector, type LabelSelector } from "../../../machinery/labels.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import type { PodTemplateSpec } from "../../core/pod/types.ts";
import { describePodTemplate } from "../../shared/describe/pod-template.ts";
import type { ControllerRevision } from "../controllerrevision/types.ts";

/** Where --record leaves the command line. */
const CHANGE_CAUSE = "kubernetes.io/change-cause";

/** The part of the rollout facet that rests on controller revisions. */
// kubectl/pkg/polymorphichelpers/history.go, rollback.go, 1.20
export const controllerRevisionHistory: Omit<RolloutFacet, "status"> = {
  pausable: false,
  previewPrefix: "will roll back to ",
  nothingToUndo: () => "no last revision to roll back to",
  async history(object, client) {
    const { namespace = "", uid } = object.metadata;
    const selector = formatLabelSelector((object["spec"] as { selector?: LabelSelector }).selector);
    const listed = await client.list(
      { group: "apps", version: "v1", resource: "controllerrevisions", namespace },
      { labelSelector: selector },
    );
    const own = listed.items.filter((item) =>
      item.metadata.ownerReferences?.some((owner) => owner.controller === true && owner.uid === uid),
    );
    return own.map((item) => revisionOf(object, item as ControllerRevision)).sort((left, right) => left.revision - right.revision);
  },
  describeTemplate(template, out, release) {
    describePodTemplate(out, template as unknown as PodTemplateSpec, { release });
  },
};

function revisionOf(object: KubeObject, keeper: ControllerRevision): RolloutRevision {
  const data = keeper.data ?? {};
  const template = templateOf(data);
  const current = templateOf(object as unknown as JsonObject);
  return {
    revision: keeper.revision,
    changeCause: keeper.metadata.annotations?.[CHANGE_CAUSE] ?? "",
    template,
    keeper,
    ...(deepEqual(withoutNulls(template), withoutNulls(current)) ? {} : { restore: { type: "strategic", patch: data } }),
  };
}

/** `spec.template` without the directive that makes it a patch. */
function templateOf(object: JsonObject): JsonObject {
  const spec = isJsonObject(object["spec"]) ? object["spec"] : {};
  const { $patch: _, ...template } = isJsonObject(spec["template"]) ? spec["template"] : {};
  return template;
}

/** A missing creationTimestamp and one that is null are the same. */
function withoutNulls(value: Json | undefined): Json | undefined {
  if (Array.isArray(value)) return value.map((item) => withoutNulls(item) ?? null);
  if (!isJsonObject(value)) return value;
  const kept = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(kept.map(([key, member]) => [key, withoutNulls(member) ?? null]));
}
