import type { DaemonSet } from "../../kinds/apps/daemonset/types.ts";
import type { Node } from "../../kinds/core/node/types.ts";
import { mapSelects } from "../../machinery/labels.ts";
import { toleratesAll } from "../controller/tolerations.ts";
import { matchesNodeSelector } from "../scheduler/match.ts";
import { daemonTolerations } from "./pod-template.ts";

/** What a daemon set wants of a node: a pod, and whether one that runs there may stay. */
export interface Placement {
  shouldRun: boolean;
  shouldContinue: boolean;
}

const NOWHERE: Placement = { shouldRun: false, shouldContinue: false };

/** Whether a node is to run a daemon set's pod: it has to match the template's node selection and have no taint in the way. */
// pkg/controller/daemon/daemon_controller.go nodeShouldRunDaemonPod, 1.20
export function placementOn(node: Node, set: DaemonSet): Placement {
  const { spec } = set.spec.template;
  if (spec.nodeName && spec.nodeName !== node.metadata.name) return NOWHERE;
  if (spec.nodeSelector && !mapSelects(spec.nodeSelector, node.metadata.labels)) return NOWHERE;
  const required = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  if (required && !matchesNodeSelector(required, node)) return NOWHERE;
  const taints = node.spec?.taints;
  if (!taints || taints.length === 0) return { shouldRun: true, shouldContinue: true };
  const tolerations = daemonTolerations(spec);
  if (toleratesAll(taints, tolerations, ["NoExecute", "NoSchedule"])) return { shouldRun: true, shouldContinue: true };
  return { shouldRun: false, shouldContinue: toleratesAll(taints, tolerations, ["NoExecute"]) };
}
