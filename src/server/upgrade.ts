import { STATUS_CODES, type IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { parsePath } from "../apiserver/request/parse-path.ts";
import type { ResourceRequest } from "../machinery/api.ts";
import { badRequest, type Status, StatusError } from "../machinery/status.ts";
import { credentialsOf } from "./authentication.ts";
import type { ServerOptions } from "./http-server.ts";
import { refusal, respond } from "./representation.ts";
import { serveSpdy, type SpdyStream } from "./spdy/connection.ts";
import { createExec, EXEC_PROTOCOLS, prepareAttach, prepareExec } from "./spdy/exec.ts";
import { createPortForward, PORT_FORWARD_PROTOCOL } from "./spdy/port-forward.ts";
import { headOf } from "./wire.ts";

/** Answers a request that wants to leave HTTP: exec, attach and port-forward over SPDY/3.1. Clients fall back to it from WebSocket. */
export async function serveUpgrade(options: ServerOptions, incoming: IncomingMessage, socket: Socket, first: Uint8Array): Promise<void> {
  try {
    const { request, protocol } = await resourceOf(options, incoming);
    const onStream = await streamHandler(options, request, () => void socket.end());
    const head = ["HTTP/1.1 101 Switching Protocols", "Connection: Upgrade", "Upgrade: SPDY/3.1", `X-Stream-Protocol-Version: ${protocol}`];
    socket.write(`${head.join("\r\n")}\r\n\r\n`);
    serveSpdy(socket, first, onStream);
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    await refuse(options, socket, error);
  }
}

async function streamHandler({ backend }: ServerOptions, request: ResourceRequest, close: () => void): Promise<(stream: SpdyStream) => void> {
  if (request.subresource === "portforward") return createPortForward(backend, request);
  const prepare = request.subresource === "attach" ? prepareAttach : prepareExec;
  return createExec(request, await prepare(backend, request), close);
}

async function resourceOf({ backend }: ServerOptions, incoming: IncomingMessage): Promise<{ request: ResourceRequest; protocol: string }> {
  const { url, headers, method } = headOf(incoming);
  const user = await backend.authenticate(credentialsOf(headers));
  if ("code" in user) throw new StatusError(user.body as Status);
  const parsed = parsePath(method, url.pathname, url.search.slice(1));
  if (parsed.type === "path") throw badRequest("Upgrade request is for no stream");
  const { subresource = "" } = parsed.request;
  const offered = (headers.get("x-stream-protocol-version") ?? "").split(",").map((one) => one.trim());
  const known = { exec: EXEC_PROTOCOLS, attach: EXEC_PROTOCOLS, portforward: [PORT_FORWARD_PROTOCOL] }[subresource] ?? [];
  const protocol = known.find((one) => offered.includes(one));
  if (headers.get("upgrade")?.toLowerCase() !== "spdy/3.1" || protocol === undefined) throw badRequest("unable to upgrade: only SPDY/3.1 is spoken here");
  return { request: { ...parsed.request, user, userAgent: headers.get("user-agent") ?? "" }, protocol };
}

async function refuse({ schema }: ServerOptions, socket: Socket, error: StatusError): Promise<void> {
  const response = respond(schema, refusal(error));
  const body = await response.text();
  const head = [
    `HTTP/1.1 ${error.code} ${STATUS_CODES[error.code] ?? "Error"}`,
    "Content-Type: application/json",
    `Content-Length: ${Buffer.byteLength(body)}`,
    "Connection: close",
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`);
}
