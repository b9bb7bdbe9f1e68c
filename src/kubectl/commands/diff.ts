import { eachPrunable, readPruneTypes, type Visited } from "../apply/prune.ts";
import { formatYaml } from "../../base/yaml-out.ts";
import { goValueV } from "../../base/go-format.ts";
import type { AsyncClient } from "../../machinery/client.ts";
import type { KubeObject } from "../../machinery/object.ts";
import { isReason } from "../../machinery/status.ts";
import { applyManagerFlag, serverSideFlags } from "../apply/flags.ts";
import { isConflict, warnIfDeleting } from "../apply/session.ts";
import { threeWayPatch } from "../apply/three-way.ts";
import type { Command, Invocation } from "../command.ts";
import { CommandError, PlainError, renderError, UsageError } from "../errors.ts";
import { filenameFlags, selectorFlag, showManagedFieldsFlag } from "../flags/common.ts";
import { klogLine } from "../klog.ts";
import { configurationOf, lastAppliedOf } from "../objects/annotations.ts";
import { findResources } from "../resources/builder.ts";
import { infoRef, objectOf, type ResourceInfo } from "../resources/info.ts";
import { queryOf } from "../resources/query.ts";
import type { JsonObject } from "../../base/json.ts";

const TRIES = 4;
const EXIT_TROUBLE = 2;

/** `kubectl diff`. Exit code 0 means no difference, 1 some, 2 trouble. */
// kubectl/pkg/cmd/diff/diff.go
export const diffCommand: Command = {
  use: () => "diff -f FILENAME",
  long: "Show what kubectl apply would change: the live objects against what they would become. KUBECTL_EXTERNAL_DIFF names another program than diff -u -N.",
  examples: "kubectl diff -f web.yaml\ncat web.yaml | kubectl diff -f -",
  flags: (release) => [
    selectorFlag,
    {
      name: "concurrency",
      type: "int",
      default: 1,
      feature: "diffConcurrency",
      usage: "How many objects to ask about at once.",
    },
    { name: "prune", type: "bool", feature: "diffPrune", usage: "Show what apply --prune would delete, too." },
    {
      name: "prune-allowlist",
      type: "stringArray",
      feature: "diffPrune",
      usage: "Types that --prune looks at, as <group/version/kind>.",
    },
    ...filenameFlags("Files with the wanted state"),
    ...serverSideFlags,
    applyManagerFlag(release),
    ...(release.has("diffHidesManagedFields") ? [showManagedFieldsFlag] : []),
  ],
  run: runDiff,
};

async function runDiff(invocation: Invocation): Promise<number> {
  const { release, commandPath } = invocation;
  try {
    return await compare(invocation);
  } catch (error) {
    // Exit code 1 says that there are differences: trouble is 2.
    const { text } = renderError(error, commandPath, release);
    throw new PlainError(text, EXIT_TROUBLE);
  }
}

async function compare(invocation: Invocation): Promise<number> {
  const { env, flags, factory, args, release } = invocation;
  if (args.length > 0 && release.has("diffChecksWordsFirst")) throw new UsageError(`Unexpected args: ${goValueV(args)}`);
  if (flags.list("filename").length === 0 && flags.text("kustomize") === "") throw new CommandError("must specify one of -f and -k");
  if (flags.bool("force-conflicts") && !flags.bool("server-side"))
    throw new CommandError("--force-conflicts only works with --server-side");
  if (args.length > 0) throw new UsageError(`Unexpected args: ${goValueV(args)}`);
  const live = env.files.temporaryDirectory("LIVE-");
  const merged = env.files.temporaryDirectory("MERGED-");
  try {
    const result = await findResources(factory, { ...(await queryOf(invocation, [])), flatten: true });
    const visited: Visited = { visitedUids: new Set(), visitedNamespaces: new Set() };
    await result.visit(async (info) => {
      const current = await writeVersions(invocation, info, live, merged);
      visited.visitedUids.add(current?.metadata.uid ?? "");
      if (info.mapping.namespaced) visited.visitedNamespaces.add(info.namespace);
    });
    if (flags.has("prune") && flags.bool("prune")) await writePrunable(invocation, visited, live);
    return runProgram(invocation, live, merged);
  } finally {
    env.files.remove(live);
    env.files.remove(merged);
  }
}

