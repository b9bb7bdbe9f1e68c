import type { KubeObject } from "../../machinery/object.ts";
import type { Release } from "../../release/release.ts";
import type { Command, Invocation } from "../command.ts";
import { readDryRun } from "../dry-run.ts";
import { CommandError, UsageError } from "../errors.ts";
import { allFlag, dryRunFlag, fieldManagerFlag, printFlags, selectorFlag, validateFlag } from "../flags/common.ts";
import { changeTaints, readTaints, type Taint, type TaintChanges } from "../nodes/taints.ts";
import { typedObject } from "../objects/typed.ts";
import { resultPrinter } from "../print/object-printer.ts";
import { noResourceMatch } from "../rest-mapper.ts";
import { findResources } from "../resources/builder.ts";
import { infoRef, objectOf } from "../resources/info.ts";
import { queryOf } from "../resources/query.ts";

/** `kubectl taint`. kubectl/pkg/cmd/taint/taint.go */
export const taintCommand: Command = {
  use: () => "taint NODE NAME KEY_1=VAL_1:TAINT_EFFECT_1 ... KEY_N=VAL_N:TAINT_EFFECT_N",
  long: "Change the taints of nodes.\n\n A taint has a key, a value that may be missing, and an effect: NoSchedule, PreferNoSchedule or NoExecute.",
  examples:
    "# Keep pods off that do not tolerate it\nkubectl taint nodes w1-k8s dedicated=gpu:NoSchedule\n\n# Take it away\nkubectl taint nodes w1-k8s dedicated:NoSchedule-",
  flags: (release) => [
    { ...allFlag, usage: "All nodes of the cluster." },
    dryRunFlag,
    fieldManagerFlag("kubectl-taint"),
    { name: "overwrite", type: "bool", usage: "Change taints that have another value already." },
    ...printFlags(),
    selectorFlag,
    validateFlag(release),
  ],
  async run(invocation) {
    const { env, flags, factory, args, release } = invocation;
    const dryRun = readDryRun(env, flags);
    const { resources, changes } = readArguments(args, release);
    await check(invocation, resources, changes);
    const chosen = flags.bool("all") || flags.text("selector") !== "";
    const names = resources.slice(1).map((name) => (name.includes("/") ? name : `nodes/${name}`));
    const query = { ...(await queryOf(invocation, chosen ? ["nodes"] : names)), flatten: true, latest: true, continueOnError: true };
    const targets = await findResources(factory, query);
    const print = await resultPrinter(env, flags);
    await targets.visit(async (info) => {
      const node = objectOf(info);
      const spec = (node["spec"] ?? {}) as { taints?: readonly Taint[] };
      const { taints, operation } = changeTaints(info.name, spec.taints ?? [], changes, flags.bool("overwrite"));
      const options = {
        ...(dryRun === "server" ? { dryRun: true } : {}),
        ...(flags.has("field-manager") ? { fieldManager: flags.text("field-manager") } : {}),
      };
      const patch = { spec: { taints: taints.length === 0 ? null : taints } };
      const { taints: _, ...others } = spec;
      const after: KubeObject =
        dryRun === "client"
          ? { ...node, spec: taints.length === 0 ? others : { ...others, taints } }
          : await (await factory.client()).patch(infoRef(info), info.name, "strategic", patch, options);
      print(typedObject(release, after), operation, { typed: true });
    });
  },
};

function readArguments(args: readonly string[], release: Release): { resources: readonly string[]; changes: TaintChanges } {
  const isTaint = (argument: string): boolean => argument.includes("=") || argument.includes(":") || argument.endsWith("-");
  const first = args.findIndex(isTaint);
  const resources = first < 0 ? args : args.slice(0, first);
  const specs = first < 0 ? [] : args.slice(first);
  const stray = specs.find((each) => !isTaint(each));
  if (stray !== undefined) throw new CommandError(`all resources must be specified before taint changes: ${stray}`);
  if (resources.length === 0) throw new CommandError("one or more resources must be specified as <resource> <name>");
  if (specs.length === 0) throw new CommandError("at least one taint update is required");
  try {
    return { resources, changes: readTaints(specs, release) };
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

async function check({ flags, factory, release }: Invocation, resources: readonly string[], { add, remove }: TaintChanges): Promise<void> {
  const type = (resources[0] ?? "").toLowerCase();
  const mapping = await factory.mapper.find(type);
  if (mapping === undefined) throw noResourceMatch(type);
  if (mapping.group !== "" || mapping.kind !== "Node")
    throw new CommandError(`invalid resource type ${type}, only ${release.value("taintTypesText")} are supported`);
  const clashes = add.flatMap((wanted) =>
    remove
      .filter(({ key, effect }) => key === wanted.key && (effect === "" || effect === wanted.effect))
      .map(({ key, effect }) => (release.has("taintClashAsPair") ? `${key}=${effect}` : `{"${key}":"${effect}"}`)),
  );
  if (clashes.length > 0)
    throw new CommandError(`can not both modify and remove the following taint(s) in the same command: ${clashes.join(", ")}`);
  const selected = flags.text("selector") !== "";
  if (flags.bool("all") && selected) throw new CommandError("setting 'all' parameter with a non empty selector is prohibited");
  if (!flags.bool("all") && !selected && resources.length < 2) {
    throw new CommandError("at least one resource name must be specified since 'all' parameter is not set");
  }
}
