import { isLasting } from "../../base/deep.ts";
import { approximateValue, milliValue, parseQuantity } from "../../machinery/quantity.ts";
import type { Pod, PodSpec } from "../../kinds/core/pod/types.ts";

/** Amounts by resource: cpu in millicores, everything else in its base unit. */
export type Amounts = Record<string, number>;

/** What a pod asks for: `real` for filters, `scored` with the scorer's defaults for containers that ask for nothing. */
export interface PodRequests {
  readonly real: Amounts;
  readonly scoredCpu: number;
  readonly scoredMemory: number;
}

// pkg/scheduler/util/non_zero.go, 1.20
const DEFAULT_CPU_MILLIS = 100;
const DEFAULT_MEMORY_BYTES = 200 * 1024 * 1024;

const parsed = new Map<string, number>();

/** A quantity as a number: millicores for cpu, else units. Remembered by text, since clusters use few. */
export function amount(resource: string, text: string): number {
  const key = resource === "cpu" ? `m${text}` : text;
  let value = parsed.get(key);
  if (value === undefined) {
    const quantity = parseQuantity(text);
    value = resource === "cpu" ? milliValue(quantity) : approximateValue(quantity);
    parsed.set(key, value);
  }
  return value;
}

/** What frozen specs ask for: thousands of pods may share one. */
const known = new WeakMap<PodSpec, PodRequests>();

/** The requests of a pod: the sum of its containers or its largest init container, and its overhead. */
export function podRequests({ spec }: Pod): PodRequests {
  if (!isLasting(spec)) return requestsOf(spec);
  let requests = known.get(spec);
  if (requests === undefined) known.set(spec, (requests = requestsOf(spec)));
  return requests;
}

function requestsOf({ containers, initContainers, overhead }: PodSpec): PodRequests {
  const real: Amounts = {};
  let scoredCpu = 0;
  let scoredMemory = 0;
  for (const container of containers) {
    const requests = container.resources?.requests;
    for (const resource in requests) real[resource] = (real[resource] ?? 0) + amount(resource, requests[resource] ?? "0");
    scoredCpu += scored(requests, "cpu", DEFAULT_CPU_MILLIS);
    scoredMemory += scored(requests, "memory", DEFAULT_MEMORY_BYTES);
  }
  for (const container of initContainers ?? []) {
    const requests = container.resources?.requests;
    for (const resource in requests) real[resource] = Math.max(real[resource] ?? 0, amount(resource, requests[resource] ?? "0"));
    scoredCpu = Math.max(scoredCpu, scored(requests, "cpu", DEFAULT_CPU_MILLIS));
    scoredMemory = Math.max(scoredMemory, scored(requests, "memory", DEFAULT_MEMORY_BYTES));
  }
  for (const resource in overhead) real[resource] = (real[resource] ?? 0) + amount(resource, overhead[resource] ?? "0");
  return {
    real,
    scoredCpu: scoredCpu + amount("cpu", overhead?.["cpu"] ?? "0"),
    scoredMemory: scoredMemory + amount("memory", overhead?.["memory"] ?? "0"),
  };
}

function scored(requests: Record<string, string> | undefined, resource: string, otherwise: number): number {
  const text = requests?.[resource];
  return text === undefined ? otherwise : amount(resource, text);
}

/** Host ports of a pod as `TCP/0.0.0.0/8080`. */
export function hostPorts(spec: PodSpec): string[] {
  const ports: string[] = [];
  for (const container of spec.containers) {
    for (const port of container.ports ?? []) {
      if (port.hostPort) ports.push(`${port.protocol ?? "TCP"}/${port.hostIP || "0.0.0.0"}/${port.hostPort}`);
    }
  }
  return ports;
}
