import { formatGoDuration } from "../../../base/go-duration.ts";
import { parseRfc3339 } from "../../../base/rfc3339.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import type { Command, Invocation } from "../../command.ts";
import { CommandError } from "../../errors.ts";
import { allNamespacesFlag, fieldSelectorFlag } from "../../flags/common.ts";
import { klogLine } from "../../klog.ts";
import { layOut, readMetrics, readName, requireMetricsApi, sortUsage, topFlags, type Usage, usageCells, usageOf } from "./metrics.ts";

const USE = "pod [NAME | -l label]";
const CREATION_DELAY_MS = 120_000;

interface ContainerMetrics {
  readonly name: string;
  readonly usage?: Record<string, string>;
}

/** `kubectl top pod`. kubectl/pkg/cmd/top/top_pod.go */
export const topPodCommand: Command = {
  use: () => USE,
  examples: "# All pods of the namespace\nkubectl top pod\n\n# The containers of one\nkubectl top pod web --containers",
  flags: (release) => [
    allNamespacesFlag,
    { name: "containers", type: "bool", usage: "A line for each container" },
    { ...fieldSelectorFlag, feature: "topPodFields" },
    ...topFlags(release),
    { name: "sum", type: "bool", feature: "topSum", usage: "Add up at the end" },
  ],
  async run(invocation) {
    const { env, flags, factory, release } = invocation;
    const name = readName(invocation, USE, release.has("topPodFields") ? "selector" : "--selector");
    const namespace = flags.bool("all-namespaces") ? "" : (await factory.namespace()).namespace;
    await requireMetricsApi(invocation);
    const metrics = await readMetrics(invocation, "pods", namespace, name);
    if (metrics.length === 0) return explainNothing(invocation, namespace, name);
    env.stdout(layOut(rowsOf(invocation, metrics)));
  },
};

function containersOf(pod: KubeObject): readonly ContainerMetrics[] {
  return (pod["containers"] ?? []) as readonly ContainerMetrics[];
}

function total(usages: readonly Usage[]): Usage {
  const sum = (read: (usage: Usage) => number): number => usages.reduce((so, usage) => so + read(usage), 0);
  return { cpuMillis: sum((usage) => usage.cpuMillis), memoryBytes: sum((usage) => usage.memoryBytes) };
}

function podUsage(pod: KubeObject): Usage {
  return total(containersOf(pod).map(({ usage }) => usageOf(usage)));
}

function rowsOf({ flags }: Invocation, metrics: readonly KubeObject[]): string[][] {
  const [everywhere, byContainer, sortBy] = [flags.bool("all-namespaces"), flags.bool("containers"), flags.text("sort-by")];
  const pods = sortUsage(
    metrics,
    sortBy,
    podUsage,
    ({ metadata }) => `${everywhere ? (metadata.namespace ?? "") : ""}/${metadata.name ?? ""}`,
  );
  const first = everywhere ? ["NAMESPACE"] : [];
  const rows = flags.bool("no-headers") ? [] : [[...first, ...(byContainer ? ["POD"] : []), "NAME", "CPU(cores)", "MEMORY(bytes)"]];
  for (const pod of pods) {
    const head = everywhere ? [pod.metadata.namespace ?? ""] : [];
    const name = pod.metadata.name ?? "";
    if (!byContainer) rows.push([...head, name, ...usageCells(podUsage(pod))]);
    else {
      const containers = sortUsage(
        containersOf(pod),
        sortBy,
        ({ usage }) => usageOf(usage),
        (container) => container.name,
      );
      for (const container of containers) rows.push([...head, name, container.name, ...usageCells(usageOf(container.usage))]);
    }
  }
  if (!flags.has("sum") || !flags.bool("sum")) return rows;
  const blanks = Array<string>((everywhere ? 1 : 0) + (byContainer ? 1 : 0)).fill("");
  return [...rows, [...blanks, "", "________", "________"], [...blanks, "", ...usageCells(total(pods.map(podUsage)))]];
}

/** Why there are no metrics: no pods at all, or pods that are too young, or something is wrong. */
async function explainNothing(invocation: Invocation, namespace: string, name: string): Promise<void> {
  const { env, flags, factory } = invocation;
  const client = await factory.client();
  const inside = (await factory.namespace()).namespace;
  const ref = { group: "", version: "v1", resource: "pods", namespace: inside };
  const labelSelector = flags.text("selector");
  const pods = name === "" ? (await client.list(ref, labelSelector === "" ? {} : { labelSelector })).items : [await client.get(ref, name)];
  for (const pod of pods) {
    const ageMs = env.now() - (parseRfc3339(pod.metadata.creationTimestamp ?? "") ?? env.now());
    if (ageMs <= CREATION_DELAY_MS) continue;
    const text = `Metrics not available for pod ${pod.metadata.namespace ?? ""}/${pod.metadata.name ?? ""}, age: ${formatGoDuration(ageMs)}`;
    env.stderr(klogLine(env, "W", "top_pod.go:266", text));
    throw new CommandError(text);
  }
  if (pods.length > 0) throw new CommandError("metrics not available yet");
  env.stderr(namespace === "" ? "No resources found\n" : `No resources found in ${namespace} namespace.\n`);
}
