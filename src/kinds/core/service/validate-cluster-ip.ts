import { goStringSliceSyntax } from "../../../base/go-format.ts";
import { duplicate, type FieldError, invalid, invalidStruct, notSupported, required } from "../../../machinery/validation/field-error.ts";
import type { Release } from "../../../release/release.ts";
import { checkEach } from "../../shared/checks.ts";
import { checkIp, isIp } from "../../shared/ip.ts";
import { isHeadless } from "./prepare.ts";
import type { ServiceSpec } from "./types.ts";

const FAMILIES: readonly string[] = ["IPv4", "IPv6"];
const FAMILY_POLICIES: readonly string[] = ["PreferDualStack", "RequireDualStack", "SingleStack"];
const PATH = "spec.clusterIPs";

/** `None`, nothing or addresses, and `clusterIP` the first of `clusterIPs`. */
// pkg/apis/core/validation/validation.go validateServiceClusterIPsRelatedFields, 1.20
export function validateClusterIps(spec: ServiceSpec, release: Release): FieldError[] {
  if (spec.type === "ExternalName") return [];
  const { clusterIP = "", clusterIPs = [] } = spec;
  if (!release.has("clusterIps")) {
    const isRight = clusterIP === "" || clusterIP === "None" || isIp(clusterIP);
    return isRight ? [] : [invalid("spec.clusterIP", clusterIP, "must be empty, 'None', or a valid IP address")];
  }
  const list = goStringSliceSyntax(clusterIPs);
  const errors: FieldError[] = [];
  if (clusterIP !== "") {
    if (clusterIPs.length === 0) errors.push(required(PATH));
    else if (clusterIPs[0] !== clusterIP) errors.push(invalidStruct(PATH, list, release.value("clusterIpsFirstText")));
  } else if (clusterIPs.length > 0) {
    errors.push(invalidStruct(PATH, list, release.value("clusterIpsEmptyText")));
  }
  errors.push(...validateFamilies(spec));
  const addresses = validateAddresses(clusterIPs, list, release);
  errors.push(...addresses);
  if (clusterIPs.length > 2) errors.push(invalidStruct(PATH, list, "may only hold up to 2 values"));
  if (addresses.length > 0) return errors;
  const families = new Set(clusterIPs.map((ip) => ip.includes(":")));
  if (clusterIPs.length > 1 && families.size !== clusterIPs.length) {
    errors.push(invalidStruct(PATH, list, "may specify no more than one IP for each IP family"));
  }
  return isHeadless(spec) ? errors : [...errors, ...validateFamiliesMatch(spec, clusterIPs)];
}

function validateFamilies({ ipFamilies = [], ipFamilyPolicy }: ServiceSpec): FieldError[] {
  const errors = checkEach("spec.ipFamilies", ipFamilies as readonly string[], (family, at, index) => [
    ...(FAMILIES.includes(family) ? [] : [notSupported(at, family, FAMILIES)]),
    ...((ipFamilies as readonly string[]).indexOf(family) < index ? [duplicate(at, family)] : []),
  ]);
  if (ipFamilyPolicy !== undefined && !FAMILY_POLICIES.includes(ipFamilyPolicy)) {
    errors.push(notSupported("spec.ipFamilyPolicy", ipFamilyPolicy, FAMILY_POLICIES));
  }
  return errors;
}

function validateAddresses(ips: readonly string[], list: string, release: Release): FieldError[] {
  return checkEach(PATH, ips, (ip, at, index) => {
    if (index === 0 && ip === "None") return ips.length > 1 ? [invalidStruct(PATH, list, "'None' must be the first and only value")] : [];
    return checkIp(ip, release).map((wrong) => invalid(at, ip, wrong));
  });
}

function validateFamiliesMatch({ ipFamilies = [] }: ServiceSpec, ips: readonly string[]): FieldError[] {
  return checkEach(PATH, ips.slice(0, ipFamilies.length), (ip, at, index) => {
    const expected = ipFamilies[index];
    const found = ip.includes(":") ? "IPv6" : "IPv4";
    return found === expected ? [] : [invalid(at, ip, `expected an ${expected} value as indicated by \`ipFamilies[${index}]\``)];
  });
}

/** An address stays for the service's life, unless the type ExternalName comes in between. */
// validateUpgradeDowngradeClusterIPs, 1.20; validateServiceUpdate, 1.18
export function validateClusterIpsKept(spec: ServiceSpec, before: ServiceSpec, release: Release): FieldError[] {
  if (spec.type === "ExternalName" || before.type === "ExternalName") return [];
  if (!release.has("clusterIps")) {
    const isChanged = before.clusterIP && spec.clusterIP !== before.clusterIP;
    return isChanged ? [invalid("spec.clusterIP", spec.clusterIP ?? "", "field is immutable")] : [];
  }
  if (isHeadless(spec) && isHeadless(before)) return [];
  const now = spec.clusterIPs ?? [];
  const old = before.clusterIPs ?? [];
  const list = goStringSliceSyntax(spec.clusterIPs);
  if (old.length > 0 && now.length === 0) return [invalidStruct(`${PATH}[0]`, list, "primary clusterIP can not be unset")];
  const compared = now.length === old.length ? old : old.slice(0, 1);
  return checkEach(PATH, compared, (ip, at, index) => (ip === now[index] ? [] : [invalidStruct(at, list, "may not change once set")]));
}
