import { bitString, integer, nothing, octetString, oid, sequence, set, tagged, type Der } from "../../src/base/der.ts";
import { rsaKey, rsaPublicKeyInfo, signRsa } from "../../src/base/rsa.ts";
import { type DistinguishedName, writeName } from "../../src/machinery/pki/names.ts";
import { writePem } from "../../src/machinery/pki/pem.ts";

/** A PKCS #10 request as `spec.request` holds it: PEM in base64. */
export function signingRequest(subject: Partial<DistinguishedName>, dns: readonly string[] = [], addresses: readonly Der[] = []): string {
  const key = rsaKey(7);
  const names = sequence(
    ...dns.map((name) => tagged(0x82, new TextEncoder().encode(name))),
    ...addresses.map((address) => tagged(0x87, address)),
  );
  const extensions = sequence(sequence(oid("2.5.29.17"), octetString(names)));
  const attributes = dns.length + addresses.length > 0 ? [sequence(oid("1.2.840.113549.1.9.14"), set(extensions))] : [];
  const info = sequence(integer(0), writeName(subject), rsaPublicKeyInfo(key), tagged(0xa0, ...attributes));
  const algorithm = sequence(oid("1.2.840.113549.1.1.11"), nothing());
  return btoa(writePem("CERTIFICATE REQUEST", sequence(info, algorithm, bitString(signRsa(info, key)))));
}
