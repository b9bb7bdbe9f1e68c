import { deepEqual } from "../../../base/deep.ts";
import type { DescribeContext, DescribeFacet } from "../../../machinery/describe.ts";
import { formatLabelSelector } from "../../../machinery/labels.ts";
import { StatusError } from "../../../machinery/status.ts";
import type { PodTemplateSpec } from "../../core/pod/types.ts";
import { describeEvents } from "../../../machinery/describing/events.ts";
import { describeAnnotations, describeMap } from "../../../machinery/describing/maps.ts";
import { describeName } from "../../../machinery/describing/meta.ts";
import { describePodTemplate } from "../../shared/describe/pod-template.ts";
import { describeStatusConditions } from "../../shared/describe/conditions.ts";
import { describeTime } from "../../../machinery/describing/times.ts";
import type { ReplicaSet } from "../replicaset/types.ts";
import { withoutHash } from "./history.ts";
import type { Deployment } from "./types.ts";

/** `kubectl describe deployment`. kubectl/pkg/describe/describe.go describeDeployment */
export const deploymentDescribe: DescribeFacet = {
  async describe(object, out, context) {
    const deployment = object as Deployment;
    const { metadata, spec, status = {} } = deployment;
    describeName(object, out);
    out.write(0, `CreationTimestamp:\t${describeTime(metadata.creationTimestamp)}\n`);
    describeMap(out, "Labels", metadata.labels);
    describeAnnotations(out, "Annotations", metadata.annotations, context.release);
    out.write(0, `Selector:\t${formatLabelSelector(spec.selector)}\n`);
    const { updatedReplicas = 0, replicas = 0, availableReplicas = 0, unavailableReplicas = 0 } = status;
    out.write(
      0,
      `Replicas:\t${spec.replicas ?? 1} desired | ${updatedReplicas} updated | ${replicas} total | ${availableReplicas} available | ${unavailableReplicas} unavailable\n`,
    );
    out.write(0, `StrategyType:\t${spec.strategy?.type ?? ""}\n`);
    out.write(0, `MinReadySeconds:\t${spec.minReadySeconds ?? 0}\n`);
    const rolling = spec.strategy?.rollingUpdate;
    if (rolling)
      out.write(0, `RollingUpdateStrategy:\t${rolling.maxUnavailable ?? 0} max unavailable, ${rolling.maxSurge ?? 0} max surge\n`);
    describePodTemplate(out, spec.template, context);
    describeStatusConditions(out, status.conditions);
    // Who may not list them is not told of them.
    const sets = await replicaSetsOf(deployment, context).catch((error: unknown) => {
      if (error instanceof StatusError) return undefined;
      throw error;
    });
    if (sets) {
      out.write(0, `OldReplicaSets:\t${setsText(sets.old)}\n`);
      out.write(0, `NewReplicaSet:\t${setsText(sets.current ? [sets.current] : [])}\n`);
    }
    await describeEvents(object, out, context);
  },
};

/** The sets that a deployment controls: the one of its template, and the others, oldest first. deploymentutil.GetAllReplicaSets */
async function replicaSetsOf(
  deployment: Deployment,
  context: DescribeContext,
): Promise<{ old: ReplicaSet[]; current: ReplicaSet | undefined }> {
  const { items } = await context.client.list(
    { group: "apps", version: "v1", resource: "replicasets", namespace: deployment.metadata.namespace ?? "" },
    { labelSelector: formatLabelSelector(deployment.spec.selector) },
  );
  const owned = (items as ReplicaSet[]).filter(({ metadata }) =>
    metadata.ownerReferences?.some(({ controller, uid }) => controller && uid === deployment.metadata.uid),
  );
  const byAge = owned.toSorted((a, b) => Date.parse(a.metadata.creationTimestamp ?? "") - Date.parse(b.metadata.creationTimestamp ?? ""));
  const current = byAge.find(({ spec }) => spec.template !== undefined && sameTemplate(spec.template, deployment.spec.template));
  const others = owned.filter((set) => set !== current);
  return {
    current,
    old: context.release.has("describeAllOldReplicaSets") ? others : others.filter(({ spec }) => (spec.replicas ?? 1) > 0),
  };
}

function sameTemplate(left: PodTemplateSpec, right: PodTemplateSpec): boolean {
  return deepEqual(withoutHash(left), withoutHash(right));
}

function setsText(sets: readonly ReplicaSet[]): string {
  const texts = sets.map(
    ({ metadata, spec, status }) => `${metadata.name ?? ""} (${status?.replicas ?? 0}/${spec.replicas ?? 1} replicas created)`,
  );
  return texts.length === 0 ? "<none>" : texts.join(", ");
}
