import type { Der } from "../../base/der.ts";
import { extendedKeyUsage, keyUsage } from "../../machinery/pki/certificate.ts";

/** Bits of KeyUsage. RFC 5280, 4.2.1.3 */
const BITS: Readonly<Record<string, number>> = {
  signing: 0,
  "digital signature": 0,
  "content commitment": 1,
  "key encipherment": 2,
  "data encipherment": 3,
  "key agreement": 4,
  "cert sign": 5,
  "crl sign": 6,
  "encipher only": 7,
  "decipher only": 8,
};
/** Purposes, in the order of Go's constants, in which they are written. */
const PURPOSES: readonly (readonly [usage: string, id: string])[] = [
  ["any", "2.5.29.37.0"],
  ["server auth", "1.3.6.1.5.5.7.3.1"],
  ["client auth", "1.3.6.1.5.5.7.3.2"],
  ["code signing", "1.3.6.1.5.5.7.3.3"],
  ["email protection", "1.3.6.1.5.5.7.3.4"],
  ["s/mime", "1.3.6.1.5.5.7.3.4"],
  ["ipsec end system", "1.3.6.1.5.5.7.3.5"],
  ["ipsec tunnel", "1.3.6.1.5.5.7.3.6"],
  ["ipsec user", "1.3.6.1.5.5.7.3.7"],
  ["timestamping", "1.3.6.1.5.5.7.3.8"],
  ["ocsp signing", "1.3.6.1.5.5.7.3.9"],
  ["microsoft sgc", "1.3.6.1.4.1.311.10.3.3"],
  ["netscape sgc", "2.16.840.1.113730.4.1"],
];

/** The extensions that say what a certificate is for. */
// pkg/controller/certificates/authority/policies.go keyUsagesFromStrings, 1.20
export function usageExtensions(usages: readonly string[]): Der[] {
  const bits = usages.map((usage) => BITS[usage]).filter((bit) => bit !== undefined);
  const purposes = [...new Set(PURPOSES.filter(([usage]) => usages.includes(usage)).map(([, id]) => id))];
  return [...(bits.length > 0 ? [keyUsage(bits)] : []), ...(purposes.length > 0 ? [extendedKeyUsage(purposes)] : [])];
}
