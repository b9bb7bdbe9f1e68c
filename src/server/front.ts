import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { FrontAnswer, FrontRequest } from "../machinery/http-wire.ts";
import { type Answering, exchange } from "./http-server.ts";
import { serveUpgrade } from "./upgrade.ts";

/** A server that looks at requests before the API does. */
export interface FrontOptions extends Answering {
  readonly place: { readonly address: string; readonly port: number } | { readonly path: string };
  route(request: FrontRequest): FrontAnswer;
}

/** Serves plain HTTP; resolves to the port, 0 for a path. Rejects when it cannot listen. */
export function startFront(options: FrontOptions): Promise<number> {
  const { place } = options;
  const server = createServer((incoming, outgoing) => void answer(options, incoming, outgoing));
  server.on("upgrade", (incoming: IncomingMessage, socket: Socket, first: Uint8Array) => void upgrade(options, incoming, socket, first));
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    const listening = (): void => resolve("path" in place ? 0 : (server.address() as AddressInfo).port);
    if ("path" in place) server.listen(place.path, listening);
    else server.listen(place.port, place.address, listening);
  });
}

function judge(options: FrontOptions, incoming: IncomingMessage): FrontAnswer {
  const { method = "GET", url = "/", headers } = incoming;
  const [path = "/"] = url.split("?");
  return options.route({ method, path: decoded(path), host: headers.host ?? "" });
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** The request as the API is to see it. */
function redirect(incoming: IncomingMessage, path: string): void {
  const [, query] = /^[^?]*(\?.*)$/s.exec(incoming.url ?? "") ?? [];
  incoming.url = encodeURI(path).replace(/[?#]/g, encodeURIComponent) + (query ?? "");
}

async function answer(options: FrontOptions, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const verdict = judge(options, incoming);
  if (verdict.kind === "answer") {
    outgoing.writeHead(verdict.status, [...verdict.headers.flat(), "Content-Length", String(verdict.body.length)]);
    outgoing.end(verdict.body);
    return;
  }
  redirect(incoming, verdict.path);
  await exchange(options, incoming, outgoing);
}

async function upgrade(options: FrontOptions, incoming: IncomingMessage, socket: Socket, first: Uint8Array): Promise<void> {
  const verdict = judge(options, incoming);
  if (verdict.kind === "answer") {
    socket.end(`HTTP/1.1 ${verdict.status} Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
    return;
  }
  redirect(incoming, verdict.path);
  try {
    await serveUpgrade(options, incoming, socket, first);
  } catch (error) {
    options.onFault?.(error);
    socket.destroy();
  }
}
