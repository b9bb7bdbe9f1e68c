import type { Draft, KindContext } from "../../../machinery/kind.ts";
import { defaultPodTemplate } from "../../core/pod/defaults.ts";
import type { Deployment } from "./types.ts";

const REVISIONS = 10;
const DEADLINE_SECONDS = 600;

// pkg/apis/apps/v1/defaults.go SetDefaults_Deployment, 1.20
export function defaultDeployment(object: Draft, context: KindContext): void {
  const { spec } = object as Deployment;
  defaultPodTemplate(spec.template, context);
  spec.replicas ??= 1;
  const strategy = (spec.strategy ??= {});
  strategy.type ??= "RollingUpdate";
  if (strategy.type === "RollingUpdate") {
    strategy.rollingUpdate ??= {};
    strategy.rollingUpdate.maxUnavailable ??= "25%";
    strategy.rollingUpdate.maxSurge ??= "25%";
  }
  spec.revisionHistoryLimit ??= REVISIONS;
  spec.progressDeadlineSeconds ??= DEADLINE_SECONDS;
}
