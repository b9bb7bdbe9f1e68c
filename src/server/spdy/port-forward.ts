import type { ApiResponse, ResourceRequest, ResourceVerb } from "../../machinery/api.ts";
import { isJsonObject } from "../../base/json.ts";
import type { ServerBackend } from "../http-server.ts";
import type { SpdyStream } from "./connection.ts";

export const PORT_FORWARD_PROTOCOL = "portforward.k8s.io";

const VERBS: Readonly<Record<string, ResourceVerb>> = { POST: "create", PUT: "update", PATCH: "patch", DELETE: "delete" };
const encoder = new TextEncoder();

interface HttpMessage {
  readonly method: string;
  readonly path: string;
  readonly body: string;
  /** Bytes that it took. */
  readonly length: number;
}

/** Forwards connections to a pod's ports: each is a pair of streams, and carries HTTP. client-go/tools/portforward */
export function createPortForward(backend: Pick<ServerBackend, "handle">, request: ResourceRequest): (stream: SpdyStream) => void {
  const errors = new Map<string, SpdyStream>();
  return (stream) => {
    const id = stream.headers.get("requestid") ?? "";
    if (stream.headers.get("streamtype") === "error") errors.set(id, stream);
    else forward(backend, request, stream, () => errors.get(id));
  };
}

function forward(
  backend: Pick<ServerBackend, "handle">,
  request: ResourceRequest,
  stream: SpdyStream,
  errorStream: () => SpdyStream | undefined,
): void {
  const port = stream.headers.get("port") ?? "";
  let at = 0;
  let last: Promise<void> = Promise.resolve();
  stream.onData((soFar, isAll) => {
    for (let message = readHttp(soFar.subarray(at)); message; message = readHttp(soFar.subarray(at))) {
      at += message.length;
      const one = message;
      last = last.then(() => exchange(backend, request, port, one, stream, errorStream()));
    }
    if (!isAll) return;
    void last.then(() => {
      stream.end();
      errorStream()?.end();
    });
  });
}

async function exchange(
  backend: Pick<ServerBackend, "handle">,
  request: ResourceRequest,
  port: string,
  { method, path, body }: HttpMessage,
  stream: SpdyStream,
  errorStream: SpdyStream | undefined,
): Promise<void> {
  const name = request.name ?? "";
  const proxied: ResourceRequest = {
    ...request,
    verb: VERBS[method] ?? "get",
    subresource: "proxy",
    name: `${name}:${port}`,
    options: { path: path.slice(1) },
    ...(body === "" ? {} : { body }),
  };
  const response = await answered(backend, proxied);
  if (response === undefined || isRefusal(response)) {
    errorStream?.write(encoder.encode(`error forwarding port ${port} to pod ${name}: connect: connection refused`));
    errorStream?.end();
    stream.end();
    return;
  }
  const text = typeof response.body === "string" ? response.body : JSON.stringify(response.body);
  const content = encoder.encode(text);
  stream.write(
    encoder.encode(`HTTP/1.1 ${response.code} ${response.code < 400 ? "OK" : "Error"}\r\nContent-Length: ${content.length}\r\n\r\n`),
  );
  if (method !== "HEAD") stream.write(content);
}

async function answered(backend: Pick<ServerBackend, "handle">, request: ResourceRequest): Promise<ApiResponse | undefined> {
  try {
    return await backend.handle(request);
  } catch {
    return undefined;
  }
}

/** The API server's own refusal, as opposed to what the pod has answered. */
function isRefusal({ body }: ApiResponse): boolean {
  return isJsonObject(body) && body["kind"] === "Status";
}

/** One whole HTTP/1.1 request at the beginning of some bytes; undefined while it is incomplete. */
function readHttp(bytes: Uint8Array): HttpMessage | undefined {
  const text = new TextDecoder("latin1").decode(bytes);
  const headEnd = text.indexOf("\r\n\r\n");
  if (headEnd < 0) return undefined;
  const [method = "GET", path = "/"] = text.split(" ", 2);
  const bodyLength = Number(/\r\ncontent-length: *(\d+)/i.exec(text.slice(0, headEnd))?.[1] ?? 0);
  const length = headEnd + 4 + bodyLength;
  if (bytes.length < length) return undefined;
  return { method, path, body: new TextDecoder().decode(bytes.subarray(headEnd + 4, length)), length };
}
