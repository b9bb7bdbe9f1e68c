import { deepClone } from "../../base/deep.ts";
import type { JsonObject } from "../../base/json.ts";
import type { Container } from "../../kinds/core/pod/container/types.ts";
import type { Pod, PodSpec } from "../../kinds/core/pod/types.ts";
import type { KubeObject } from "../../machinery/object.ts";
import { isReason } from "../../machinery/status.ts";
import type { Command, Invocation } from "../command.ts";
import { findObject } from "../containers/pods.ts";
import { containerNames } from "../containers/default-container.ts";
import { checkCustomProfile, readCustomProfile } from "../debug/custom.ts";
import { applyProfile, checkProfile, keepFlags } from "../debug/profiles.ts";
import { CommandError, PlainError } from "../errors.ts";
import type { FlagSpec } from "../flags/spec.ts";
import { readPairs } from "../metadata/pairs.ts";
import { randomSuffix } from "../objects/random-suffix.ts";
import { strategicPatch } from "./set/change.ts";
import { isImageReference } from "../run/image-reference.ts";

type PullPolicy = NonNullable<Container["imagePullPolicy"]>;
const PULL_POLICIES: readonly string[] = ["", "Always", "IfNotPresent", "Never"];
const PODS = { group: "", version: "v1", resource: "pods" } as const;

/** `kubectl debug`; `kubectl alpha debug` up to 1.20. kubectl/pkg/cmd/debug/debug.go */
export const debugCommand: Command = {
  use: () => "debug (POD | TYPE[[.VERSION].GROUP]/NAME) [ -- COMMAND [args...] ]",
  long: "Look into a pod with a container of one's own, into a copy of it, or into a node.",
  examples: "kubectl debug node/w1-k8s --image=busybox",
  flags: (release) => [
    ...flags,
    { name: "image", type: "string", required: release.has("debugImageRequired"), usage: "Image of the container." },
  ],
  async run(invocation) {
    const { args, lengthAtDash, env, release, commandPath } = invocation;
    if (commandPath === "kubectl alpha debug" && release.has("debugCommand"))
      env.stderr('NOTE: "kubectl alpha debug" is deprecated and will be removed in release 1.21. Please use "kubectl debug" instead.\n\n');
    const targets = lengthAtDash < 0 ? args : args.slice(0, lengthAtDash);
    const command = lengthAtDash < 0 ? [] : args.slice(lengthAtDash);
    checkProfile(invocation);
    const custom = readCustomProfile(invocation);
    check(invocation, targets, command);
    checkCustomProfile(custom);
    if (release.has("debugLegacyWarning") && invocation.flags.text("profile") === "legacy") {
      env.stderr(
        '--profile=legacy is deprecated and will be removed in the future. It is recommended to explicitly specify a profile, for example "--profile=general".\n',
      );
    }
    const named = targets.length > 0 || !invocation.flags.has("filename") ? targets : [undefined];
    const looks = { command, custom };
    for (const target of named) await debug(invocation, await findObject(invocation, target), looks);
  },
};

const flags: readonly FlagSpec[] = [
  { name: "arguments-only", type: "bool", usage: "The words behind -- are the container's arguments, not its command." },
  { name: "attach", type: "bool", usage: "Wait for the container to run, then attach to it. Of itself with -i." },
  { name: "container", shorthand: "c", type: "string", usage: "Name of the container." },
  {
    name: "custom",
    type: "string",
    feature: "debugCustomProfile",
    usage: "File with a part of the container's spec, laid over the profile's.",
  },
  { name: "copy-to", type: "string", usage: "Name of a copy of the pod to make." },
  { name: "env", type: "stringToString", usage: "Environment variables of the container." },
  { name: "filename", shorthand: "f", type: "stringSlice", feature: "debugFilename", usage: "Files that name what to look into." },
  ...keepFlags,
  { name: "image-pull-policy", type: "string", usage: "When to pull the image; the server's default when absent." },
  { name: "profile", type: "string", default: "legacy", feature: "debugProfiles", usage: "What the container may do." },
  { name: "quiet", shorthand: "q", type: "bool", usage: "Print no notes." },
  { name: "replace", type: "bool", usage: "Delete the pod that was copied." },
  { name: "same-node", type: "bool", usage: "Put the copy onto the pod's node." },
  { name: "set-image", type: "stringToString", usage: "Other images for containers of the copy, as name=image." },
  { name: "share-processes", type: "bool", default: true, usage: "Containers of the copy see each other's processes." },
  { name: "stdin", shorthand: "i", type: "bool", usage: "Keep standard input open." },
  { name: "target", type: "string", usage: "Container whose processes to see." },
  { name: "tty", shorthand: "t", type: "bool", usage: "Give the container a terminal." },
];

