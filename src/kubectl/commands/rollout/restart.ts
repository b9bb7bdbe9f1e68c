import { formatRfc3339 } from "../../../base/rfc3339.ts";
import type { Command, Invocation } from "../../command.ts";
import { fieldManagerFlag, printFlags } from "../../flags/common.ts";
import { typedObject } from "../../objects/typed.ts";
import { resultPrinter } from "../../print/object-printer.ts";
import { objectOf, type ResourceInfo } from "../../resources/info.ts";
import { changeAll, isPaused, refusal, requireTargets, type RolloutChange, rolloutOf, targetFlags } from "./targets.ts";

const RESTARTED_AT = "kubectl.kubernetes.io/restartedAt";

/** `kubectl rollout restart`. kubectl/pkg/cmd/rollout/rollout_restart.go */
export const restartCommand: Command = {
  use: () => "restart RESOURCE",
  long: "Replace all pods of a workload, by a rollout of its unchanged template.",
  examples: "kubectl rollout restart deployment/web",
  flags: () => [...targetFlags, fieldManagerFlag("kubectl-rollout"), ...printFlags()],
  async run(invocation) {
    requireTargets(invocation);
    const print = await resultPrinter(invocation.env, invocation.flags);
    await changeAll(
      invocation,
      (info) => restart(invocation, info),
      (info) => print(typedObject(invocation.release, objectOf(info)), "restarted", { typed: true }),
    );
  },
};

function restart(invocation: Invocation, info: ResourceInfo): RolloutChange {
  if (rolloutOf(invocation, info.mapping) === undefined) return refusal(info, "restarting is not supported");
  if (isPaused(info)) return refusal(info, "can't restart paused deployment (run rollout resume first)");
  const now = formatRfc3339(invocation.env.now());
  if (invocation.release.has("rolloutRestartGuard") && lastRestart(info) === now) {
    const advice = "if restart has already been triggered within the past second, please wait before attempting to trigger another";
    return { refusal: `failed to create patch for ${info.name}: ${advice}` };
  }
  return { patch: { spec: { template: { metadata: { annotations: { [RESTARTED_AT]: now } } } } } };
}

function lastRestart(info: ResourceInfo): string | undefined {
  const spec = objectOf(info)["spec"] as { template?: { metadata?: { annotations?: Record<string, string> } } } | undefined;
  return spec?.template?.metadata?.annotations?.[RESTARTED_AT];
}
