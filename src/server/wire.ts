import type { IncomingMessage, ServerResponse } from "node:http";
import { failure } from "../machinery/status.ts";

/** A request as it came over the wire, its body whole. */
export interface WireRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly body: Uint8Array;
}

const STREAMED = "transfer-encoding";
const BODY_BYTES_MAX = 32 << 20;

/** Reads a request to its end. Throws StatusError for one that cannot be meant. */
export async function readRequest(incoming: IncomingMessage): Promise<WireRequest> {
  return { ...headOf(incoming), body: await readAll(incoming) };
}

/** A request without its body. Throws StatusError when its target is no URL. */
export function headOf({ method = "GET", url = "/", rawHeaders }: IncomingMessage): Omit<WireRequest, "body"> {
  const headers = new Headers();
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) headers.append(rawHeaders[index] ?? "", rawHeaders[index + 1] ?? "");
  const target = URL.parse(url, "http://localhost");
  if (!target) throw failure(400, "BadRequest", `invalid request target ${JSON.stringify(url)}`);
  return { method, url: target, headers };
}

async function readAll(incoming: IncomingMessage): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of incoming as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > BODY_BYTES_MAX) throw failure(413, "RequestEntityTooLarge", `Request entity too large: limit is ${BODY_BYTES_MAX}`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Sends a response; a stream goes on until it ends or the client is gone. */
export async function sendResponse(outgoing: ServerResponse, response: Response): Promise<void> {
  const headers: string[] = [];
  response.headers.forEach((value, name) => name !== "warning" && headers.push(canonical(name), value));
  // Joined by commas they would be one warning to Go's clients as well, but each has its own header on a real server.
  const warnings = response.headers.get("warning")?.split(/, (?=299 - ")/) ?? [];
  for (const warning of warnings) headers.push("Warning", warning);
  if (!response.headers.has(STREAMED)) return sendWhole(outgoing, response.status, headers, await response.bytes());
  const reader = response.body?.getReader();
  outgoing.on("close", () => void reader?.cancel());
  outgoing.writeHead(response.status, headers);
  // A client that watches waits for the head, not for the first event.
  outgoing.flushHeaders();
  if (reader) await pump(reader, outgoing);
  outgoing.end();
}

/** A header's name as Go's servers spell it. */
function canonical(name: string): string {
  return name.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase());
}

function sendWhole(outgoing: ServerResponse, status: number, headers: readonly string[], body: Uint8Array): void {
  outgoing.writeHead(status, [...headers, "Content-Length", String(body.length)]);
  outgoing.end(body);
}

/** An answer that goes out piece by piece as it comes. */
export function streamed(stream: ReadableStream, contentType: string): Response {
  return new Response(stream, { headers: { "content-type": contentType, [STREAMED]: "chunked" } });
}

interface ChunkReader {
  read(): Promise<{ done: boolean; value?: Uint8Array | undefined }>;
}

async function pump(reader: ChunkReader, outgoing: ServerResponse): Promise<void> {
  for (let part = await reader.read(); !part.done && part.value; part = await reader.read()) {
    if (outgoing.destroyed) return;
    if (!outgoing.write(part.value)) await drained(outgoing);
  }
}

function drained(outgoing: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    outgoing.once("drain", resolve);
    outgoing.once("close", resolve);
  });
}