function check({ flags: given, release, env }: Invocation, targets: readonly string[], command: readonly string[]): void {
  const image = given.text("image");
  const container = given.text("container");
  if (given.bool("attach") && image === "" && container === "")
    throw new CommandError("you must specify --container or create a new container using --image in order to attach.");
  if (given.text("copy-to") !== "") {
    if (image === "" && given.list("set-image").length === 0 && command.length === 0)
      throw new CommandError("you must specify --image, --set-image or command arguments.");
    if (command.length > 0 && container === "" && image === "")
      throw new CommandError("you must specify an existing container or a new image when specifying args.");
  } else {
    if (given.bool("replace")) throw new CommandError("--replace may only be used with --copy-to.");
    if (given.bool("same-node")) throw new CommandError("--same-node may only be used with --copy-to.");
    if (given.list("set-image").length > 0) throw new CommandError("--set-image may only be used with --copy-to.");
    if (image === "") throw new CommandError("you must specify --image when not using --copy-to.");
  }
  if (image !== "" && !isImageReference(image))
    throw new CommandError(`invalid image name ${JSON.stringify(image)}: invalid reference format`);
  const byFile = release.has("debugFilename");
  if (targets.length === 0 && !(byFile && given.list("filename").length > 0))
    throw new CommandError(`NAME ${byFile ? "or filename " : ""}is required for debug`);
  const policy = given.text("image-pull-policy");
  if (!PULL_POLICIES.includes(policy)) throw new CommandError(`invalid image pull policy: ${policy}`);
  if (given.text("target") !== "" && given.text("copy-to") !== "")
    throw new CommandError("--target is incompatible with --copy-to. Use --share-processes instead.");
  if (given.text("target") !== "" && release.has("debugTargetNote") && !given.bool("quiet"))
    env.stdout(
      `Targeting container ${JSON.stringify(given.text("target"))}. If you don't see processes from this container it may be because the container runtime doesn't support this feature.\n`,
    );
  if (given.bool("tty") && !given.bool("stdin")) throw new CommandError("-i/--stdin is required for containers with -t/--tty=true");
}

/** What a container is to run, and what is laid over it at the end. */
interface Looks {
  readonly command: readonly string[];
  readonly custom: JsonObject | undefined;
}

async function debug(invocation: Invocation, object: KubeObject, looks: Looks): Promise<void> {
  if (object.kind === "Node") await debugNode(invocation, object.metadata.name ?? "", looks);
  else if (object.kind !== "Pod") throw new CommandError(`"${goVersion(object)}, Kind=${object.kind}" not supported by debug`);
  else if (invocation.flags.text("copy-to") !== "") await debugCopy(invocation, object as Pod, looks);
  else await debugInside(invocation, object as Pod, looks);
  const { flags: given } = invocation;
  if (given.bool("attach") || (given.bool("stdin") && !given.changed("attach")))
    throw new PlainError("error: k8sim does not emulate attaching to a container that kubectl debug made\n");
}

/** `apps/v1`; the core group shows as nothing before its slash. */
function goVersion({ apiVersion }: KubeObject): string {
  return apiVersion.includes("/") ? apiVersion : `/${apiVersion}`;
}

/** What all sorts of debug containers have in common. */
function containerOf({ flags: given }: Invocation, name: string, command: readonly string[]): Container {
  const environment = [...readPairs(given.list("env"), "env", false).set].map(([key, value]) => ({ name: key, value }));
  return {
    name,
    ...(given.text("image") === "" ? {} : { image: given.text("image") }),
    ...(given.text("image-pull-policy") === "" ? {} : { imagePullPolicy: given.text("image-pull-policy") as PullPolicy }),
    ...(environment.length === 0 ? {} : { env: environment }),
    ...(command.length === 0 ? {} : { [given.bool("arguments-only") ? "args" : "command"]: [...command] }),
    ...(given.bool("stdin") ? { stdin: true } : {}),
    ...(given.bool("tty") ? { tty: true } : {}),
    terminationMessagePolicy: "File",
  };
}

function containerName({ env, flags: given }: Invocation, pod: Pod): string {
  if (given.text("container") !== "") return given.text("container");
  const name = `debugger-${randomSuffix(env, pod.metadata.uid ?? "")}`;
  if (!given.bool("quiet")) env.stdout(`Defaulting debug container name to ${name}.\n`);
  return name;
}

async function debugNode(invocation: Invocation, node: string, { command, custom }: Looks): Promise<void> {
  const { env, flags: given, factory, release } = invocation;
  const container = given.text("container") || "debugger";
  const name = `node-debugger-${node}-${randomSuffix(env, node)}`;
  if (!given.bool("quiet")) env.stdout(`Creating debugging pod ${name} with container ${container} on node ${node}.\n`);
  const { namespace } = await factory.namespace();
  const own = containerOf(invocation, container, command);
  const spec = {
    containers: [own],
    nodeName: node,
    restartPolicy: "Never",
    ...(release.has("debugNodeTolerates") ? { tolerations: [{ operator: "Exists" }] } : {}),
  } as PodSpec;
  const metadata = { name };
  applyProfile(invocation, { style: "node", metadata, spec, container: own }, custom);
  const client = await factory.client();
  await client.create({ ...PODS, namespace }, { apiVersion: "v1", kind: "Pod", metadata, spec });
}

