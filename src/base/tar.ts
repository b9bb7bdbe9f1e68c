import { bytesOfText } from "./byte-text.ts";

/** A file, directory or symbolic link in an archive. */
export interface TarEntry {
  readonly kind: "directory" | "file" | "link";
  /** Without the slash that directories have behind their names in an archive. */
  readonly name: string;
  readonly content: Uint8Array;
  /** Permission bits. */
  readonly mode: number;
  /** Seconds since the Unix epoch. */
  readonly modifiedSeconds: number;
  /** Where a link leads. */
  readonly target?: string;
}

/** Bytes that are no archive; `message` is Go's. */
export class TarError extends Error {
  override name = "TarError";
}

const BLOCK = 512;
const NAME_BYTES = 100;
const TYPES = { file: "0", link: "2", directory: "5" } as const;
const LONG_NAME = "L";
const LONG_TARGET = "K";
const EXTENDED = "x";
const GLOBAL = "g";
const NOTHING = new Uint8Array();
const decoder = new TextDecoder();

/** Writes an archive, ustar with GNU's long names. POSIX.1-1988, GNU tar manual */
export function writeTar(entries: readonly TarEntry[]): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const entry of entries) {
    const name = bytesOfText(entry.kind === "directory" ? `${entry.name}/` : entry.name);
    const target = bytesOfText(entry.target ?? "");
    if (name.length > NAME_BYTES) parts.push(...longText(LONG_NAME, name));
    if (target.length > NAME_BYTES) parts.push(...longText(LONG_TARGET, target));
    const content = entry.kind === "file" ? entry.content : NOTHING;
    parts.push(
      header({ name, target, mode: entry.mode, seconds: entry.modifiedSeconds, size: content.length, type: TYPES[entry.kind] }),
      ...padded(content),
    );
  }
  parts.push(new Uint8Array(2 * BLOCK));
  return joined(parts);
}

function longText(type: string, text: Uint8Array): Uint8Array[] {
  const content = joined([text, new Uint8Array(1)]);
  return [
    header({ name: bytesOfText("././@LongLink"), target: NOTHING, mode: 0, seconds: 0, size: content.length, type }),
    ...padded(content),
  ];
}

interface Header {
  readonly name: Uint8Array;
  readonly target: Uint8Array;
  readonly mode: number;
  readonly seconds: number;
  readonly size: number;
  readonly type: string;
}

/** Places of the fields of a header. */
const MODE_AT = 100;
const SIZE_AT = 124;
const TIME_AT = 136;
const SUM_AT = 148;
const TYPE_AT = 156;
const TARGET_AT = 157;
const MAGIC_AT = 257;
const PREFIX_AT = 345;
const PREFIX_BYTES = 155;

function header({ name, target, mode, seconds, size, type }: Header): Uint8Array {
  const block = new Uint8Array(BLOCK);
  const put = (at: number, text: string): void => block.set(bytesOfText(text), at);
  block.set(name.subarray(0, NAME_BYTES));
  put(MODE_AT, octal(mode, 7));
  put(MODE_AT + 8, octal(0, 7));
  put(MODE_AT + 16, octal(0, 7));
  put(SIZE_AT, octal(size, 11));
  put(TIME_AT, octal(seconds, 11));
  put(TYPE_AT, type);
  block.set(target.subarray(0, NAME_BYTES), TARGET_AT);
  put(MAGIC_AT, "ustar\u000000");
  put(SUM_AT, `${octal(sumOf(block), 6)}\0 `);
  return block;
}

function octal(value: number, digits: number): string {
  return Math.max(0, Math.floor(value)).toString(8).padStart(digits, "0");
}

/** The sum of a header's bytes, its own field taken as blanks. */
function sumOf(block: Uint8Array): number {
  let sum = 0;
  for (const [at, byte] of block.entries()) sum += at >= SUM_AT && at < SUM_AT + 8 ? 32 : byte;
  return sum;
}

