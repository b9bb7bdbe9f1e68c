import { canonicalResourceQuantity } from "../../machinery/quantity.ts";

/** Amounts by resource name: `{cpu: "100m", memory: "64Mi"}`. */
export type ResourceList = Record<string, string>;

/** Brings the amounts to the form in which they are stored: whole thousandths, canonical. In place. */
// pkg/apis/core/v1/defaults.go SetDefaults_ResourceList
export function defaultResourceList(list: ResourceList | undefined): void {
  for (const name in list) list[name] = canonicalResourceQuantity(list[name] ?? "0");
}

/** Copies from `source` into `target` the amounts whose name it lacks. */
export function fillResourceList(target: ResourceList, source: ResourceList | undefined): void {
  for (const name in source) target[name] ??= source[name] ?? "0";
}
