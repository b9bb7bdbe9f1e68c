import { ConnectionError } from "../../../machinery/client.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import { splitApiVersion } from "../../../machinery/object.ts";
import { loadSchema } from "../../../machinery/schema/schema.ts";
import { StatusError } from "../../../machinery/status.ts";
import type { FeatureName, Release } from "../../../release/release.ts";
import type { Invocation } from "../../command.ts";
import { type DryRun, readDryRun, withDryRun } from "../../dry-run.ts";
import { CommandError, unreachable, UsageError } from "../../errors.ts";
import { dryRunFlag, fieldManagerFlag, printFlags, saveConfigFlag, validateFlag } from "../../flags/common.ts";
import { managerOption } from "../../flags/manager-option.ts";
import type { FlagSpec } from "../../flags/spec.ts";
import { saveConfiguration } from "../../objects/annotations.ts";
import { directiveOf } from "../../validation/directive.ts";
import { typedObject } from "../../objects/typed.ts";
import { resultPrinter } from "../../print/object-printer.ts";

/** The flags of every command that makes an object out of words, and its own. */
export function generatedFlags(release: Release, own: readonly FlagSpec[]): readonly FlagSpec[] {
  const shared = [...printFlags(), saveConfigFlag, validateFlag(release), dryRunFlag, fieldManagerFlag("kubectl-create"), generatorFlag];
  return [...shared, ...own];
}

const generatorFlag: FlagSpec = {
  name: "generator",
  type: "string",
  feature: "generatorFlags",
  deprecated: "has no effect and will be removed in the future.",
  usage: "No longer used.",
};

/** `--append-hash` */
export const appendHashFlag: FlagSpec = { name: "append-hash", type: "bool", usage: "Put a hash of the content behind the name." };

/** The one NAME of a create command; words behind `--` do not count. Throws UsageError. */
// kubectl/pkg/cmd/create/create.go NameFromCommandArgs
export function nameArgument({ args, lengthAtDash }: Invocation): string {
  const count = lengthAtDash === -1 ? args.length : lengthAtDash;
  if (count !== 1) throw new UsageError(`exactly one NAME is required, got ${count}`);
  return args[0] as string;
}

/** What a create command knows before it makes its object. */
export interface CreatePlan {
  readonly invocation: Invocation;
  readonly name: string;
  readonly dryRun: DryRun;
  readonly namespace: string;
  /** --namespace was given: the object names its namespace itself. */
  readonly explicitNamespace: boolean;
  readonly print: Awaited<ReturnType<typeof resultPrinter>>;
}

/** How a finished object is sent. */
export interface SendOptions {
  /** Stands in front of refusals: `failed to create deployment: `. */
  readonly failure?: string;
  /** From this release on refusals get that; before, they are shown as the API server's own. */
  readonly failureSince?: FeatureName;
  /** What came back is printed with sorted keys, as an object without a compiled-in type. */
  readonly untyped?: boolean;
}

/** Reads name, namespace, dry run and output format, in kubectl's order. */
export async function planCreate(invocation: Invocation): Promise<CreatePlan> {
  const name = nameArgument(invocation);
  const { factory, env, flags } = invocation;
  await factory.connection();
  const { namespace, explicit } = await factory.namespace();
  const dryRun = readDryRun(env, flags);
  if (invocation.release.has("serverFieldValidation")) directiveOf(flags.text("validate"));
  return { invocation, name, dryRun, namespace, explicitNamespace: explicit, print: await resultPrinter(env, flags) };
}

/** Metadata of a new object: its name, and its namespace when --namespace named it. */
export function namedMetadata(plan: CreatePlan, more: KubeObject["metadata"] = {}): KubeObject["metadata"] {
  return { name: plan.name, ...(plan.explicitNamespace ? { namespace: plan.namespace } : {}), ...more };
}

/** Sends an object (or only pretends to) and prints what came of it. */
export async function sendCreated(plan: CreatePlan, object: KubeObject, options: SendOptions = {}): Promise<void> {
  const { invocation, dryRun } = plan;
  const { release, flags } = invocation;
  const typed = saveConfiguration(typedObject(release, object), flags.bool("save-config"), { typed: true });
  if (dryRun === "client") {
    plan.print(typed, withDryRun("created", dryRun), { typed: true });
    return;
  }
  const created = await post(plan, typed).catch((error: unknown) => fail(release, error, options));
  if (options.untyped === true) plan.print(created, withDryRun("created", dryRun));
  else plan.print(typedObject(release, created), withDryRun("created", dryRun), { typed: true });
}

async function post({ invocation, dryRun, namespace }: CreatePlan, object: KubeObject): Promise<KubeObject> {
  const { group, version } = splitApiVersion(object.apiVersion);
  const kind = loadSchema(invocation.release.minor).kind(group, version, object.kind);
  if (kind === undefined) throw new CommandError(`no kind "${object.kind}" is registered for version "${object.apiVersion}"`);
  const client = await invocation.factory.client();
  const ref = { group, version, resource: kind.plural, namespace: kind.namespaced ? namespace : "" };
  return client.create(ref, object, { ...managerOption(invocation), ...(dryRun === "server" ? { dryRun: true } : {}) });
}

function fail(release: Release, error: unknown, { failure, failureSince }: SendOptions): never {
  if (failure === undefined || (failureSince !== undefined && !release.has(failureSince))) throw error;
  if (error instanceof ConnectionError) throw new CommandError(`${failure}${unreachable("Post", error)}`);
  if (!(error instanceof StatusError)) throw error;
  throw new CommandError(`${failure}${error.message}`);
}
