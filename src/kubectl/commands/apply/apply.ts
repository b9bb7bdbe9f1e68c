import { canonicalJson } from "../../../base/canonical-json.ts";
import { goValueV } from "../../../base/go-format.ts";
import { applyClientSide } from "../../apply/client-side.ts";
import { applyFlags } from "../../apply/flags.ts";
import { prune, readPruneTypes } from "../../apply/prune.ts";
import { applyServerSide } from "../../apply/server-side.ts";
import type { ApplySession } from "../../apply/session.ts";
import type { Command, Invocation } from "../../command.ts";
import { readCascade } from "../../delete/flags.ts";
import { type DryRun, readDryRun, withDryRun } from "../../dry-run.ts";
import { CommandError, FailureList, UsageError } from "../../errors.ts";
import { recorded } from "../../objects/annotations.ts";
import { resultPrinter } from "../../print/object-printer.ts";
import { asOne, findResources } from "../../resources/builder.ts";
import { objectOf, type ResourceInfo } from "../../resources/info.ts";
import { queryOf } from "../../resources/query.ts";
import { validationOf } from "../../validation/validator.ts";

/** `kubectl apply` */
// kubectl/pkg/cmd/apply/apply.go
export const applyCommand: Command = {
  use: () => "apply (-f FILENAME | -k DIRECTORY)",
  long: "Bring objects into the state that files describe: what is not there is made, what is there is changed. What was applied is kept in an annotation, so that the next time also shows what to take out.",
  examples: "kubectl apply -f web.yaml\ncat web.yaml | kubectl apply -f -\nkubectl apply --prune -f web.yaml -l app=web",
  flags: applyFlags,
  subcommands: [
    {
      name: "edit-last-applied",
      short: "Edit what was applied last",
      load: () => import("./edit-last-applied.ts").then((module) => module.editLastAppliedCommand),
    },
    {
      name: "set-last-applied",
      short: "Set what was applied last to what a file says",
      load: () => import("./set-last-applied.ts").then((module) => module.setLastAppliedCommand),
    },
    {
      name: "view-last-applied",
      short: "Show what was applied last",
      load: () => import("./view-last-applied.ts").then((module) => module.viewLastAppliedCommand),
    },
  ],
  run: runApply,
};

async function runApply(invocation: Invocation): Promise<void> {
  const { env, flags, factory, args, release } = invocation;
  if (args.length > 0 && release.has("applyChecksWordsFirst")) throw new UsageError(`Unexpected args: ${goValueV(args)}`);
  const dryRun = readDryRun(env, flags);
  const serverSide = flags.bool("server-side");
  checkServerSide(invocation, dryRun);
  const propagationPolicy = readCascade(invocation);
  checkFiles(invocation, dryRun);
  const { check, fieldValidation } = await validationOf(invocation);
  const { namespace, explicit } = await factory.namespace();
  const pruneTypes = flags.bool("prune") ? await readPruneTypes(invocation) : [];
  if (args.length > 0) throw new UsageError(`Unexpected args: ${goValueV(args)}`);
  checkPrune(invocation);
  if (flags.has("subresource") && flags.text("subresource") !== "" && !serverSide)
    throw new CommandError("--subresource can only be specified for --server-side");
  const print = await resultPrinter(env, flags);
  const output = flags.text("output");
  const session: ApplySession = {
    invocation,
    client: await factory.client(),
    dryRun,
    serverSide,
    forceConflicts: flags.bool("force-conflicts"),
    printsObjects: output !== "" && output !== "name",
    writeOptions: {
      fieldManager: managerOf(invocation),
      ...(dryRun === "server" ? { dryRun: true } : {}),
      ...(fieldValidation === undefined ? {} : { fieldValidation }),
    },
    propagationPolicy,
    visitedUids: new Set(),
    visitedNamespaces: new Set(explicit ? [namespace] : []),
    print: (object, operation) => print(object, withDryRun(operation, dryRun)),
  };
  const query = {
    ...(await queryOf(invocation, [])),
    selectAll: false,
    continueOnError: true,
    flatten: true,
    ...(check === undefined ? {} : { check }),
  };
  const infos = await applyAll(session, await findResources(factory, query));
  if (session.printsObjects) printAll(infos, print);
  if (flags.bool("prune")) await prune(session, pruneTypes);
}

