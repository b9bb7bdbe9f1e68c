import { creatable } from "../objects/creatable.ts";
import { type Deletion, deleteResources } from "../delete/delete-resources.ts";
import { deletionFlags, readCascade } from "../delete/flags.ts";
import type { Command, Invocation } from "../command.ts";
import { type DryRun, readDryRun, withDryRun } from "../dry-run.ts";
import { CommandError, withSource } from "../errors.ts";
import { dryRunFlag, fieldManagerFlag, filenameFlags, printFlags, saveConfigFlag, validateFlag } from "../flags/common.ts";
import { saveConfiguration } from "../objects/annotations.ts";
import { subresourceOf } from "../flags/subresource.ts";
import { resultPrinter } from "../print/object-printer.ts";
import { findResources, type ResourceQuery } from "../resources/builder.ts";
import { infoRef, objectOf, type ResourceInfo } from "../resources/info.ts";
import { queryOf } from "../resources/query.ts";
import type { AsyncClient } from "../../machinery/client.ts";
import type { KubeObject } from "../../machinery/object.ts";
import { isReason } from "../../machinery/status.ts";
import { validationOf } from "../validation/validator.ts";
import { managerOption } from "../flags/manager-option.ts";
import { checkRaw, sendRaw } from "./raw.ts";

const PATIENCE_MS = 5 * 60 * 1000;
const POLL_MS = 1000;

/** `kubectl replace` */
// kubectl/pkg/cmd/replace/replace.go
export const replaceCommand: Command = {
  use: () => "replace -f FILENAME",
  long: "Put what a file describes in the place of the object of that name. With --force the old object is deleted first.",
  examples: "kubectl replace -f pod.yaml\nkubectl replace --force -f pod.yaml",
  flags: (release) => [
    ...printFlags(),
    ...filenameFlags("Files with what to put in place."),
    ...deletionFlags(release, false),
    validateFlag(release),
    saveConfigFlag,
    dryRunFlag,
    { name: "raw", type: "string", usage: "URI to PUT the file to, as it is." },
    { name: "subresource", type: "string", feature: "patchSubresource", usage: "Replace this subresource: status or scale." },
    fieldManagerFlag("kubectl-replace"),
  ],
  run: runReplace,
};

/** What the two ways to replace share. */
interface ReplacePlan {
  readonly invocation: Invocation;
  readonly dryRun: DryRun;
  readonly query: ResourceQuery;
  readonly fieldValidation: { fieldValidation?: string };
  readonly print: Awaited<ReturnType<typeof resultPrinter>>;
}

async function runReplace(invocation: Invocation): Promise<void> {
  const { env, flags, factory } = invocation;
  const dryRun = readDryRun(env, flags);
  const print = await resultPrinter(env, flags);
  const propagationPolicy = readCascade(invocation);
  if (flags.list("filename").length === 0 && flags.text("kustomize") === "") throw new CommandError("must specify one of -f and -k");
  const { check, fieldValidation } = await validationOf(invocation);
  const query = { ...(await queryOf(invocation, [])), continueOnError: true, flatten: true, ...(check === undefined ? {} : { check }) };
  const zero = flags.number("grace-period") === 0;
  const gracePeriod = zero ? 1 : flags.number("grace-period");
  validate(invocation, gracePeriod, dryRun);
  if (flags.text("raw") !== "") return sendRaw(invocation, "PUT");
  const plan: ReplacePlan = { invocation, dryRun, query, print, fieldValidation: fieldValidation === undefined ? {} : { fieldValidation } };
  if (!flags.bool("force")) {
    await (await findResources(factory, query)).visit((info) => replaceOne(plan, info));
    return;
  }
  const deletion: Deletion = {
    propagationPolicy,
    gracePeriod,
    ignoreNotFound: true,
    dryRun: "none",
    waits: flags.bool("wait") || zero,
    timeoutMs: flags.number("timeout"),
    nameOnly: flags.text("output") === "name",
    quiet: false,
    warnClusterScope: false,
  };
  await withKeptInput(plan, (kept) => replaceByForce(kept, deletion));
}

