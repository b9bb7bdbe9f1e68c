import { deepEqual } from "../../../base/deep.ts";
import type { JsonObject } from "../../../base/json.ts";
import { type KubeObject, splitApiVersion } from "../../../machinery/object.ts";
import { patchSchema } from "../../../machinery/patch/patch-schema.ts";
import { createTwoWayMergePatch } from "../../../machinery/patch/strategic-diff.ts";
import { loadSchema } from "../../../machinery/schema/schema.ts";
import type { Invocation } from "../../command.ts";
import { type DryRun, withDryRun } from "../../dry-run.ts";
import { CommandError, FailureList } from "../../errors.ts";
import { allFlag, dryRunFlag, fieldManagerFlag, filenameFlags, printFlags } from "../../flags/common.ts";
import type { FlagSpec } from "../../flags/spec.ts";
import { typedObject } from "../../objects/typed.ts";
import { resultPrinter } from "../../print/object-printer.ts";
import { findResources } from "../../resources/builder.ts";
import { infoRef, objectOf, type ResourceInfo } from "../../resources/info.ts";
import { queryOf } from "../../resources/query.ts";

/** The flags that all set commands share. */
export const setFlags: readonly FlagSpec[] = [
  allFlag,
  dryRunFlag,
  fieldManagerFlag("kubectl-set"),
  ...filenameFlags("Files that name the objects to change."),
  { name: "local", type: "bool", usage: "Do not ask the server; change what the files say." },
  ...printFlags(),
];

const LOCAL_RESOURCES = `you must specify resources by --filename when --local is set.
Example resource specifications include:
   '-f rsrc.yaml'
   '--filename=rsrc.json'`;

/** The objects to change. `refusesLocalNames`: names on the command line do not go with --local. */
export async function findTargets(
  invocation: Invocation,
  resources: readonly string[],
  refusesLocalNames: boolean,
): Promise<ResourceInfo[]> {
  const { flags, factory } = invocation;
  const local = flags.bool("local");
  if (local && refusesLocalNames && resources.length > 0) throw new CommandError(LOCAL_RESOURCES);
  const whole = await queryOf(invocation, local ? [] : resources);
  const selector = local ? { labelSelector: "" } : {};
  const query = {
    ...whole,
    ...selector,
    selectAll: false,
    allowEmptySelector: flags.bool("all"),
    flatten: true,
    continueOnError: true,
    latest: !local,
    local,
    typed: true,
  };
  return (await findResources(factory, query)).infos();
}

/** Throws CommandError for --local together with --dry-run=server. */
export function refuseLocalServerDryRun(invocation: Invocation, dryRun: DryRun): void {
  if (!invocation.flags.bool("local") || dryRun !== "server") return;
  throw new CommandError("cannot specify --local and --dry-run=server - did you mean --dry-run=client?");
}

/** One set command's change. */
export interface SetChange {
  /** The changed object, or undefined for one that stays out. Throws CommandError, told as `error: deployments/x MESSAGE`. */
  change(object: KubeObject, info: ResourceInfo): KubeObject | undefined | Promise<KubeObject | undefined>;
  /** `image updated` */
  readonly operation: string;
  /** What stands before the server's refusal. */
  readonly patchFailed: string;
  /** Send even a patch without content. */
  readonly sendsEmptyPatch?: boolean;
  /** Called after an object was patched, before it is printed. */
  afterPatch?(): void;
}

/** Changes every object and prints those that changed. Failures that `change` collects itself go into `failures`. */
// kubectl/pkg/cmd/set/helper.go CalculatePatches, and the Run functions beside it
export async function changeAll(
  invocation: Invocation,
  infos: readonly ResourceInfo[],
  dryRun: DryRun,
  plan: SetChange,
  failures: Error[] = [],
): Promise<void> {
  const { flags, env, release } = invocation;
  const print = await resultPrinter(env, flags);
  const show = (object: KubeObject): void => print(typedObject(release, object), withDryRun(plan.operation, dryRun), { typed: true });
  for (const info of infos) {
    const before = objectOf(info);
    try {
      const after = await plan.change(before, info);
      if (after === undefined || (plan.sendsEmptyPatch !== true && deepEqual(before, after))) continue;
      if (flags.bool("local") || dryRun === "client") show(after);
      else {
        const patched = await send(invocation, info, before, after, dryRun, plan.patchFailed);
        plan.afterPatch?.();
        show(patched);
      }
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new FailureList(failures);
}

/** A refusal of `change`: `error: deployments/x MESSAGE`, and an empty line behind it as kubectl has it. */
export function refusalOf(info: ResourceInfo, message: string): CommandError {
  return new CommandError(`error: ${info.mapping.resource}/${info.name} ${message}\n`);
}

async function send(
  invocation: Invocation,
  info: ResourceInfo,
  before: KubeObject,
  after: KubeObject,
  dryRun: DryRun,
  failed: string,
): Promise<KubeObject> {
  const { flags, factory } = invocation;
  const client = await factory.client();
  const options = {
    ...(dryRun === "server" ? { dryRun: true } : {}),
    ...(flags.has("field-manager") ? { fieldManager: flags.text("field-manager") } : {}),
  };
  try {
    return await client.patch(infoRef(info), info.name, "strategic", strategicPatch(invocation, before, after), options);
  } catch (error) {
    if (failed === "") throw error;
    throw new CommandError(`${failed} ${(error as Error).message}`);
  }
}

/** The strategic merge patch between two forms of an object, by the types that kubectl has compiled in. */
export function strategicPatch({ release }: Invocation, before: KubeObject, after: KubeObject): JsonObject {
  const schema = loadSchema(release.minor);
  const { group, version } = splitApiVersion(before.apiVersion);
  const types = patchSchema(schema, schema.kindDefinition(group, version, before.kind));
  return createTwoWayMergePatch(before as unknown as JsonObject, after as unknown as JsonObject, types);
}
