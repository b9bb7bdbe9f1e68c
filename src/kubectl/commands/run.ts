import type { KubeObject } from "../../machinery/object.ts";
import type { Command, Invocation } from "../command.ts";
import { checkRunningTimeout } from "../containers/pods.ts";
import { deleteResources } from "../delete/delete-resources.ts";
import { readCascade } from "../delete/flags.ts";
import { type DryRun, readDryRun, withDryRun } from "../dry-run.ts";
import { CommandError, UsageError } from "../errors.ts";
import { recorded, saveConfiguration } from "../objects/annotations.ts";
import { overridden } from "../objects/overrides.ts";
import { typedObject } from "../objects/typed.ts";
import { resultPrinter } from "../print/object-printer.ts";
import { findResources } from "../resources/builder.ts";
import { runFlags } from "../run/flags.ts";
import { isImageReference } from "../run/image-reference.ts";
import { generatePod } from "../run/pod.ts";
import { generateService, parseLabelSpec } from "../service-generator.ts";
import { managerOption } from "../flags/manager-option.ts";

/** `kubectl run` */
// kubectl/pkg/cmd/run/run.go
export const runCommand: Command = {
  use: () =>
    'run NAME --image=image [--env="key=value"] [--port=port] [--dry-run=server|client] [--overrides=inline-json] [--command] -- [COMMAND] [args...]',
  long: "Start a pod with one container of the given image.",
  examples: "kubectl run web --image=nginx\nkubectl run -i -t --rm shell --image=busybox --restart=Never -- sh",
  flags: runFlags,
  run: runRun,
};

/** What a run works with besides its flags. */
interface RunPlan {
  readonly invocation: Invocation;
  readonly dryRun: DryRun;
  readonly namespace: string;
  readonly explicitNamespace: boolean;
}

async function runRun(invocation: Invocation): Promise<number> {
  const { env, flags, factory } = invocation;
  const dryRun = readDryRun(env, flags);
  const print = await resultPrinter(env, flags);
  const propagationPolicy = readCascade(invocation);
  const { namespace, explicit } = await factory.namespace();
  const restartPolicy = validate(invocation, dryRun);
  const plan: RunPlan = { invocation, dryRun, namespace, explicitNamespace: explicit };
  const overrideType = flags.has("override-type") ? flags.text("override-type") : "merge";
  const pod = await create(plan, overridden(invocation.release, generatePod(invocation), flags.text("overrides"), overrideType));
  const made = [pod];
  if (flags.bool("expose")) {
    const service = await create(plan, overridden(invocation.release, serviceFor(invocation), serviceOverrides(invocation), "merge"));
    made.push(service);
    print(service, withDryRun("created", dryRun), { typed: true });
    // The YAML printer sets documents apart as well: there are two lines of dashes.
    if (flags.text("output") === "yaml") env.stdout("---\n");
  }
  if (!isAttached(invocation)) {
    print(pod, withDryRun("created", dryRun), { typed: true });
    return 0;
  }
  const { attachToPod } = await import("../run/attach.ts");
  try {
    return await attachToPod(invocation, pod, restartPolicy);
  } finally {
    if (flags.bool("rm")) for (const object of made) await remove(invocation, object, propagationPolicy);
  }
}

function isAttached({ flags }: Invocation): boolean {
  return flags.changed("attach") ? flags.bool("attach") : flags.bool("stdin");
}

/** Checks the flags in kubectl's order; gives the restart policy. */
function validate(invocation: Invocation, dryRun: DryRun): string {
  const { flags, args, lengthAtDash } = invocation;
  if (args.length === 0 || lengthAtDash === 0) throw new UsageError("NAME is required for run");
  const image = flags.text("image");
  if (image === "") throw new CommandError("--image is required");
  if (!isImageReference(image)) throw new CommandError(`Invalid image name ${JSON.stringify(image)}: invalid reference format`);
  if (flags.bool("tty") && !flags.bool("stdin")) throw new UsageError("-i/--stdin is required for containers with -t/--tty=true");
  if (flags.bool("expose") && flags.text("port") === "") throw new UsageError("--port must be set when exposing a service");
  const restart = flags.text("restart");
  if (!["", "Always", "OnFailure", "Never"].includes(restart)) throw new UsageError(`invalid restart policy: ${restart}`);
  if (flags.bool("rm") && !isAttached(invocation)) throw new UsageError("--rm should only be used for attached containers");
  if (isAttached(invocation) && dryRun !== "none") {
    throw new UsageError("--dry-run=[server|client] can't be used with attached containers options (--attach, --stdin, or --tty)");
  }
  const pull = flags.text("image-pull-policy");
  if (!["", "Always", "IfNotPresent", "Never"].includes(pull)) throw new UsageError(`invalid image pull policy: ${pull}`);
  checkRunningTimeout(invocation);
  if (restart !== "") return restart;
  return flags.bool("stdin") ? "OnFailure" : "Always";
}

function serviceFor({ flags, args }: Invocation): KubeObject {
  const name = args[0] ?? "";
  const labels = flags.text("labels");
  return generateService({
    name,
    selector: parseLabelSpec(labels === "" ? `run=${name}` : labels),
    labels: labels === "" ? {} : parseLabelSpec(labels),
    ports: flags.text("port"),
    portName: "",
    protocol: "",
    protocols: new Map(),
    targetPort: "",
    type: "",
    externalIp: "",
    loadBalancerIp: "",
    sessionAffinity: "",
    clusterIp: "",
  });
}

function serviceOverrides({ flags }: Invocation): string {
  return flags.has("service-overrides") ? flags.text("service-overrides") : "";
}

async function create({ invocation, dryRun, namespace, explicitNamespace }: RunPlan, object: KubeObject): Promise<KubeObject> {
  const { release, flags, factory } = invocation;
  const typed = recorded(invocation, typedObject(release, object));
  if (dryRun === "client") {
    return typedObject(release, explicitNamespace ? { ...typed, metadata: { ...typed.metadata, namespace } } : typed);
  }
  const saved = saveConfiguration(typed, flags.bool("save-config"), { typed: true });
  const ref = { group: "", version: "v1", resource: object.kind === "Pod" ? "pods" : "services", namespace };
  const client = await factory.client();
  return typedObject(
    release,
    await client.create(ref, saved, { ...managerOption(invocation), ...(dryRun === "server" ? { dryRun: true } : {}) }),
  );
}

async function remove(
  invocation: Invocation,
  object: KubeObject,
  propagationPolicy: "Background" | "Foreground" | "Orphan",
): Promise<void> {
  const { namespace = "", name = "" } = object.metadata;
  const query = { args: [`${object.kind.toLowerCase()}s`, name], namespace, continueOnError: true, flatten: true, requireObject: false };
  const result = await findResources(invocation.factory, query);
  const quiet = invocation.flags.bool("quiet");
  const rest = {
    gracePeriod: -1,
    ignoreNotFound: true,
    dryRun: "none",
    waits: false,
    timeoutMs: 0,
    nameOnly: false,
    quiet,
    warnClusterScope: false,
  } as const;
  await deleteResources(invocation, result, { propagationPolicy, ...rest });
}