/** The standard input is needed more than once, so that it waits in a file meanwhile. */
async function withKeptInput(plan: ReplacePlan, work: (kept: ReplacePlan) => Promise<void>): Promise<void> {
  const { query, invocation } = plan;
  const { env } = invocation;
  const { files } = query;
  if (files === undefined || !files.filenames.includes("-")) return work(plan);
  const directory = env.files.temporaryDirectory("kubectl_replace_");
  const path = `${directory}/resource.stdin`;
  try {
    env.files.write(path, env.stdin());
    const filenames = files.filenames.map((name) => (name === "-" ? path : name));
    await work({ ...plan, query: { ...query, files: { ...files, filenames } } });
  } finally {
    env.files.remove(directory);
  }
}

function validate(invocation: Invocation, gracePeriod: number, dryRun: DryRun): void {
  const { flags, release } = invocation;
  const force = flags.bool("force");
  if (gracePeriod >= 0 && !force) throw new CommandError("--grace-period must have --force specified");
  if (flags.number("timeout") !== 0 && !force) throw new CommandError("--timeout must have --force specified");
  if (force && dryRun !== "none" && release.has("replaceRefusesForceDryRun"))
    throw new CommandError("--dry-run can not be used when --force is set");
  subresourceOf(invocation);
  if (flags.text("raw") !== "") checkRaw(invocation, []);
}

async function replaceOne({ invocation, dryRun, fieldValidation, print }: ReplacePlan, info: ResourceInfo): Promise<void> {
  const { flags, factory } = invocation;
  const object = saveConfiguration(objectOf(info), flags.bool("save-config"));
  if (dryRun === "client") {
    print(object, withDryRun("replaced", dryRun));
    return;
  }
  if (info.name === "") throw withSource("replacing", info.source, new CommandError("resource name may not be empty"));
  const subresource = subresourceOf(invocation);
  const options = {
    ...managerOption(invocation),
    ...fieldValidation,
    ...(dryRun === "server" ? { dryRun: true } : {}),
    ...(subresource === "" ? {} : { subresource }),
  };
  if (info.name === "") throw withSource("replacing", info.source, new CommandError("resource name may not be empty"));
  const client = await factory.client();
  const replaced = await client.update(infoRef(info), await versioned(client, info, object), options).catch((error: unknown) => {
    throw withSource("replacing", info.source, error as Error);
  });
  print(replaced, withDryRun("replaced", dryRun));
}

/** An object without a resource version takes that of the live one, since some types are not replaced without. */
// cli-runtime/pkg/resource/helper.go Replace
async function versioned(client: AsyncClient, info: ResourceInfo, object: KubeObject): Promise<KubeObject> {
  if ((object.metadata.resourceVersion ?? "") !== "") return object;
  const live = await client.get(infoRef(info), info.name).catch(() => undefined);
  const resourceVersion = live?.metadata.resourceVersion;
  return resourceVersion === undefined ? object : { ...object, metadata: { ...object.metadata, resourceVersion } };
}

/** Deletes the old objects, waits until they are gone and makes the new ones. */
async function replaceByForce(plan: ReplacePlan, deletion: Deletion): Promise<void> {
  const { invocation, query, fieldValidation, print, dryRun } = plan;
  const { factory, flags } = invocation;
  const { check: _check, ...unchecked } = query;
  const old = { ...unchecked, requireObject: false };
  await deleteResources(invocation, await findResources(factory, old), deletion);
  await (await findResources(factory, old)).visit((info) => waitUntilGone(invocation, info, flags.number("timeout") || PATIENCE_MS));
  const client = await factory.client();
  let count = 0;
  await (
    await findResources(factory, query)
  ).visit(async (info) => {
    const object = saveConfiguration(objectOf(info), flags.bool("save-config"));
    const created = await client.create(infoRef(info), creatable(object), { ...managerOption(invocation), ...fieldValidation });
    count++;
    print(created, withDryRun("replaced", dryRun));
  });
  if (count === 0) throw new CommandError("no objects passed to replace");
}

async function waitUntilGone({ env, factory }: Invocation, info: ResourceInfo, timeoutMs: number): Promise<void> {
  const client = await factory.client();
  for (let waited = 0; ; waited += POLL_MS) {
    const gone = await client.get(infoRef(info), info.name).then(
      () => false,
      (error: unknown) => {
        if (isReason(error, "NotFound")) return true;
        throw error;
      },
    );
    if (gone) return;
    if (waited >= timeoutMs) throw new CommandError("timed out waiting for the condition");
    await env.sleep(POLL_MS);
  }
}