/** What would be pruned stands among the live objects alone. */
async function writePrunable(invocation: Invocation, visited: Visited, live: string): Promise<void> {
  const { env, factory } = invocation;
  await eachPrunable(invocation, await factory.client(), visited, await readPruneTypes(invocation), async ({ group }, object) => {
    const { namespace = "", name = "" } = object.metadata;
    const version = object.apiVersion.split("/").at(-1) ?? "";
    const path = `${live}/${group === "" ? "" : `${group}.`}${version}.${object.kind}.${namespace}.${name}`;
    env.files.write(path, formatYaml(object));
  });
}

/** Writes the live object and what it would become, each into its directory; resolves to the live one. */
async function writeVersions(invocation: Invocation, info: ResourceInfo, live: string, merged: string): Promise<KubeObject | undefined> {
  const { env, factory } = invocation;
  const client = await factory.client();
  const local = objectOf(info);
  const { group, version, kind } = info.mapping;
  const name = `${group === "" ? "" : `${group}.`}${version}.${kind}.${info.namespace}.${info.name}`;
  for (let attempt = 1; ; attempt++) {
    const current = await client.get(infoRef(info), info.name).catch((error: unknown) => {
      if (isReason(error, "NotFound")) return undefined;
      throw error;
    });
    try {
      env.files.write(`${live}/${name}`, current === undefined ? "" : formatYaml(shown(invocation, current)));
      const after = await mergedObject(invocation, client, info, local, current, attempt === TRIES);
      env.files.write(`${merged}/${name}`, formatYaml(shown(invocation, after)));
      if (current !== undefined) warnIfDeleting(invocation, current);
      return current;
    } catch (error) {
      if (!isConflict(error) || attempt === TRIES) throw error;
      if (attempt === TRIES - 1) {
        const what = `${group}/${version}, Kind=${kind}: ${info.name}`;
        env.stderr(klogLine(env, "W", "diff.go:544", `Object (${what}) keeps changing, diffing without lock`));
      }
    }
  }
}

function shown({ flags, release }: Invocation, object: KubeObject): KubeObject {
  if (!release.has("diffHidesManagedFields") || flags.bool("show-managed-fields")) return object;
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}

/** What the server would make of it, by a dry run. Unless `unlocked`, the object must not have changed meanwhile. */
async function mergedObject(
  invocation: Invocation,
  client: AsyncClient,
  info: ResourceInfo,
  local: KubeObject,
  current: KubeObject | undefined,
  unlocked: boolean,
): Promise<KubeObject> {
  const { flags, factory } = invocation;
  const serverSide = flags.bool("server-side");
  const manager = flags.changed("field-manager") || !serverSide ? flags.text("field-manager") : "kubectl";
  const options = { dryRun: true, fieldManager: manager };
  if (serverSide) return client.patch(infoRef(info), info.name, "apply", local, { ...options, force: flags.bool("force-conflicts") });
  if (current === undefined) return client.create(infoRef(info), local, options);
  const modified = JSON.parse(configurationOf(local)) as KubeObject;
  const original = lastAppliedOf(current) ?? "";
  const { type, patch } = await threeWayPatch(factory, info.mapping, modified, current, { original, overwrite: true, openApi: true });
  if (Object.keys(patch).length === 0) return current;
  return client.patch(infoRef(info), info.name, type, unlocked ? patch : locked(patch, current), options);
}

function locked(patch: JsonObject, current: KubeObject): JsonObject {
  const metadata = (patch["metadata"] as JsonObject | undefined) ?? {};
  return { ...patch, metadata: { ...metadata, resourceVersion: current.metadata.resourceVersion ?? "" } };
}

/** Runs the diff program on two directories; resolves to its exit code when that is 0 or 1. */
function runProgram({ env, release }: Invocation, from: string, to: string): number {
  const wanted = env.variable("KUBECTL_EXTERNAL_DIFF") ?? "";
  const words = release.has("diffSplitsCommand") ? wanted.split(" ") : [wanted];
  const program = wanted === "" ? "diff" : (words[0] ?? "");
  const args = wanted === "" ? ["-u", "-N"] : words.slice(1).filter((word) => /^[a-zA-Z0-9-]+$/.test(word));
  const result = env.spawn(program, wanted === "" ? [...args, from, to] : [from, to, ...args], { inherit: true });
  if (result === undefined) throw new CommandError(`failed to run ${JSON.stringify(program)}: executable file not found in $PATH`);
  if (result.status > 1) throw new CommandError(`failed to run ${JSON.stringify(program)}: exit status ${result.status}`);
  return result.status;
}
