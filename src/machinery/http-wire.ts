import { bytesOfText, textOfBytes } from "../base/byte-text.ts";
import type { HttpRequest, HttpResponse } from "./node-runtime.ts";

/** What stands at the beginning of some bytes that a client has sent. */
export type Arrived =
  | { readonly kind: "request"; readonly request: HttpRequest; readonly length: number; readonly closes: boolean }
  | { readonly kind: "incomplete" }
  /** No HTTP/1.x will come of it. */
  | { readonly kind: "other" };

/** An HTTP request as far as it decides who answers it. */
export interface FrontRequest {
  readonly method: string;
  /** Without query, escapes resolved. */
  readonly path: string;
  /** The Host header. */
  readonly host: string;
}

/** Who answers: the API, under another path, or this text. */
export type FrontAnswer =
  | { readonly kind: "api"; readonly path: string }
  | {
      readonly kind: "answer";
      readonly status: number;
      readonly headers: readonly (readonly [string, string])[];
      readonly body: Uint8Array;
    };

const INCOMPLETE: Arrived = { kind: "incomplete" };
const OTHER: Arrived = { kind: "other" };
const HEAD_BYTES_MAX = 64 << 10;
const REQUEST_LINE = /^([A-Z]{1,20}) (\S+) HTTP\/1\.([01])$/;
/** The beginning of such a line. */
const METHOD = /^[A-Z]{1,20}( |$)/;
const latin1 = new TextDecoder("latin1");

/** One whole HTTP/1.x request at the beginning of some bytes. RFC 9112 */
export function readHttpRequest(bytes: Uint8Array): Arrived {
  const text = latin1.decode(bytes.subarray(0, HEAD_BYTES_MAX));
  const headEnd = text.indexOf("\r\n\r\n");
  if (headEnd < 0) return METHOD.test(text) && bytes.length < HEAD_BYTES_MAX && !/^[^\r]*\n/.test(text) ? INCOMPLETE : OTHER;
  const [line = "", ...rest] = text.slice(0, headEnd).split("\r\n");
  const [, method = "", path = "", minor] = REQUEST_LINE.exec(line) ?? [];
  if (minor === undefined) return OTHER;
  const headers = rest.map(headerOfLine);
  const body = bodyAt(bytes, headEnd + 4, headers);
  if (body === undefined) return INCOMPLETE;
  const connection = valueOf(headers, "connection").toLowerCase();
  return {
    kind: "request",
    request: { method, path, headers, body: textOfBytes(body.content) },
    length: body.end,
    closes: connection.includes("close") || (minor === "0" && !connection.includes("keep-alive")),
  };
}

function headerOfLine(line: string): readonly [string, string] {
  const colon = line.indexOf(":");
  return [line.slice(0, colon), line.slice(colon + 1).trim()];
}

function valueOf(headers: HttpRequest["headers"], name: string): string {
  return headers.find(([key]) => key.toLowerCase() === name)?.[1] ?? "";
}

interface Body {
  readonly content: Uint8Array;
  /** Where the next message begins. */
  readonly end: number;
}

function bodyAt(bytes: Uint8Array, start: number, headers: HttpRequest["headers"]): Body | undefined {
  if (valueOf(headers, "transfer-encoding").toLowerCase().includes("chunked")) return chunksAt(bytes, start);
  const end = start + (Number(valueOf(headers, "content-length")) || 0);
  return bytes.length < end ? undefined : { content: bytes.subarray(start, end), end };
}

function chunksAt(bytes: Uint8Array, start: number): Body | undefined {
  const parts: number[] = [];
  for (let at = start; ;) {
    const lineEnd = bytes.indexOf(0x0a, at);
    if (lineEnd < 0) return undefined;
    const size = Number.parseInt(latin1.decode(bytes.subarray(at, lineEnd)), 16) || 0;
    const end = lineEnd + 1 + size + 2;
    if (bytes.length < end) return undefined;
    if (size === 0) return { content: Uint8Array.from(parts), end };
    for (const byte of bytes.subarray(lineEnd + 1, lineEnd + 1 + size)) parts.push(byte);
    at = end;
  }
}

/** Headers that speak of one connection alone. */
const HOP_BY_HOP = new Set(["connection", "keep-alive", "transfer-encoding", "content-length"]);

/** A response as it goes over the wire: with the length of its body, and `Connection: close` when the connection then ends. */
export function writeHttpResponse(response: HttpResponse, method: string, closes: boolean): Uint8Array {
  const { status, statusText, headers, body } = response;
  const content = bytesOfText(body);
  const lines = headers.filter(([name]) => !HOP_BY_HOP.has(name.toLowerCase())).map(([name, value]) => `${name}: ${value}`);
  const stated = method === "HEAD" ? valueOf(headers, "content-length") : "";
  const head = [
    `HTTP/1.1 ${status} ${statusText}`,
    ...lines,
    `Content-Length: ${stated || content.length}`,
    `Connection: ${closes ? "close" : "keep-alive"}`,
  ];
  const start = bytesOfText(`${head.join("\r\n")}\r\n\r\n`);
  if (method === "HEAD") return start;
  const whole = new Uint8Array(start.length + content.length);
  whole.set(start);
  whole.set(content, start.length);
  return whole;
}