async function debugCopy(invocation: Invocation, pod: Pod, { command, custom }: Looks): Promise<void> {
  const { flags: given, factory, release } = invocation;
  const { namespace = "", name = "", annotations, labels } = pod.metadata;
  const { ephemeralContainers: _, nodeName, ...rest } = deepClone(pod.spec);
  const images = new Map(readPairs(given.list("set-image"), "set-image", false).set);
  const spec: PodSpec = { ...rest };
  for (const each of spec.containers) each.image = images.get(each.name) ?? images.get("*") ?? each.image ?? "";
  if (given.bool("same-node") && nodeName) spec.nodeName = nodeName;
  if (given.changed("share-processes")) spec.shareProcessNamespace = given.bool("share-processes");
  const metadata = {
    name: given.text("copy-to"),
    namespace,
    ...(annotations ? { annotations } : {}),
    ...(labels && release.has("debugKeepFlags") ? { labels } : {}),
  };
  const container = copyContainer(invocation, pod, spec, { images: images.size, command });
  if (container !== undefined) applyProfile(invocation, { style: "copy", metadata, spec, container }, custom);
  const client = await factory.client();
  await client.create({ ...PODS, namespace }, { apiVersion: "v1", kind: "Pod", metadata, spec });
  if (given.bool("replace")) await client.delete({ ...PODS, namespace }, name, { gracePeriodSeconds: 0 });
}

/** The container of the copy to look with: a known one changed, or a new one; none when only images change. Throws CommandError. */
function copyContainer(
  invocation: Invocation,
  pod: Pod,
  spec: PodSpec,
  wanted: { images: number; command: readonly string[] },
): Container | undefined {
  const { flags: given } = invocation;
  const known = spec.containers.find((each) => each.name === given.text("container"));
  if (known !== undefined) {
    const { terminationMessagePolicy: _, ...changes } = containerOf(invocation, known.name, wanted.command);
    if (wanted.command.length > 0 && !given.bool("arguments-only")) delete known.args;
    return Object.assign(known, changes, { stdin: given.bool("stdin"), tty: given.bool("tty") });
  }
  if (given.text("image") === "") {
    if (wanted.images > 0) return undefined;
    throw new CommandError("you must specify image when creating new container");
  }
  const container = containerOf(invocation, containerName(invocation, pod), wanted.command);
  spec.containers.push(container);
  return container;
}

/** An ephemeral container: older clients send an object of its own kind for it, later ones a patch of the pod. */
async function debugInside(invocation: Invocation, pod: Pod, { command, custom }: Looks): Promise<void> {
  const { flags: given, factory, release } = invocation;
  const { namespace = "", name = "" } = pod.metadata;
  const client = await factory.client();
  const place = { ...PODS, namespace };
  const path = `/api/v1/namespaces/${namespace}/pods/${name}/ephemeralcontainers`;
  if (release.has("debugEphemeralKind")) await client.path(path).catch(refuseWithoutSubresource);
  const target = given.text("target") === "" ? {} : { targetContainerName: given.text("target") };
  const container = { ...containerOf(invocation, containerName(invocation, pod), command), ...target };
  applyProfile(invocation, { style: "ephemeral", metadata: pod.metadata, spec: pod.spec, container }, custom);
  if (release.has("debugEphemeralKind")) {
    const list = { apiVersion: "v1", kind: "EphemeralContainers", metadata: { name, namespace }, ephemeralContainers: [container] };
    await client.update(place, list, { subresource: "ephemeralcontainers" }).catch((error: Error) => {
      throw new CommandError(`error updating ephemeral containers: ${error.message}`);
    });
    return;
  }
  if (containerNames(pod).ephemeral.includes(container.name))
    throw new CommandError(`ephemeral container ${container.name} exists already`);
  const after = { ...pod, spec: { ...pod.spec, ephemeralContainers: [...(pod.spec.ephemeralContainers ?? []), container] } };
  const patch = strategicPatch(invocation, { ...pod, apiVersion: "v1", kind: "Pod" }, { ...after, apiVersion: "v1", kind: "Pod" });
  await client.patch(place, name, "strategic", patch, { subresource: "ephemeralcontainers" }).catch(refuseWithoutSubresource);
}

function refuseWithoutSubresource(error: Error): never {
  if (!isReason(error, "NotFound")) throw error;
  const why = "the server could not find the requested resource";
  throw new CommandError(`ephemeral containers are disabled for this cluster (error from server: ${JSON.stringify(why)}).`);
}
