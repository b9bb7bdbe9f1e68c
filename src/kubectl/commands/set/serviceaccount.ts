import type { Command } from "../../command.ts";
import { readDryRun } from "../../dry-run.ts";
import { CommandError } from "../../errors.ts";
import { recordFlag } from "../../flags/common.ts";
import { recorded } from "../../objects/annotations.ts";
import { resultPrinter } from "../../print/object-printer.ts";
import { changeAll, findTargets, refuseLocalServerDryRun, setFlags } from "./change.ts";
import { withPodSpec } from "./pod-spec.ts";

/** `kubectl set serviceaccount`. kubectl/pkg/cmd/set/set_serviceaccount.go */
export const setServiceAccountCommand: Command = {
  use: () => "serviceaccount (-f FILENAME | TYPE NAME) SERVICE_ACCOUNT",
  long: "Set the service account of pods, in the templates of what makes them.",
  examples: "kubectl set serviceaccount deployment web robot",
  flags: (release) => [...setFlags, recordFlag(release)],
  async run(invocation) {
    const { env, flags, args } = invocation;
    const dryRun = readDryRun(env, flags);
    refuseLocalServerDryRun(invocation, dryRun);
    await resultPrinter(env, flags);
    const account = args.at(-1);
    if (account === undefined) throw new CommandError("serviceaccount is required");
    const infos = await findTargets(invocation, args.slice(0, -1), false);
    await changeAll(invocation, infos, dryRun, {
      operation: "serviceaccount updated",
      patchFailed: "failed to patch ServiceAccountName",
      sendsEmptyPatch: true,
      change: (object, info) =>
        recorded(
          invocation,
          withPodSpec(invocation, info, object, (spec) => void (spec.serviceAccountName = account)),
        ),
    });
  },
};
