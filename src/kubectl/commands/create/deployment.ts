import type { KubeObject } from "../../../machinery/object.ts";
import type { Release } from "../../../release/release.ts";
import type { Command, Invocation } from "../../command.ts";
import { CommandError } from "../../errors.ts";
import { randomSuffix } from "../../objects/random-suffix.ts";
import { type CreatePlan, generatedFlags, namedMetadata, planCreate, sendCreated } from "./generated.ts";

/** `kubectl create deployment` */
// kubectl/pkg/cmd/create/create_deployment.go
export const deploymentCommand: Command = {
  use: (release) =>
    release.has("createDeploymentOptions")
      ? "deployment NAME --image=image -- [COMMAND] [args...]"
      : "deployment NAME --image=image [--dry-run=server|client|none]",
  long: "Make a Deployment with the given name, its label app and its pods' labels taken from that name.",
  examples:
    "kubectl create deployment web --image=nginx\nkubectl create deployment web --image=nginx --replicas=3 --port=80\nkubectl create deployment ticker --image=busybox -- date",
  flags: (release) =>
    generatedFlags(release, [
      { name: "image", type: "stringSlice", required: true, usage: "Images of the containers." },
      { name: "port", type: "int32", default: -1, feature: "createDeploymentOptions", usage: "Port that the container serves." },
      { name: "replicas", shorthand: "r", type: "int32", default: 1, feature: "createDeploymentOptions", usage: "How many pods to run." },
    ]),
  run: runCreateDeployment,
};

async function runCreateDeployment(invocation: Invocation): Promise<void> {
  const plan = await planCreate(invocation);
  const { flags, args, release } = invocation;
  const images = flags.list("image");
  const command = release.has("createDeploymentOptions") ? args.slice(1) : [];
  if (images.length > 1 && command.length > 0) throw new CommandError("cannot specify multiple --image options and command");
  await sendCreated(plan, deploymentOf(plan, images, command, release), {
    failure: "failed to create deployment: ",
    failureSince: "createFailuresNamed",
  });
}

function deploymentOf(plan: CreatePlan, images: readonly string[], command: readonly string[], release: Release): KubeObject {
  const { flags, env } = plan.invocation;
  const labels = { app: plan.name };
  const port = release.has("createDeploymentOptions") ? flags.number("port") : -1;
  const containers = images.map((image, index) => ({
    name: containerName(image, () => randomSuffix(env, `${plan.name}/${index}`)),
    image,
    ...(command.length === 0 ? {} : { command: [...command] }),
    ...(index === 0 && port >= 0 ? { ports: [{ containerPort: port }] } : {}),
  }));
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: namedMetadata(plan, { labels }),
    spec: {
      replicas: release.has("createDeploymentOptions") ? flags.number("replicas") : 1,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers } },
    },
  };
}

/** A container's name: the last part of the image, without tag or digest; a name that had to be changed gets a random end. */
function containerName(image: string, suffix: () => string): string {
  const last = (image.split("/").at(-1) ?? "").split(":")[0]?.split("@")[0] ?? "";
  return /[_.]/.test(last) ? `${last.replace(/[_.]/g, "-")}-${suffix()}` : last;
}
