import { compareQuantities, isZeroQuantity, parseQuantity } from "../../../machinery/quantity.ts";
import type { Container } from "./container/types.ts";
import type { PodSpec, PodStatus } from "./types.ts";

const COMPUTE = ["cpu", "memory"] as const;

/** The quality of service that requests and limits give a pod. */
// pkg/apis/core/helper/qos/qos.go GetPodQOS, 1.20. It compares sums; as no request exceeds its limit, equal sums are equal pairs.
export function qosClass(spec: PodSpec): NonNullable<PodStatus["qosClass"]> {
  const containers = [...spec.containers, ...(spec.initContainers ?? [])];
  if (containers.every((container) => !asksAnything(container))) return "BestEffort";
  return containers.every(isGuaranteed) ? "Guaranteed" : "Burstable";
}

function asksAnything({ resources }: Container): boolean {
  return COMPUTE.some((name) => isPositive(resources?.requests?.[name]) || isPositive(resources?.limits?.[name]));
}

function isGuaranteed({ resources }: Container): boolean {
  return COMPUTE.every((name) => {
    const limit = resources?.limits?.[name];
    const request = resources?.requests?.[name];
    return isPositive(limit) && compareQuantities(parseQuantity(request ?? "0"), parseQuantity(limit ?? "0")) === 0;
  });
}

function isPositive(amount: string | undefined): boolean {
  return amount !== undefined && !isZeroQuantity(parseQuantity(amount));
}
