import type { Command, Invocation } from "../../command.ts";
import { CommandError } from "../../errors.ts";
import { generatedFlags, namedMetadata, planCreate, sendCreated } from "./generated.ts";

/** `kubectl create cronjob` */
// kubectl/pkg/cmd/create/create_cronjob.go
export const cronJobCommand: Command = {
  use: () => "cronjob NAME --image=image --schedule='0/5 * * * ?' -- [COMMAND] [args...] [flags]",
  long: "Make a CronJob with the given name.",
  examples: 'kubectl create cronjob nightly --image=busybox --schedule="0 3 * * *" -- date',
  flags: (release) => {
    const required = release.has("requiredByFlags") ? { required: true } : {};
    return generatedFlags(release, [
      { name: "image", type: "string", ...required, usage: "Image to run." },
      { name: "schedule", type: "string", ...required, usage: "When to run, in cron's format." },
      { name: "restart", type: "string", usage: "Restart policy of the pods: OnFailure or Never" },
    ]);
  },
  run: runCreateCronJob,
};

async function runCreateCronJob(invocation: Invocation): Promise<void> {
  const plan = await planCreate(invocation);
  const { flags, args, release } = invocation;
  const command = args.slice(1);
  for (const name of ["image", "schedule"])
    if (flags.text(name) === "" && !release.has("requiredByFlags")) throw new CommandError(`--${name} must be specified`);
  const container = { name: plan.name, image: flags.text("image"), ...(command.length === 0 ? {} : { command }) };
  const podSpec = { containers: [container], restartPolicy: flags.text("restart") || "OnFailure" };
  const object = {
    apiVersion: release.has("cronJobV1Client") ? "batch/v1" : "batch/v1beta1",
    kind: "CronJob",
    metadata: namedMetadata(plan),
    spec: { schedule: flags.text("schedule"), jobTemplate: { metadata: { name: plan.name }, spec: { template: { spec: podSpec } } } },
  };
  await sendCreated(plan, object, { failure: "failed to create cronjob: " });
}
