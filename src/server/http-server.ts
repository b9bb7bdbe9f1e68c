import type { ApiRequest, ApiResponse, ResourceRequest, UserInfo, Watch } from "../machinery/api.ts";
import type { Schema } from "../machinery/schema/schema.ts";
import { failure, StatusError } from "../machinery/status.ts";
import type { HttpCredentials } from "./authentication.ts";
import { refusal, respond } from "./representation.ts";
import { serveRequest } from "./serve-request.ts";

/** What the HTTP face stands on: each call runs inside a transaction of the cluster. */
export interface ServerBackend {
  /** The user behind credentials, or the refusal. */
  authenticate(credentials: HttpCredentials): Promise<UserInfo | ApiResponse>;
  handle(request: ApiRequest): Promise<ApiResponse>;
  watch(request: ResourceRequest): Promise<Watch | ApiResponse>;
  /** Lets the cluster's time pass until `poll` gives something; undefined once `timeoutMs` of it have passed. */
  wait<T>(poll: () => T | undefined, timeoutMs: number | undefined): Promise<T | undefined>;
}

export interface ServerOptions {
  readonly backend: ServerBackend;
  readonly schema: Schema;
  /** 0 takes any free port. */
  readonly port: number;
  /** PEM texts; plain HTTP without. */
  readonly tls?: { readonly certificate: string; readonly key: string };
  /** Told about a fault of ours: the client gets a 500. */
  readonly onFault?: (error: unknown) => void;
}

export interface RunningServer {
  readonly url: string;
  readonly port: number;
  stop(): void;
}

/** A client that stays silent for so long in the middle of a request is gone. Watches have no such limit. */
const IDLE_SECONDS = 255;
const BODY_BYTES_MAX = 32 << 20;

/** Serves the Kubernetes REST API on loopback. */
export function startServer(options: ServerOptions): RunningServer {
  const server = Bun.serve({
    port: options.port,
    hostname: "127.0.0.1",
    idleTimeout: IDLE_SECONDS,
    maxRequestBodySize: BODY_BYTES_MAX,
    ...(options.tls ? { tls: { cert: options.tls.certificate, key: options.tls.key } } : {}),
    fetch: (request, connection) => answer(options, request, () => connection.timeout(request, 0)),
    error: (error) => faulty(options, error),
  });
  const port = server.port ?? options.port;
  return { url: `${options.tls ? "https" : "http"}://127.0.0.1:${port}`, port, stop: () => void server.stop(true) };
}

async function answer(options: ServerOptions, request: Request, keepOpen: () => void): Promise<Response> {
  try {
    return await serveRequest(options, request, keepOpen);
  } catch (error) {
    if (error instanceof StatusError) return respond(options.schema, refusal(error));
    return faulty(options, error);
  }
}

function faulty({ schema, onFault }: ServerOptions, error: unknown): Response {
  onFault?.(error);
  const text = error instanceof Error ? error.message : String(error);
  return respond(schema, refusal(failure(500, "InternalError", `Internal error occurred: ${text}`, {})));
}
