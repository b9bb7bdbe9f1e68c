import { fromBase64 } from "./base64.ts";

/** One block of PEM. */
export interface PemBlock {
  readonly label: string;
  readonly bytes: Uint8Array;
}

const BLOCK = /-----BEGIN ([^-\n]+)-----\r?\n([A-Za-z0-9+/=\s]*?)-----END \1-----/g;
const LINE = /.{1,64}/g;

/** The blocks of a text; what cannot be decoded is none. RFC 7468 */
export function readPem(text: string): PemBlock[] {
  return [...text.matchAll(BLOCK)].flatMap(([, label = "", body = ""]) => {
    const bytes = fromBase64(body.replaceAll(/\s/g, ""));
    return bytes ? [{ label, bytes }] : [];
  });
}

/** A block with lines of 64 letters, as Go writes it. */
export function writePem(label: string, bytes: Uint8Array): string {
  return `-----BEGIN ${label}-----\n${(bytes.toBase64().match(LINE) ?? []).join("\n")}\n-----END ${label}-----\n`;
}
