import type { Der } from "../../base/der.ts";
import { DerError, type DerValue, readDer, readOid, readWhole } from "../../base/der-reader.ts";
import { fromBase64 } from "./base64.ts";
import { type DistinguishedName, readName } from "./names.ts";
import { readPem } from "./pem.ts";

/** What of a PKCS #10 request Kubernetes looks at. RFC 2986 */
export interface ParsedRequest {
  readonly subject: DistinguishedName;
  readonly publicKeyInfo: Der;
  readonly names: AlternativeNames;
}

/** Subject alternative names. */
export interface AlternativeNames {
  readonly dns: readonly string[];
  readonly email: readonly string[];
  readonly uris: readonly string[];
  /** As their 4 or 16 bytes. */
  readonly addresses: readonly Der[];
}

const SEQUENCE = 0x30;
const ATTRIBUTES = 0xa0;
const EXTENSION_REQUEST = "1.2.840.113549.1.9.14";
const ALTERNATIVE_NAMES = "2.5.29.17";
const EMAIL = 0x81;
const DNS = 0x82;
const URI = 0x86;
const ADDRESS = 0x87;

/** Reads `spec.request` (PEM in base64); a text says what is wrong with it. The signature is not verified. */
// pkg/apis/certificates/helpers.go ParseCSR, 1.20; Go's crypto/x509 ParseCertificateRequest
export function parseSigningRequest(request: string): ParsedRequest | string {
  const text = new TextDecoder().decode(fromBase64(request) ?? new Uint8Array());
  const [block] = readPem(text);
  if (block?.label !== "CERTIFICATE REQUEST") return "PEM block type must be CERTIFICATE REQUEST";
  try {
    return parse(block.bytes);
  } catch (error) {
    if (error instanceof DerError) return error.message;
    throw error;
  }
}

function parse(bytes: Der): ParsedRequest {
  const [info] = partsOf(readWhole(bytes));
  if (!info) throw truncated();
  const [, subject, key, ...rest] = partsOf(info);
  if (!subject || !key) throw truncated();
  const attributes = rest.find(({ tag }) => tag === ATTRIBUTES);
  return {
    subject: readName(subject),
    publicKeyInfo: key.bytes,
    names: readNames(attributes ? readDer(attributes.content) : []),
  };
}

function partsOf({ tag, content }: DerValue): DerValue[] {
  if (tag !== SEQUENCE) throw new DerError("asn1: structure error: tags don't match");
  return readDer(content);
}

function truncated(): DerError {
  return new DerError("asn1: syntax error: sequence truncated");
}

function readNames(attributes: readonly DerValue[]): AlternativeNames {
  const found: DerValue[] = [];
  for (const attribute of attributes) {
    const [type, values] = readDer(attribute.content);
    if (!type || !values || readOid(type.content) !== EXTENSION_REQUEST) continue;
    for (const extension of readDer(values.content).flatMap(({ content }) => readDer(content))) {
      const [id, ...parts] = readDer(extension.content);
      const value = parts.at(-1);
      if (id && value && readOid(id.content) === ALTERNATIVE_NAMES) found.push(...readDer(readWhole(value.content).content));
    }
  }
  const texts = (wanted: number) => found.filter(({ tag }) => tag === wanted).map(({ content }) => new TextDecoder().decode(content));
  return {
    dns: texts(DNS),
    email: texts(EMAIL),
    uris: texts(URI),
    addresses: found.filter(({ tag }) => tag === ADDRESS).map(({ content }) => content),
  };
}
