import { deepEqual } from "../../base/deep.ts";
import { isJsonObject, type Json, type JsonObject } from "../../base/json.ts";
import type { PatchType } from "../../machinery/api.ts";
import type { WriteOptions } from "../../machinery/client.ts";
import type { KubeObject } from "../../machinery/object.ts";
import { applyJsonPatch } from "../../machinery/patch/json-patch.ts";
import { applyMergePatch } from "../../machinery/patch/merge-patch.ts";
import { patchSchema } from "../../machinery/patch/patch-schema.ts";
import { applyStrategicMergePatch } from "../../machinery/patch/strategic-merge.ts";
import { loadSchema } from "../../machinery/schema/schema.ts";
import { isCompiledIn } from "../apply/three-way.ts";
import type { Command, Invocation } from "../command.ts";
import { type DryRun, readDryRun } from "../dry-run.ts";
import { CommandError } from "../errors.ts";
import { dryRunFlag, fieldManagerFlag, filenameFlags, printFlags, recordFlag } from "../flags/common.ts";
import { changeCausePatch, recordsCause } from "../objects/annotations.ts";
import { subresourceOf } from "../flags/subresource.ts";
import { resultPrinter } from "../print/object-printer.ts";
import { findResources } from "../resources/builder.ts";
import { infoRef, objectOf, type ResourceInfo } from "../resources/info.ts";
import { queryOf } from "../resources/query.ts";
import { managerOption } from "../flags/manager-option.ts";

const TYPES = ["json", "merge", "strategic"] as const;

/** `kubectl patch` */
// kubectl/pkg/cmd/patch/patch.go
export const patchCommand: Command = {
  use: (release) =>
    release.has("patchFile") ? "patch (-f FILENAME | TYPE NAME) [-p PATCH|--patch-file FILE]" : "patch (-f FILENAME | TYPE NAME) -p PATCH",
  long: "Change some fields of an object, by a strategic merge patch, a JSON merge patch or a JSON patch. Patches are JSON or YAML.",
  examples: `kubectl patch deployment web -p '{"spec":{"replicas":3}}'\nkubectl patch pod web --type=json -p='[{"op":"remove","path":"/metadata/labels/a"}]'`,
  flags: (release) => [
    recordFlag(release),
    ...printFlags(),
    { name: "patch", shorthand: "p", type: "string", ...(release.has("patchFile") ? {} : { required: true }), usage: "The patch." },
    { name: "patch-file", type: "string", feature: "patchFile", usage: "File with the patch." },
    { name: "type", type: "string", default: "strategic", usage: `Kind of patch, one of [${TYPES.join(" ")}]` },
    { name: "subresource", type: "string", feature: "patchSubresource", usage: "Patch this subresource: status or scale." },
    dryRunFlag,
    ...filenameFlags("Files with what to patch"),
    { name: "local", type: "bool", usage: "Patch what the file says, not what the server has." },
    fieldManagerFlag("kubectl-patch"),
  ],
  run: runPatch,
};

async function runPatch(invocation: Invocation): Promise<void> {
  const { env, flags, factory, args } = invocation;
  const dryRun = readDryRun(env, flags);
  await factory.namespace();
  const type = validate(invocation, dryRun);
  const patch = await readPatch(invocation);
  const local = flags.bool("local");
  const result = await findResources(factory, { ...(await queryOf(invocation, args)), continueOnError: true, flatten: true, local });
  let count = 0;
  await result.visit(async (info) => {
    count++;
    const before = objectOf(info);
    const after =
      local || dryRun === "client" ? patchedHere(invocation, info, type, patch) : await patchThere(invocation, info, type, patch, dryRun);
    const operation = deepEqual(before, after.first) ? "patched (no change)" : "patched";
    const print = await resultPrinter(env, flags);
    print(after.last, operation);
  });
  if (count === 0) throw new CommandError("no objects passed to patch");
}

function validate(invocation: Invocation, dryRun: DryRun): PatchType {
  const { flags, args } = invocation;
  const file = flags.has("patch-file") ? flags.text("patch-file") : "";
  if (flags.text("patch") !== "" && file !== "") throw new CommandError("cannot specify --patch and --patch-file together");
  if (flags.text("patch") === "" && file === "")
    throw new CommandError("must specify --patch or --patch-file containing the contents of the patch");
  if (flags.bool("local") && args.length > 0) throw new CommandError("cannot specify --local and server resources");
  if (flags.bool("local") && dryRun === "server")
    throw new CommandError("cannot specify --local and --dry-run=server - did you mean --dry-run=client?");
  const word = flags.text("type");
  const type = word === "" ? "strategic" : TYPES.find((each) => each === word.toLowerCase());
  subresourceOf(invocation);
  if (type === undefined) throw new CommandError(`--type must be one of [${TYPES.join(" ")}], not ${JSON.stringify(word)}`);
  return type;
}

/** The patch as a value; a text that only looks like JSON goes to the server as it is. */
async function readPatch({ env, flags }: Invocation): Promise<Json> {
  const file = flags.has("patch-file") ? flags.text("patch-file") : "";
  const text = file === "" ? flags.text("patch") : readPatchFile(env.files.read, file);
  const { parseYaml } = await import("../../base/yaml-in.ts");
  if (text.trimStart().startsWith("{")) {
    try {
      return JSON.parse(text) as Json;
    } catch {
      return text;
    }
  }
  try {
    return parseYaml(text) as Json;
  } catch (error) {
    throw new CommandError(`unable to parse ${JSON.stringify(flags.text("patch"))}: ${(error as Error).message}`);
  }
}

function readPatchFile(read: (path: string) => string, path: string): string {
  try {
    return read(path);
  } catch (error) {
    throw new CommandError(`unable to read patch file: ${(error as Error).message}`);
  }
}

/** The object right after the patch, and as it is in the end. */
interface Patched {
  readonly first: KubeObject;
  readonly last: KubeObject;
}

async function patchThere(invocation: Invocation, info: ResourceInfo, type: PatchType, patch: Json, dryRun: DryRun): Promise<Patched> {
  const { factory } = invocation;
  const client = await factory.client();
  const subresource = subresourceOf(invocation);
  const options: WriteOptions = {
    ...managerOption(invocation),
    ...(dryRun === "server" ? { dryRun: true } : {}),
    ...(subresource === "" ? {} : { subresource }),
  };
  const first = await client.patch(infoRef(info), info.name, type, patch, options);
  if (!recordsCause(invocation)) return { first, last: first };
  return { first, last: await client.patch(infoRef(info), info.name, "merge", changeCausePatch(invocation), options) };
}

// kubectl/pkg/cmd/patch/patch.go getPatchedJSON
function patchedHere({ factory, release }: Invocation, info: ResourceInfo, type: PatchType, patch: Json): Patched {
  const original = objectOf(info) as unknown as JsonObject;
  const { group, version, kind } = info.mapping;
  let after: Json;
  if (type === "json") after = applyJsonPatch(original, (Array.isArray(patch) ? patch : []) as JsonObject[]);
  else if (type === "merge") after = applyMergePatch(original, patch);
  else {
    if (!isCompiledIn(factory, info.mapping)) {
      throw new CommandError(`cannot apply strategic merge patch for ${group}/${version}, Kind=${kind} locally, try --type merge`);
    }
    const schema = loadSchema(release.minor);
    after = applyStrategicMergePatch(
      original,
      isJsonObject(patch) ? patch : {},
      patchSchema(schema, schema.kindDefinition(group, version, kind)),
    );
  }
  const object = after as unknown as KubeObject;
  return { first: object, last: object };
}
