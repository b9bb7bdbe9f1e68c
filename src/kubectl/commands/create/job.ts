import type { KubeObject, ObjectMeta, OwnerReference } from "../../../machinery/object.ts";
import type { Release } from "../../../release/release.ts";
import type { Command, Invocation } from "../../command.ts";
import { CommandError } from "../../errors.ts";
import { findResources } from "../../resources/builder.ts";
import { objectOf } from "../../resources/info.ts";
import { type CreatePlan, generatedFlags, namedMetadata, planCreate, sendCreated } from "./generated.ts";

/** `kubectl create job` */
// kubectl/pkg/cmd/create/create_job.go
export const jobCommand: Command = {
  use: () => "job NAME --image=image [--from=cronjob/name] -- [COMMAND] [args...]",
  long: "Make a Job with the given name, from an image or from a CronJob.",
  examples: "kubectl create job once --image=busybox -- date\nkubectl create job now --from=cronjob/nightly",
  flags: (release) =>
    generatedFlags(release, [
      { name: "image", type: "string", usage: "Image to run." },
      { name: "from", type: "string", usage: "What to make the Job from; only a cronjob will do." },
    ]),
  run: runCreateJob,
};

async function runCreateJob(invocation: Invocation): Promise<void> {
  const plan = await planCreate(invocation);
  const { flags, args } = invocation;
  const [image, from, command] = [flags.text("image"), flags.text("from"), args.slice(1)];
  if ((image === "") === (from === "")) throw new CommandError("either --image or --from must be specified");
  if (command.length > 0 && from !== "") throw new CommandError("cannot specify --from and command");
  const job = image === "" ? await jobFromCronJob(plan, from) : jobFromImage(plan, image, command);
  await sendCreated(plan, job, { failure: "failed to create job: " });
}

function jobFromImage(plan: CreatePlan, image: string, command: readonly string[]): KubeObject {
  const container = { name: plan.name, image, ...(command.length === 0 ? {} : { command }) };
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: namedMetadata(plan),
    spec: { template: { spec: { containers: [container], restartPolicy: "Never" } } },
  };
}

interface JobTemplate {
  metadata?: ObjectMeta;
  spec?: Record<string, unknown>;
}

async function jobFromCronJob(plan: CreatePlan, from: string): Promise<KubeObject> {
  const { factory, release } = plan.invocation;
  const query = { args: [from], namespace: plan.namespace, flatten: true, latest: true };
  const infos = await (await findResources(factory, query)).infos();
  const [info] = infos;
  if (info === undefined || infos.length !== 1) throw new CommandError("from must be an existing cronjob");
  const source = objectOf(info);
  const ownVersion = release.has("cronJobV1Client") ? "batch/v1" : "batch/v1beta1";
  if (source.kind !== "CronJob" && release.has("createConfigMapTyped"))
    throw new CommandError(`unknown object type *${source.apiVersion.split("/").at(-1) ?? ""}.${source.kind}`);
  if (source.kind !== "CronJob") throw new CommandError(`from must be an existing cronjob${conversionProblem(release, source)}`);
  if (source.apiVersion === "batch/v1" && ownVersion === "batch/v1beta1") {
    throw new CommandError(
      'from must be an existing cronjob: no kind "CronJob" is registered for version "batch/v1" in scheme "k8s.io/kubectl/pkg/scheme/scheme.go:28"',
    );
  }
  const template = (source["spec"] as { jobTemplate: JobTemplate }).jobTemplate;
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: namedMetadata(plan, {
      annotations: { "cronjob.kubernetes.io/instantiate": "manual", ...template.metadata?.annotations },
      ...(template.metadata?.labels === undefined ? {} : { labels: template.metadata.labels }),
      ownerReferences: [ownerOf(release, source, ownVersion)],
    }),
    spec: template.spec,
  };
}

function conversionProblem(release: Release, source: KubeObject): string {
  if (release.has("cronJobV1Client")) return "";
  const version = source.apiVersion.split("/").at(-1) ?? "";
  return `: ${version}.${source.kind} is not suitable for converting to "batch/v1beta1" in scheme "k8s.io/kubectl/pkg/scheme/scheme.go:28"`;
}

function ownerOf(release: Release, source: KubeObject, ownVersion: string): OwnerReference {
  const { apiVersion, flags } = release.value("jobOwnerReference");
  const owner = {
    apiVersion: apiVersion === "" ? ownVersion : apiVersion,
    kind: source.kind,
    name: source.metadata.name ?? "",
    uid: source.metadata.uid ?? "",
  };
  if (flags === "none") return owner;
  return flags === "both" ? { ...owner, controller: true, blockOwnerDeletion: true } : { ...owner, controller: true };
}
