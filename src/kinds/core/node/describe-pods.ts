import { compareBytewise } from "../../../base/bytewise.ts";
import type { DescribeContext, DescribeWriter } from "../../../machinery/describe.ts";
import {
  addQuantities,
  approximateValue,
  compareQuantities,
  formatQuantity,
  newQuantity,
  parseQuantity,
  type Quantity,
} from "../../../machinery/quantity.ts";
import type { Container } from "../pod/container/types.ts";
import type { Pod } from "../pod/types.ts";
import { describeAge } from "../../../machinery/describing/times.ts";
import type { Node } from "./types.ts";

type Amounts = Map<string, Quantity>;
type Side = "limits" | "requests";

const zero = newQuantity(0, "DecimalSI");

/** The pods on a node with what they ask for, and the sums against what the node can give. describeNodeResource */
export function describeNodePods({ status }: Node, pods: readonly Pod[], out: DescribeWriter, { now, release }: DescribeContext): void {
  const allocatable = Object.keys(status?.allocatable ?? {}).length > 0 ? status?.allocatable : status?.capacity;
  const share = (amount: Quantity, name: string) => `${formatQuantity(amount)} (${percentOf(amount, allocatable?.[name])}%)`;
  const age = release.has("describeNodeAgeTitle") ? "Age" : "AGE";
  out.write(0, `Non-terminated Pods:\t(${pods.length} in total)\n`);
  out.write(1, `Namespace\tName\t\tCPU Requests\tCPU Limits\tMemory Requests\tMemory Limits\t${age}\n`);
  out.write(1, "---------\t----\t\t------------\t----------\t---------------\t-------------\t---\n");
  const totals = { requests: new Map<string, Quantity>(), limits: new Map<string, Quantity>() };
  for (const pod of pods) {
    const requests = podAmounts(pod, "requests");
    const limits = podAmounts(pod, "limits");
    addAll(totals.requests, requests);
    addAll(totals.limits, limits);
    const cells = ["cpu", "memory"].flatMap((name) => [share(requests.get(name) ?? zero, name), share(limits.get(name) ?? zero, name)]);
    out.write(
      1,
      `${pod.metadata.namespace ?? ""}\t${pod.metadata.name ?? ""}\t\t${cells.join("\t")}\t${describeAge(pod.metadata.creationTimestamp, now)}\n`,
    );
  }
  out.write(0, "Allocated resources:\n  (Total limits may be over 100 percent, i.e., overcommitted.)\n");
  out.write(1, "Resource\tRequests\tLimits\n");
  out.write(1, "--------\t--------\t------\n");
  const huge = Object.keys(allocatable ?? {})
    .filter((name) => name.startsWith("hugepages-"))
    .toSorted(compareBytewise);
  for (const name of ["cpu", "memory", "ephemeral-storage", ...huge]) {
    out.write(1, `${name}\t${share(totals.requests.get(name) ?? zero, name)}\t${share(totals.limits.get(name) ?? zero, name)}\n`);
  }
  const standard = new Set(["cpu", "memory", "ephemeral-storage", "pods", "storage"]);
  const extended = Object.keys(allocatable ?? {}).filter((name) => !standard.has(name) && !name.startsWith("hugepages-"));
  for (const name of extended.toSorted(compareBytewise)) {
    out.write(1, `${name}\t${formatQuantity(totals.requests.get(name) ?? zero)}\t${formatQuantity(totals.limits.get(name) ?? zero)}\n`);
  }
}

/** Whole percent, cut off; 0 when the node has none. */
function percentOf(amount: Quantity, available: string | undefined): number {
  const whole = available === undefined ? 0 : approximateValue(parseQuantity(available));
  return whole === 0 ? 0 : Math.trunc((approximateValue(amount) / whole) * 100);
}

/** Sum over the containers, or the largest init container where that is more, plus the overhead. resourcehelper.PodRequestsAndLimits */
function podAmounts({ spec }: Pod, side: Side): Amounts {
  const total: Amounts = new Map();
  for (const container of spec.containers) addAll(total, amountsOf(container, side));
  for (const container of spec.initContainers ?? []) {
    for (const [name, amount] of amountsOf(container, side))
      if (compareQuantities(amount, total.get(name) ?? zero) > 0) total.set(name, amount);
  }
  for (const [name, text] of Object.entries(spec.overhead ?? {})) {
    if (side === "requests" || total.has(name)) total.set(name, addQuantities(total.get(name) ?? zero, parseQuantity(text)));
  }
  return total;
}

function amountsOf({ resources }: Container, side: Side): Amounts {
  return new Map(Object.entries(resources?.[side] ?? {}).map(([name, text]) => [name, parseQuantity(text)]));
}

function addAll(into: Amounts, amounts: Amounts): void {
  for (const [name, amount] of amounts) {
    const before = into.get(name);
    into.set(name, before ? addQuantities(before, amount) : amount);
  }
}
