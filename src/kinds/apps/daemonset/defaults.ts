import type { Draft, KindContext } from "../../../machinery/kind.ts";
import { defaultPodTemplate } from "../../core/pod/defaults.ts";
import { TEMPLATE_GENERATION } from "./prepare.ts";
import type { DaemonSet } from "./types.ts";

const REVISIONS = 10;

// pkg/apis/apps/v1/defaults.go SetDefaults_DaemonSet, 1.20; maxSurge 1.22
export function defaultDaemonSet(object: Draft, context: KindContext): void {
  const { spec } = object as DaemonSet;
  defaultPodTemplate(spec.template, context);
  const strategy = (spec.updateStrategy ??= {});
  strategy.type ??= "RollingUpdate";
  if (strategy.type === "RollingUpdate") {
    strategy.rollingUpdate ??= {};
    strategy.rollingUpdate.maxUnavailable ??= 1;
    if (context.release.has("daemonSetSurge")) strategy.rollingUpdate.maxSurge ??= 0;
  }
  spec.revisionHistoryLimit ??= REVISIONS;
  // What is read has the annotation, so that it belongs to whoever made the object. apps/v1/conversion.go
  object.metadata.annotations = { [TEMPLATE_GENERATION]: "0", ...object.metadata.annotations };
}
