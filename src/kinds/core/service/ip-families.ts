import { type FieldError, invalid } from "../../../machinery/validation/field-error.ts";
import { isHeadless } from "./prepare.ts";
import type { ServiceSpec } from "./types.ts";

/** Fills `ipFamilies` and `ipFamilyPolicy` for a cluster that knows IPv4 alone. */
// pkg/registry/core/service/storage/rest.go tryDefaultValidateServiceClusterIPFields, 1.20 (gate on by default from 1.21)
export function fillIpFamilies(spec: ServiceSpec): FieldError[] {
  if (spec.type === "ExternalName") return [];
  const isSelectorless = !spec.selector || Object.keys(spec.selector).length === 0;
  if (isHeadless(spec) && isSelectorless) {
    // Whoever fills in the endpoints by hand may use both families, whatever the cluster has.
    spec.ipFamilyPolicy ??= "RequireDualStack";
    spec.ipFamilies ??= ["IPv4"];
    const other = spec.ipFamilies[0] === "IPv6" ? "IPv4" : "IPv6";
    if (spec.ipFamilies.length === 1 && spec.ipFamilyPolicy !== "SingleStack") spec.ipFamilies = [...spec.ipFamilies, other];
    return [];
  }
  if (spec.ipFamilyPolicy === "RequireDualStack") {
    return [invalid("spec.ipFamilyPolicy", spec.ipFamilyPolicy, "this cluster is not configured for dual-stack services")];
  }
  const wrong = (spec.ipFamilies ?? []).findIndex((family) => family !== "IPv4");
  if (wrong >= 0) return [invalid(`spec.ipFamilies[${wrong}]`, spec.ipFamilies?.[wrong] ?? "", "not configured on this cluster")];
  spec.ipFamilies = ["IPv4"];
  spec.ipFamilyPolicy ??= "SingleStack";
  return [];
}