function padded(content: Uint8Array): Uint8Array[] {
  return content.length === 0 ? [] : [content, new Uint8Array((BLOCK - (content.length % BLOCK)) % BLOCK)];
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((total, part) => total + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Whether bytes end as every archive does that was written to its end. */
export function isWholeTar(bytes: Uint8Array): boolean {
  return bytes.length >= 2 * BLOCK && bytes.subarray(-2 * BLOCK).every((byte) => byte === 0);
}

/** Reads an archive: ustar, with long names of GNU and PAX. Throws TarError. Other sorts of entries than {@link TarEntry}'s are left out. */
export function readTar(bytes: Uint8Array): TarEntry[] {
  const entries: TarEntry[] = [];
  let long: { name?: string; target?: string } = {};
  for (let at = 0; at + BLOCK <= bytes.length;) {
    const block = bytes.subarray(at, at + BLOCK);
    if (block.every((byte) => byte === 0)) break;
    if (Number.parseInt(textAt(block, SUM_AT, 8).trim(), 8) !== sumOf(block)) throw new TarError("archive/tar: invalid tar header");
    const size = Number.parseInt(textAt(block, SIZE_AT, 12).trim() || "0", 8);
    const content = bytes.subarray(at + BLOCK, at + BLOCK + size);
    if (content.length < size) throw new TarError("unexpected EOF");
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
    const type = textAt(block, TYPE_AT, 1);
    if (type === LONG_NAME || type === LONG_TARGET) {
      long = { ...long, [type === LONG_NAME ? "name" : "target"]: decoder.decode(content).replace(/\0+$/, "") };
    } else if (type === EXTENDED) long = { ...long, ...extended(content) };
    else if (type !== GLOBAL) {
      const entry = entryOf(block, type, content, long);
      if (entry !== undefined) entries.push(entry);
      long = {};
    }
  }
  return entries;
}

function textAt(block: Uint8Array, at: number, length: number): string {
  const field = block.subarray(at, at + length);
  const end = field.indexOf(0);
  return decoder.decode(end < 0 ? field : field.subarray(0, end));
}

/** `27 path=some/long/name\n`, as often as need be. POSIX.1-2001 pax */
function extended(content: Uint8Array): { name?: string; target?: string } {
  const found: { name?: string; target?: string } = {};
  for (let at = 0; at < content.length;) {
    const length = Number.parseInt(decoder.decode(content.subarray(at, at + 20)), 10);
    if (!(length > 0)) throw new TarError("archive/tar: invalid tar header");
    const [, key, value = ""] = /^\d+ ([^=]+)=([^]*)\n$/.exec(decoder.decode(content.subarray(at, at + length))) ?? [];
    if (key === "path") found.name = value;
    if (key === "linkpath") found.target = value;
    at += length;
  }
  return found;
}

function entryOf(block: Uint8Array, type: string, content: Uint8Array, long: { name?: string; target?: string }): TarEntry | undefined {
  const prefix = textAt(block, MAGIC_AT, 5) === "ustar" ? textAt(block, PREFIX_AT, PREFIX_BYTES) : "";
  const short = textAt(block, 0, NAME_BYTES);
  const name = long.name ?? (prefix === "" ? short : `${prefix}/${short}`);
  const kind = ({ "": "file", "0": "file", "2": "link", "5": "directory" } as const)[type];
  if (kind === undefined) return undefined;
  return {
    kind: kind === "file" && name.endsWith("/") ? "directory" : kind,
    name: name.replace(/\/+$/, ""),
    content,
    mode: Number.parseInt(textAt(block, MODE_AT, 8).trim() || "0", 8),
    modifiedSeconds: Number.parseInt(textAt(block, TIME_AT, 12).trim() || "0", 8),
    ...(kind === "link" ? { target: long.target ?? textAt(block, TARGET_AT, NAME_BYTES) } : {}),
  };
}
