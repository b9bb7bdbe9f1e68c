import { parseLabelSelector } from "../../machinery/label-parser.ts";
import type { Release } from "../../release/release.ts";
import type { Command, Invocation } from "../command.ts";
import { type DryRun, readDryRun, withDryRun } from "../dry-run.ts";
import { CommandError, FailureList, PlainError } from "../errors.ts";
import { dryRunFlag, selectorFlag } from "../flags/common.ts";
import type { FlagSpec } from "../flags/spec.ts";
import { removePods } from "../nodes/remove-pods.ts";
import { choosePods } from "../nodes/choose-pods.ts";
import { findNodes, requireNodes, setUnschedulable } from "../nodes/targets.ts";
import { nameLines } from "../print/object-printer.ts";
import { objectOf, type ResourceInfo } from "../resources/info.ts";
import { aggregate } from "../validation/validator.ts";

/** `kubectl drain`. kubectl/pkg/cmd/drain/drain.go */
export const drainCommand: Command = {
  use: () => "drain NODE",
  long: "Empty a node for maintenance: let no new pods onto it, then evict those that run there and wait until they are gone.\n\n Pods of daemon sets and static pods stay.",
  examples: "# Leave daemon set pods where they are\nkubectl drain w1-k8s --ignore-daemonsets",
  flags: drainFlags,
  async run(invocation) {
    const { flags, env, release } = invocation;
    requireNodes(invocation, "drain NODE");
    const dryRun = readDryRun(env, flags);
    checkPodSelector(flags.text("pod-selector"), release);
    const nodes = await findNodes(invocation);
    await setUnschedulable(invocation, nodes, true, dryRun);
    if (release.has("drainContinues")) await drainAll(invocation, nodes, dryRun);
    else await drainUntilFailure(invocation, nodes, dryRun);
  },
};

function drainFlags(release: Release): FlagSpec[] {
  const localData = "Go on even where pods have emptyDir volumes; what is in them is lost.";
  return [
    {
      name: "chunk-size",
      type: "int64",
      default: 500,
      feature: "drainContinues",
      usage: "How many objects to ask for at once; 0 for all.",
    },
    { name: "delete-emptydir-data", type: "bool", feature: "drainEmptyDirFlag", usage: localData },
    {
      name: "delete-local-data",
      type: "bool",
      without: "drainNoLocalDataFlag",
      usage: localData,
      ...(release.has("drainEmptyDirFlag")
        ? { deprecated: "This option is deprecated and will be deleted. Use --delete-emptydir-data." }
        : {}),
    },
    { name: "disable-eviction", type: "bool", usage: "Delete pods, past their disruption budgets." },
    dryRunFlag,
    { name: "force", type: "bool", usage: "Go on even where pods have no controller that would make them again." },
    { name: "grace-period", type: "int", default: -1, usage: "Seconds that each pod gets to stop; the pod's own when negative." },
    { name: "ignore-daemonsets", type: "bool", usage: "Leave pods of daemon sets." },
    { name: "pod-selector", type: "string", usage: "Only pods with these labels" },
    selectorFlag,
    {
      name: "skip-wait-for-delete-timeout",
      type: "int",
      feature: "drainEmptyDirFlag",
      usage: "Do not wait for pods that have been stopping for this many seconds; 0 waits for all.",
    },
    { name: "timeout", type: "duration", usage: "How long to wait; zero means as long as it takes" },
  ];
}

function checkPodSelector(text: string, release: Release): void {
  try {
    parseLabelSelector(text, release);
  } catch {
    throw new CommandError("--pod-selector=<pod_selector> must be a valid label selector");
  }
}

/** Up to 1.22: the first node that fails ends it, and the nodes' lines end in the verb that was used last. */
async function drainUntilFailure(invocation: Invocation, nodes: readonly ResourceInfo[], dryRun: DryRun): Promise<void> {
  const { env, release } = invocation;
  let verb = "drained";
  for (const [index, node] of nodes.entries()) {
    const failure = await drainNode(invocation, node, dryRun, (used) => void (verb = used));
    if (failure === undefined) {
      env.stdout(nameLines(objectOf(node), withDryRun(verb, dryRun)));
      continue;
    }
    if (release.has("drainAbortWarning")) {
      env.stderr(
        "DEPRECATED WARNING: Aborting the drain command in a list of nodes will be deprecated in v1.23.\nThe new behavior will make the drain command go through all nodes even if one or more nodes failed during the drain.\nFor now, users can try such experience via: --ignore-errors\n",
      );
    }
    env.stderr(`error: unable to drain node ${JSON.stringify(node.name)}, aborting command...\n\n`);
    env.stderr(pendingText(nodes.slice(index)));
    throw failure;
  }
}

/** From 1.23 on: every node is tried, and the failures come once more at the end. */
async function drainAll(invocation: Invocation, nodes: readonly ResourceInfo[], dryRun: DryRun): Promise<void> {
  const { env, release } = invocation;
  const failed: { node: ResourceInfo; reasons: string[] }[] = [];
  for (const node of nodes) {
    const failure = await drainNode(invocation, node, dryRun, () => undefined);
    if (failure === undefined) {
      env.stdout(nameLines(objectOf(node), withDryRun("drained", dryRun)));
      continue;
    }
    const reasons = failure.failures.map((each) => each.message);
    failed.push({ node, reasons });
    const gap = release.has("drainSpaceAfterColon") ? " " : "";
    env.stderr(
      `error: unable to drain node ${JSON.stringify(node.name)} due to error:${gap}${aggregate(reasons)}, continuing command...\n`,
    );
  }
  const [only, ...others] = failed;
  if (only === undefined) return;
  env.stderr(pendingText(failed.map(({ node }) => node)));
  const lines = others.length === 0 ? only.reasons : failed.map(({ reasons }) => aggregate(reasons));
  throw new PlainError(lines.map((line) => `${line}\n`).join(""));
}

function pendingText(nodes: readonly ResourceInfo[]): string {
  return `There are pending nodes to be drained:\n${nodes.map(({ name }) => ` ${name}\n`).join("")}`;
}

/** Empties one node; resolves to why it could not. */
async function drainNode(
  invocation: Invocation,
  node: ResourceInfo,
  dryRun: DryRun,
  onVerb: (verb: string) => void,
): Promise<FailureList | undefined> {
  const { env, release } = invocation;
  const choice = await choosePods(invocation, node.name);
  if (choice.errors.length > 0) return new FailureList(choice.errors.map((message) => new CommandError(message)));
  if (choice.warnings.length > 0) env.stderr(`${release.value("drainTexts").warning}${choice.warnings.join("; ")}\n`);
  if (dryRun === "client") {
    for (const { metadata } of choice.pods) env.stdout(`evicting pod ${metadata.namespace ?? ""}/${metadata.name ?? ""} (dry run)\n`);
    return undefined;
  }
  const errors = await removePods(invocation, choice.pods, dryRun === "server", onVerb);
  if (errors.length === 0) return undefined;
  const pending = await choosePods(invocation, node.name);
  if (pending.pods.length > 0) {
    env.stderr(
      `There are pending pods in node ${JSON.stringify(node.name)} when an error occurred: ${aggregate(errors.map((each) => each.message))}\n`,
    );
    for (const { metadata } of pending.pods) env.stderr(`pod/${metadata.name ?? ""}\n`);
  }
  if (pending.errors.length > 0)
    env.stderr(`Following errors occurred while getting the list of pods to delete:\n${aggregate(pending.errors)}`);
  return new FailureList(errors);
}
