import { STATUS_CODES, type IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { parsePath } from "../apiserver/request/parse-path.ts";
import type { ApiResponse, ResourceRequest } from "../machinery/api.ts";
import { badRequest, type Status, StatusError } from "../machinery/status.ts";
import { credentialsOf } from "./authentication.ts";
import { type ByteChannel, channelOf } from "./byte-channel.ts";
import type { Answering } from "./http-server.ts";
import { refusal, respond } from "./representation.ts";
import { serveSpdy } from "./spdy/connection.ts";
import { createExec, EXEC_PROTOCOLS, prepareAttach, prepareExec } from "./spdy/exec.ts";
import { createPortForward, openPortForward, PORT_FORWARD_PROTOCOL } from "./spdy/port-forward.ts";
import { acceptKey, serveChannels, servePorts, TUNNEL_PROTOCOL, WEBSOCKET_PROTOCOLS, webSocketChannel } from "./websocket.ts";
import { headOf } from "./wire.ts";

const UPGRADE_FAILED = "unable to upgrade connection: ";

/** Answers a request that wants to leave HTTP: exec, attach and port-forward, over SPDY/3.1 or WebSocket. */
export async function serveUpgrade(options: Answering, incoming: IncomingMessage, socket: Socket, first: Uint8Array): Promise<void> {
  try {
    const upgrade = await resourceOf(options, incoming);
    const start = await prepare(options, upgrade, () => socket.end());
    const { protocol, socketKey } = upgrade;
    if (socketKey === undefined) switchTo(socket, "SPDY/3.1", [`X-Stream-Protocol-Version: ${protocol}`]);
    else switchTo(socket, "websocket", [`Sec-WebSocket-Accept: ${acceptKey(socketKey)}`, `Sec-WebSocket-Protocol: ${protocol}`]);
    start(socketKey === undefined ? channelOf(socket, first) : webSocketChannel(socket, first));
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    await refuse(options, socket, error);
  }
}

function switchTo(socket: Socket, upgrade: string, headers: readonly string[]): void {
  socket.write(["HTTP/1.1 101 Switching Protocols", "Connection: Upgrade", `Upgrade: ${upgrade}`, ...headers, "", ""].join("\r\n"));
}

/** What is done on the line once the client has been told that it has it. Throws StatusError when it is refused. */
async function prepare(
  { backend }: Answering,
  { request, protocol, socketKey, ports }: Upgrade,
  end: () => void,
): Promise<(channel: ByteChannel) => void> {
  if (request.subresource === "portforward") {
    const exchange = await openPortForward(backend, request);
    if (socketKey !== undefined && protocol !== TUNNEL_PROTOCOL) return (channel) => servePorts(channel, ports, exchange);
    return (channel) => serveSpdy(channel, createPortForward(exchange));
  }
  const run = await (request.subresource === "attach" ? prepareAttach : prepareExec)(backend, request);
  if (socketKey === undefined) return (channel) => serveSpdy(channel, createExec(request, run, end));
  return (channel) =>
    serveChannels(
      channel,
      protocol,
      createExec(request, run, () => channel.close()),
    );
}

interface Upgrade {
  readonly request: ResourceRequest;
  readonly protocol: string;
  /** Set when the client speaks WebSocket. */
  readonly socketKey?: string;
  /** Ports to forward, where the query names them. */
  readonly ports: readonly string[];
}

async function resourceOf({ backend }: Answering, incoming: IncomingMessage): Promise<Upgrade> {
  const { url, headers, method } = headOf(incoming);
  const user = await backend.authenticate(credentialsOf(headers));
  if ("code" in user) throw new StatusError(user.body as Status);
  const parsed = parsePath(method, url.pathname, url.search.slice(1));
  if (parsed.type === "path") throw badRequest("Upgrade request is for no stream");
  const request: ResourceRequest = { ...parsed.request, user, userAgent: headers.get("user-agent") ?? "" };
  const socketKey = headers.get("sec-websocket-key");
  const offered = headers.get(socketKey === null ? "x-stream-protocol-version" : "sec-websocket-protocol") ?? "";
  const protocol = spoken(request.subresource ?? "", socketKey !== null).find((one) => offered.split(/, */).includes(one));
  const upgrade = headers.get("upgrade")?.toLowerCase();
  if (protocol === undefined || upgrade !== (socketKey === null ? "spdy/3.1" : "websocket"))
    throw badRequest(`unable to upgrade: no protocol in common for ${JSON.stringify(upgrade ?? "")}`);
  const ports = url.searchParams.getAll("ports").flatMap((list) => list.split(","));
  return { request, protocol, ports, ...(socketKey === null ? {} : { socketKey }) };
}

function spoken(subresource: string, isWebSocket: boolean): readonly string[] {
  if (subresource === "portforward") return isWebSocket ? [TUNNEL_PROTOCOL, ...WEBSOCKET_PROTOCOLS] : [PORT_FORWARD_PROTOCOL];
  if (subresource !== "exec" && subresource !== "attach") return [];
  return isWebSocket ? WEBSOCKET_PROTOCOLS : EXEC_PROTOCOLS;
}

async function refuse({ schema }: Answering, socket: Socket, error: StatusError): Promise<void> {
  // What a kubelet refuses passes as its bare text, and clients put these words in front of it.
  const isKubelets = error.message.startsWith(UPGRADE_FAILED);
  const answer: ApiResponse = isKubelets
    ? { code: error.code, body: error.message.slice(UPGRADE_FAILED.length), warnings: [] }
    : refusal(error);
  const response = respond(schema, answer);
  const body = await response.text();
  const head = [
    `HTTP/1.1 ${error.code} ${STATUS_CODES[error.code] ?? "Error"}`,
    `Content-Type: ${response.headers.get("content-type") ?? ""}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    "Connection: close",
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`);
}
