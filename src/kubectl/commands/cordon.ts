import type { Command, Invocation } from "../command.ts";
import { readDryRun } from "../dry-run.ts";
import { dryRunFlag, selectorFlag } from "../flags/common.ts";
import { findNodes, requireNodes, setUnschedulable } from "../nodes/targets.ts";

/** `kubectl cordon`. kubectl/pkg/cmd/drain/drain.go */
export const cordonCommand: Command = {
  use: () => "cordon NODE",
  examples: "kubectl cordon w1-k8s",
  flags: () => [dryRunFlag, selectorFlag],
  run: (invocation) => cordon(invocation, true),
};

/** `kubectl uncordon`. kubectl/pkg/cmd/drain/drain.go */
export const uncordonCommand: Command = {
  use: () => "uncordon NODE",
  examples: "kubectl uncordon w1-k8s",
  flags: () => [dryRunFlag, selectorFlag],
  run: (invocation) => cordon(invocation, false),
};

async function cordon(invocation: Invocation, desired: boolean): Promise<void> {
  requireNodes(invocation, desired ? "cordon NODE" : "uncordon NODE");
  const dryRun = readDryRun(invocation.env, invocation.flags);
  await setUnschedulable(invocation, await findNodes(invocation), desired, dryRun);
}
