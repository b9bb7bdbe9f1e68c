import { approximateValue, milliValue, parseQuantity } from "../machinery/quantity.ts";
import type { Container, ResourceFieldSelector } from "../kinds/core/pod/container/types.ts";
import type { Pod } from "../kinds/core/pod/types.ts";

/** `limits.cpu` and its like as text, rounded up to whole divisors. pkg/api/v1/resource ExtractContainerResourceValue, 1.20 */
export function amountOf(pod: Pod, container: Container, { containerName, resource, divisor }: ResourceFieldSelector): string {
  const target = containerName ? (pod.spec.containers.find(({ name }) => name === containerName) ?? container) : container;
  const [kind = "", name = ""] = resource.split(/\.(.*)/s);
  const text = (kind === "limits" ? target.resources?.limits : target.resources?.requests)?.[name] ?? "0";
  const unit = divisor && divisor !== "0" ? divisor : "1";
  const value =
    name === "cpu"
      ? milliValue(parseQuantity(text)) / milliValue(parseQuantity(unit))
      : approximateValue(parseQuantity(text)) / approximateValue(parseQuantity(unit));
  return String(Math.ceil(value));
}
