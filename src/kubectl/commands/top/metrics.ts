import { createTabwriter, GET_TABLE } from "../../../base/tabwriter.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import { milliValue, parseQuantity, wholeValue } from "../../../machinery/quantity.ts";
import { failure } from "../../../machinery/status.ts";
import type { Release } from "../../../release/release.ts";
import type { Invocation } from "../../command.ts";
import { CommandError, UsageError } from "../../errors.ts";
import { checkLabelSelector } from "../../objects/label-selector.ts";
import { selectorFlag } from "../../flags/common.ts";
import type { FlagSpec } from "../../flags/spec.ts";

const MEBIBYTE = 1024 * 1024;
const SUPPORTED = "v1beta1";

/** CPU in thousandths of a core, memory in bytes. */
export interface Usage {
  readonly cpuMillis: number;
  readonly memoryBytes: number;
}

/** The flags of both top commands. */
export function topFlags(_release: Release): FlagSpec[] {
  const noOp = "This flag is currently no-op and will be deleted.";
  const heapster = (name: string, value: string): FlagSpec[] => [
    { name, type: "string", default: value, without: "metricsApiOnly", usage: "Where heapster is" },
    { name, type: "string", default: value, feature: "topHeapsterFlags", deprecated: noOp, usage: "Where heapster was" },
  ];
  return [
    ...heapster("heapster-namespace", "kube-system"),
    ...heapster("heapster-port", ""),
    ...heapster("heapster-scheme", "http"),
    ...heapster("heapster-service", "heapster"),
    { name: "no-headers", type: "bool", usage: "Leave the headers out" },
    selectorFlag,
    { name: "sort-by", type: "string", usage: "Sort by 'cpu' or 'memory'." },
    { name: "use-protocol-buffers", type: "bool", default: true, feature: "topProtocolBuffers", usage: "How to ask for the metrics." },
  ];
}

/** The one name on the command line. Throws UsageError for more, CommandError for flags that do not go together. */
export function readName({ args, flags }: Invocation, use: string, chosenBy = "--selector"): string {
  if (args.length > 1) throw new UsageError(use);
  const sortBy = flags.text("sort-by");
  if (sortBy !== "" && sortBy !== "cpu" && sortBy !== "memory") throw new CommandError("--sort-by accepts only cpu or memory");
  const name = args[0] ?? "";
  const fields = flags.has("field-selector") ? flags.text("field-selector") : "";
  if (name !== "" && flags.text("selector") + fields !== "") throw new CommandError(`only one of NAME or ${chosenBy} can be provided`);
  return name;
}

/** Throws for a selector that cannot be read, then unless the metrics API is served. */
export async function requireMetricsApi({ factory, flags, release }: Invocation): Promise<void> {
  checkLabelSelector(flags.text("selector"), release);
  const group = (await factory.mapper.groups()).find(({ name }) => name === "metrics.k8s.io");
  if (group?.versions.includes(SUPPORTED) === true) return;
  if (release.has("metricsApiOnly")) throw new CommandError("Metrics API not available");
  throw failure(404, "NotFound", "the server could not find the requested resource (get services http:heapster:)");
}

/** The metrics of nodes or pods: of one by name, or of all that the selector picks. */
export async function readMetrics(
  { factory, flags }: Invocation,
  resource: "nodes" | "pods",
  namespace: string,
  name: string,
): Promise<KubeObject[]> {
  const client = await factory.client();
  const ref = { group: "metrics.k8s.io", version: SUPPORTED, resource, namespace };
  if (name !== "") return [await client.get(ref, name)];
  const labelSelector = flags.text("selector");
  const fieldSelector = flags.has("field-selector") ? flags.text("field-selector") : "";
  const selection = { ...(labelSelector === "" ? {} : { labelSelector }), ...(fieldSelector === "" ? {} : { fieldSelector }) };
  return (await client.list(ref, selection)).items;
}

/** The amounts in a `usage` or `allocatable` map. */
export function usageOf(amounts: Readonly<Record<string, string>> | undefined): Usage {
  return {
    cpuMillis: milliValue(parseQuantity(amounts?.["cpu"] ?? "0")),
    memoryBytes: wholeValue(parseQuantity(amounts?.["memory"] ?? "0")),
  };
}

/** By --sort-by, most first; ties and no --sort-by go by `key`. */
export function sortUsage<T>(rows: readonly T[], sortBy: string, usage: (row: T) => Usage, key: (row: T) => string): T[] {
  const byKey = rows.toSorted((left, right) => (key(left) < key(right) ? -1 : key(left) > key(right) ? 1 : 0));
  if (sortBy === "cpu") return byKey.sort((left, right) => usage(right).cpuMillis - usage(left).cpuMillis);
  return sortBy === "memory" ? byKey.sort((left, right) => usage(right).memoryBytes - usage(left).memoryBytes) : byKey;
}

/** `12m` and `34Mi` */
export function usageCells({ cpuMillis, memoryBytes }: Usage): [string, string] {
  return [`${cpuMillis}m`, `${Math.floor(memoryBytes / MEBIBYTE)}Mi`];
}

/** Lays rows out; every cell ends in a tab, the last one too. kubectl/pkg/metricsutil/metrics_printer.go */
export function layOut(rows: readonly (readonly string[])[]): string {
  const writer = createTabwriter(GET_TABLE);
  for (const cells of rows) writer.write(`${cells.map((cell) => `${cell}\t`).join("")}\n`);
  return writer.flush();
}
