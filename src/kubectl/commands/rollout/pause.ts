import type { Command, Invocation } from "../../command.ts";
import { fieldManagerFlag, printFlags } from "../../flags/common.ts";
import { typedObject } from "../../objects/typed.ts";
import { resultPrinter } from "../../print/object-printer.ts";
import { objectOf } from "../../resources/info.ts";
import { changeAll, isPaused, refusal, requireTargets, rolloutOf, targetFlags } from "./targets.ts";

/** `kubectl rollout pause`. kubectl/pkg/cmd/rollout/rollout_pause.go */
export const pauseCommand: Command = {
  use: () => "pause RESOURCE",
  long: "Hold the rollout of deployments.\n\n Changes wait until the rollout is resumed; what runs goes on running.",
  examples: "kubectl rollout pause deployment/web",
  flags: () => [...targetFlags, fieldManagerFlag("kubectl-rollout"), ...printFlags()],
  run: (invocation) => setPaused(invocation, true),
};

/** `kubectl rollout resume`. kubectl/pkg/cmd/rollout/rollout_resume.go */
export const resumeCommand: Command = {
  use: () => "resume RESOURCE",
  long: "Let the rollout of paused deployments go on.",
  examples: "kubectl rollout resume deployment/web",
  flags: () => [...targetFlags, fieldManagerFlag("kubectl-rollout"), ...printFlags()],
  run: (invocation) => setPaused(invocation, false),
};

async function setPaused(invocation: Invocation, paused: boolean): Promise<void> {
  requireTargets(invocation);
  const print = await resultPrinter(invocation.env, invocation.flags);
  await changeAll(
    invocation,
    (info) => {
      if (rolloutOf(invocation, info.mapping)?.pausable !== true)
        return refusal(info, `${paused ? "pausing" : "resuming"} is not supported`);
      if (isPaused(info) === paused) return refusal(info, paused ? "is already paused" : "is not paused");
      return { patch: { spec: { paused: paused ? true : null } } };
    },
    (info) => print(typedObject(invocation.release, objectOf(info)), paused ? "paused" : "resumed", { typed: true }),
  );
}
