import { ipv4Number } from "../../base/ipv4.ts";
import { type FieldError, invalid } from "../../machinery/validation/field-error.ts";
import type { Release } from "../../release/release.ts";

const IPV6_GROUP = /^[0-9a-fA-F]{1,4}$/;

/** True for a textual IPv6 address without a zone. */
export function isIpv6(text: string): boolean {
  const halves = text.split("::");
  if (halves.length > 2 || !text.includes(":")) return false;
  const groups = halves.flatMap((half) => (half === "" ? [] : half.split(":")));
  const last = groups.at(-1) ?? "";
  const embedded = last.includes(".") && ipv4Number(last) !== undefined;
  const plain = embedded ? groups.slice(0, -1) : groups;
  const count = plain.length + (embedded ? 2 : 0);
  return plain.every((group) => IPV6_GROUP.test(group)) && (halves.length === 2 ? count < 8 : count === 8);
}

/** True for an address of either family. */
export function isIp(text: string): boolean {
  return ipv4Number(text) !== undefined || isIpv6(text);
}

/** True for `10.0.0.0/8` or an IPv6 block. Bits of the host may be set. */
export function isCidr(text: string): boolean {
  const [address = "", bits = "", more] = text.split("/");
  if (more !== undefined || !/^\d{1,3}$/.test(bits)) return false;
  return ipv4Number(address) === undefined ? isIpv6(address) && Number(bits) <= 128 : Number(bits) <= 32;
}

/** The complaint about a text that is no address. */
export function checkIp(text: string, release: Release): string[] {
  return isIp(text) ? [] : [release.value("ipAddressText")];
}

/** Addresses that endpoints and external IPs may not have. */
// pkg/apis/core/validation/validation.go validateNonSpecialIP, 1.20
export function validateOrdinaryIp(path: string, text: string): FieldError[] {
  if (!isIp(text)) return [invalid(path, text, "must be a valid IP address")];
  if (text === "0.0.0.0" || text === "::") return [invalid(path, text, "may not be unspecified (0.0.0.0)")];
  if (text.startsWith("127.") || text === "::1") return [invalid(path, text, "may not be in the loopback range (127.0.0.0/8)")];
  if (text.startsWith("169.254.")) return [invalid(path, text, "may not be in the link-local range (169.254.0.0/16)")];
  if (text.startsWith("224.0.0.")) return [invalid(path, text, "may not be in the link-local multicast range (224.0.0.0/24)")];
  return [];
}

/** The text of an address given as its 4 or 16 bytes; IPv6 with its longest run of zeros left out. RFC 5952 */
export function addressText(bytes: Uint8Array): string {
  if (bytes.length === 4) return bytes.join(".");
  const groups = Array.from({ length: 8 }, (_, index) => (((bytes[index * 2] ?? 0) << 8) | (bytes[index * 2 + 1] ?? 0)).toString(16));
  const longest = [...groups.join(":").matchAll(/\b0(?::0\b)+/g)].reduce((best, [run]) => (run.length > best.length ? run : best), "");
  const text = groups.join(":");
  return longest === "" ? text : text.replace(new RegExp(`:?${longest}:?`), "::");
}
