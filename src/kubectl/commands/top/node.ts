import type { KubeObject } from "../../../machinery/object.ts";
import type { Command, Invocation } from "../../command.ts";
import { CommandError } from "../../errors.ts";
import { layOut, readMetrics, readName, requireMetricsApi, sortUsage, topFlags, type Usage, usageCells, usageOf } from "./metrics.ts";

const USE = "node [NAME | -l label]";

/** `kubectl top node`. kubectl/pkg/cmd/top/top_node.go */
export const topNodeCommand: Command = {
  use: () => USE,
  examples: "# All nodes\nkubectl top node\n\n# One of them\nkubectl top node w1-k8s",
  flags: (release) => [
    ...topFlags(release),
    { name: "show-capacity", type: "bool", feature: "topShowCapacity", usage: "Shares of what nodes have, not of what pods may get." },
  ],
  async run(invocation) {
    const { env, flags } = invocation;
    const name = readName(invocation, USE);
    await requireMetricsApi(invocation);
    const metrics = await readMetrics(invocation, "nodes", "", name);
    if (metrics.length === 0) throw new CommandError("metrics not available yet");
    const allocatable = await allocatableOf(invocation, name);
    const usage = (node: KubeObject): Usage => usageOf(node["usage"] as Record<string, string> | undefined);
    const sorted = sortUsage(metrics, flags.text("sort-by"), usage, (node) => node.metadata.name ?? "");
    const rows = sorted.map((node) => cellsOf(node.metadata.name ?? "", usage(node), allocatable.get(node.metadata.name ?? "")));
    const known = new Set(metrics.map((node) => node.metadata.name ?? ""));
    const silent = [...allocatable.keys()].filter((each) => !known.has(each)).map((each) => [each, ...Array<string>(4).fill("<unknown>")]);
    const headers = flags.bool("no-headers") ? [] : [invocation.release.value("topNodeHeaders")];
    env.stdout(layOut([...headers, ...rows, ...silent]));
  },
};

async function allocatableOf({ factory, flags }: Invocation, name: string): Promise<Map<string, Usage>> {
  const client = await factory.client();
  const ref = { group: "", version: "v1", resource: "nodes", namespace: "" };
  const labelSelector = flags.text("selector");
  const nodes = name === "" ? (await client.list(ref, labelSelector === "" ? {} : { labelSelector })).items : [await client.get(ref, name)];
  const field = flags.has("show-capacity") && flags.bool("show-capacity") ? "capacity" : "allocatable";
  const amounts = (node: KubeObject) => (node["status"] as Partial<Record<string, Record<string, string>>> | undefined)?.[field];
  return new Map(nodes.map((node) => [node.metadata.name ?? "", usageOf(amounts(node))]));
}

function cellsOf(name: string, used: Usage, available: Usage | undefined): string[] {
  const [cpu, memory] = usageCells(used);
  const share = (part: number, whole: number | undefined): string =>
    whole === undefined || whole === 0 ? "" : `${Math.trunc((part / whole) * 100)}%`;
  return [name, cpu, share(used.cpuMillis, available?.cpuMillis), memory, share(used.memoryBytes, available?.memoryBytes)];
}
