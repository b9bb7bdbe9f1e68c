import type { Der } from "../../base/der.ts";
import { DerError, type DerValue, readDer, readOid, readWhole } from "../../base/der-reader.ts";
import { type RsaKey, verifyRsa } from "../../base/rsa.ts";
import { fromBase64 } from "./base64.ts";
import { type DistinguishedName, readName } from "./names.ts";
import { readPem } from "./pem.ts";

/** What of a certificate matters to who is shown it. Times in ms since the Unix epoch. */
export interface ReadCertificate {
  readonly subject: DistinguishedName;
  readonly issuer: DistinguishedName;
  /** Host names of its SubjectAltName. */
  readonly dnsNames: readonly string[];
  readonly notBefore: number;
  readonly notAfter: number;
  /** Whether the key's owner signed it. */
  isSignedBy(key: RsaKey): boolean;
}

const TIME = /^(\d\d|\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/;

/** Reads a certificate (PEM in base64); undefined for what is none. */
export function readCertificate(base64: string): ReadCertificate | undefined {
  const [block] = readPem(new TextDecoder().decode(fromBase64(base64) ?? new Uint8Array()));
  if (block?.label !== "CERTIFICATE") return undefined;
  try {
    return parse(block.bytes);
  } catch (error) {
    if (error instanceof DerError) return undefined;
    throw error;
  }
}

function parse(bytes: Der): ReadCertificate | undefined {
  const [body, , signature] = readDer(readWhole(bytes).content);
  // version serial algorithm issuer validity subject key … extensions
  const fields = readDer(body?.content ?? new Uint8Array());
  const [, , , issuer, validity, subject] = fields;
  if (!body || !signature || !issuer || !validity || !subject) return undefined;
  const [from, until] = readDer(validity.content).map(({ content }) => timeOf(new TextDecoder().decode(content)));
  return {
    subject: readName(subject),
    issuer: readName(issuer),
    dnsNames: dnsNamesIn(fields.find(({ tag }) => tag === EXTENSIONS_TAG)),
    notBefore: from ?? Number.NaN,
    notAfter: until ?? Number.NaN,
    // The first octet counts unused bits.
    isSignedBy: (key) => verifyRsa(body.bytes, signature.content.subarray(1), key),
  };
}

const EXTENSIONS_TAG = 0xa3;
const DNS_TAG = 0x82;
const SUBJECT_ALT_NAME = "2.5.29.17";

function dnsNamesIn(extensions: DerValue | undefined): string[] {
  const list = extensions ? readDer(readWhole(extensions.content).content) : [];
  for (const { content } of list) {
    const [type, ...rest] = readDer(content);
    const value = rest.at(-1);
    if (type === undefined || value === undefined || readOid(type.content) !== SUBJECT_ALT_NAME) continue;
    const names = readDer(readWhole(value.content).content).filter(({ tag }) => tag === DNS_TAG);
    return names.map((name) => new TextDecoder().decode(name.content));
  }
  return [];
}

function timeOf(text: string): number {
  const [, year = "", ...parts] = TIME.exec(text) ?? [];
  const [month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.map(Number);
  return Date.UTC(Number(year.length === 2 ? `20${year}` : year), month - 1, day, hour, minute, second);
}
