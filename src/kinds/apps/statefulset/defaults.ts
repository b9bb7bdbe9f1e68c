import type { Draft, KindContext } from "../../../machinery/kind.ts";
import { defaultPodTemplate } from "../../core/pod/defaults.ts";
import { defaultClaim } from "../../core/persistentvolumeclaim/defaults.ts";
import type { StatefulSet } from "./types.ts";

const REVISIONS = 10;

// pkg/apis/apps/v1/defaults.go SetDefaults_StatefulSet, 1.20; retention of claims 1.27
export function defaultStatefulSet(object: Draft, context: KindContext): void {
  const { spec } = object as StatefulSet;
  defaultPodTemplate(spec.template, context);
  for (const claim of spec.volumeClaimTemplates ?? []) {
    claim.apiVersion = "v1";
    claim.kind = "PersistentVolumeClaim";
    defaultClaim(claim);
  }
  spec.podManagementPolicy ??= "OrderedReady";
  const strategy = (spec.updateStrategy ??= {});
  // Only a strategy that was left out altogether gets its rolling update.
  if (strategy.type === undefined) {
    strategy.type = "RollingUpdate";
    strategy.rollingUpdate ??= {};
  }
  if (strategy.type === "RollingUpdate" && strategy.rollingUpdate) strategy.rollingUpdate.partition ??= 0;
  if (context.release.has("statefulSetClaimRetention")) {
    const retention = (spec.persistentVolumeClaimRetentionPolicy ??= {});
    retention.whenDeleted ??= "Retain";
    retention.whenScaled ??= "Retain";
  }
  spec.replicas ??= 1;
  spec.revisionHistoryLimit ??= REVISIONS;
}
