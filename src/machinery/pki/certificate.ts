import { bitString, type Der, integer, isTrue, nothing, octetString, oid, sequence, tagged, utcTime } from "../../base/der.ts";
import { type RsaKey, rsaPublicKey, signRsa } from "../../base/rsa.ts";
import { sha256 } from "../../base/sha256.ts";
import { writePem } from "./pem.ts";
import type { AlternativeNames } from "./signing-request.ts";

/** What a certificate says. Times in ms since the Unix epoch. RFC 5280 */
export interface CertificateContent {
  readonly serial: bigint;
  /** RDNSequences. */
  readonly issuer: Der;
  readonly subject: Der;
  readonly notBefore: number;
  readonly notAfter: number;
  readonly publicKeyInfo: Der;
  readonly extensions: readonly Der[];
}

const SHA256_WITH_RSA = "1.2.840.113549.1.1.11";
const VERSION_TAG = 0xa0;
const EXTENSIONS_TAG = 0xa3;
const KEY_ID_TAG = 0x80;
const EMAIL_TAG = 0x81;
const DNS_TAG = 0x82;
const URI_TAG = 0x86;
const ADDRESS_TAG = 0x87;
const KEY_ID_BYTES = 20;
const VERSION_3 = 2;

/** How a message is signed: RSASSA-PKCS1-v1_5 with SHA-256, by whatever means. */
export type Sign = (message: Der, key: RsaKey) => Der;

/** A signed certificate, in PEM. */
export function issueCertificate(content: CertificateContent, key: RsaKey, sign: Sign = signRsa): string {
  const algorithm = sequence(oid(SHA256_WITH_RSA), nothing());
  const body = sequence(
    tagged(VERSION_TAG, integer(VERSION_3)),
    integer(content.serial),
    algorithm,
    content.issuer,
    sequence(utcTime(utcText(content.notBefore)), utcTime(utcText(content.notAfter))),
    content.subject,
    content.publicKeyInfo,
    tagged(EXTENSIONS_TAG, sequence(...content.extensions)),
  );
  return writePem("CERTIFICATE", sequence(body, algorithm, bitString(sign(body, key))));
}

/** `260101000000Z` */
function utcText(time: number): string {
  return `${new Date(time).toISOString().replaceAll(/[-:T]/g, "").slice(2, 14)}Z`;
}

/** One extension. */
function extension(id: string, value: Der, isCritical = false): Der {
  return sequence(oid(id), ...(isCritical ? [isTrue()] : []), octetString(value));
}

/** KeyUsage by bit numbers: 0 digitalSignature, 2 keyEncipherment, 5 keyCertSign. */
export function keyUsage(bits: readonly number[]): Der {
  const bytes = new Uint8Array(Math.floor(Math.max(...bits) / 8) + 1);
  for (const bit of bits) bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) | (0x80 >> (bit & 7));
  return extension("2.5.29.15", bitString(bytes, 7 - (Math.max(...bits) & 7)), true);
}

/** ExtendedKeyUsage by object identifiers. */
export function extendedKeyUsage(purposes: readonly string[]): Der {
  return extension("2.5.29.37", sequence(...purposes.map(oid)));
}

/** BasicConstraints. */
export function basicConstraints(isAuthority: boolean): Der {
  return extension("2.5.29.19", sequence(...(isAuthority ? [isTrue()] : [])), true);
}

/** SubjectKeyIdentifier. */
export function subjectKeyId(key: RsaKey): Der {
  return extension("2.5.29.14", octetString(keyIdOf(key)));
}

/** AuthorityKeyIdentifier. */
export function authorityKeyId(key: RsaKey): Der {
  return extension("2.5.29.35", sequence(tagged(KEY_ID_TAG, keyIdOf(key))));
}

/** The first bytes of the key's hash. RFC 7093, 2 */
function keyIdOf(key: RsaKey): Der {
  return sha256(rsaPublicKey(key)).slice(0, KEY_ID_BYTES);
}

/** SubjectAltName. */
export function alternativeNames({ dns, email, uris, addresses }: AlternativeNames): Der {
  const texts = (tag: number, items: readonly string[]) => items.map((text) => tagged(tag, new TextEncoder().encode(text)));
  return extension(
    "2.5.29.17",
    sequence(
      ...texts(DNS_TAG, dns),
      ...texts(EMAIL_TAG, email),
      ...addresses.map((address) => tagged(ADDRESS_TAG, address)),
      ...texts(URI_TAG, uris),
    ),
  );
}
