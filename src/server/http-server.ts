import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import type { ApiRequest, ApiResponse, ResourceRequest, UserInfo, Watch } from "../machinery/api.ts";
import type { Schema } from "../machinery/schema/schema.ts";
import { failure, StatusError } from "../machinery/status.ts";
import type { HttpCredentials } from "./authentication.ts";
import { refusal, respond } from "./representation.ts";
import { serveRequest } from "./serve-request.ts";
import { serveUpgrade } from "./upgrade.ts";
import { readRequest, sendResponse } from "./wire.ts";

/** What the HTTP face stands on: each call runs inside a transaction of the cluster. */
export interface ServerBackend {
  /** The user behind credentials, or the refusal. */
  authenticate(credentials: HttpCredentials): Promise<UserInfo | ApiResponse>;
  handle(request: ApiRequest): Promise<ApiResponse>;
  watch(request: ResourceRequest): Promise<Watch | ApiResponse>;
  /** Lets the cluster's time pass until `poll` gives something; undefined once `timeoutMs` of it have passed. */
  wait<T>(poll: () => T | undefined, timeoutMs: number | undefined): Promise<T | undefined>;
}

/** What it takes to answer requests. */
export interface Answering {
  readonly backend: ServerBackend;
  readonly schema: Schema;
  /** The body of a 404 for a path that is not served. */
  unservedBody(path: string): ApiResponse["body"];
  /** Told about a fault of ours: the client gets a 500. */
  readonly onFault?: (error: unknown) => void;
}

export interface ServerOptions extends Answering {
  /** 0 takes any free port. */
  readonly port: number;
  /** PEM texts; plain HTTP without. */
  readonly tls?: { readonly certificate: string; readonly key: string };
}

export interface RunningServer {
  readonly url: string;
  readonly port: number;
  stop(): void;
}

const LOOPBACK = "127.0.0.1";

/** Serves the Kubernetes REST API on loopback. Rejects when the port cannot be had. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { tls } = options;
  const server = tls ? createHttpsServer({ cert: tls.certificate, key: tls.key }) : createHttpServer();
  server.on("request", (incoming: IncomingMessage, outgoing: ServerResponse) => void exchange(options, incoming, outgoing));
  server.on("upgrade", (incoming: IncomingMessage, socket: Socket, first: Uint8Array) => {
    serveUpgrade(options, incoming, socket, first).catch((error: unknown) => {
      options.onFault?.(error);
      socket.destroy();
    });
  });
  await listening(server, options.port);
  const { port } = server.address() as AddressInfo;
  return { url: `${tls ? "https" : "http"}://${LOOPBACK}:${port}`, port, stop: () => stop(server) };
}

function listening(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, LOOPBACK, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

function stop(server: Server): void {
  server.close();
  server.closeAllConnections();
}

/** Answers one request; a client whose answer cannot be made or sent is cut off. */
export async function exchange(options: Answering, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  try {
    await sendResponse(outgoing, await answer(options, incoming));
  } catch (error) {
    options.onFault?.(error);
    outgoing.destroy();
  }
}

async function answer(options: Answering, incoming: IncomingMessage): Promise<Response> {
  const { schema, onFault } = options;
  try {
    return await serveRequest(options, await readRequest(incoming));
  } catch (error) {
    if (error instanceof StatusError) return respond(schema, refusal(error));
    onFault?.(error);
    const text = error instanceof Error ? error.message : String(error);
    return respond(schema, refusal(failure(500, "InternalError", `Internal error occurred: ${text}`, {})));
  }
}