function checkServerSide({ flags }: Invocation, dryRun: DryRun): void {
  if (flags.bool("force-conflicts") && !flags.bool("server-side"))
    throw new CommandError("--force-conflicts only works with --server-side");
  if (dryRun === "client" && flags.bool("server-side")) {
    throw new CommandError("--dry-run=client doesn't work with --server-side (did you mean --dry-run=server instead?)");
  }
}

function checkFiles({ flags, release }: Invocation, dryRun: DryRun): void {
  if (flags.list("filename").length === 0 && flags.text("kustomize") === "") throw new CommandError("must specify one of -f and -k");
  if (flags.bool("server-side") && flags.bool("force")) throw new CommandError("--force cannot be used with --server-side");
  if (dryRun === "server" && flags.bool("force") && release.has("applyRefusesForceDryRun"))
    throw new CommandError("--dry-run=server cannot be used with --force");
}

function checkPrune({ flags }: Invocation): void {
  const selector = flags.text("selector");
  if (flags.bool("all") && selector !== "") throw new CommandError("cannot set --all and --selector at the same time");
  if (flags.bool("prune") && !flags.bool("all") && selector === "") {
    throw new CommandError(
      "all resources selected for prune without explicitly passing --all. To prune all resources, pass the --all flag. If you did not mean to prune all resources, specify a label selector",
    );
  }
}

/** Server-side apply goes by the name kubectl, unless another is given. */
function managerOf({ flags }: Invocation): string {
  if (flags.changed("field-manager") || !flags.bool("server-side")) return flags.text("field-manager");
  return "kubectl";
}

/** Applies what could be read even when some of it could not; throws all failures together. */
async function applyAll(session: ApplySession, result: Awaited<ReturnType<typeof findResources>>): Promise<ResourceInfo[]> {
  const infos: ResourceInfo[] = [];
  const failures: Error[] = [];
  const note = (error: unknown): void => {
    if (!(error instanceof Error)) throw error;
    failures.push(error);
  };
  await result.visit(async (info) => void infos.push(info)).catch(note);
  if (infos.length === 0 && failures.length === 0) throw new CommandError("no objects passed to apply");
  for (const info of infos) await applyOne(session, info).catch(note);
  const [first, ...others] = failures;
  // What could not be read is one error among those of the objects.
  if (first instanceof FailureList && others.length > 0) throw new FailureList([asOne(first.failures), ...others]);
  if (failures.length > 0) throw new FailureList(failures);
  return infos;
}

async function applyOne(session: ApplySession, info: ResourceInfo): Promise<void> {
  const { invocation, serverSide } = session;
  if (info.mapping.namespaced) session.visitedNamespaces.add(info.namespace);
  info.object = recorded(invocation, objectOf(info));
  const { generateName } = info.object.metadata;
  if (info.name === "" && generateName !== undefined && invocation.release.has("applyRefusesGenerateName")) {
    throw new CommandError(`from ${generateName}: cannot use generate name with apply`);
  }
  await (serverSide ? applyServerSide(session, info) : applyClientSide(session, info));
}

function printAll(infos: readonly ResourceInfo[], print: Awaited<ReturnType<typeof resultPrinter>>): void {
  const objects = infos.map(objectOf);
  const [first] = objects;
  if (objects.length === 1 && first !== undefined) {
    print(first, "");
    return;
  }
  const items = objects.map((object) => JSON.parse(canonicalJson(object)) as Record<string, unknown>);
  print({ kind: "List", apiVersion: "v1", metadata: {}, items }, "", { typed: true });
}
