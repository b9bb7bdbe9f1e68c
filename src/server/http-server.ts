import { parseYaml } from "../base/yaml-in.ts";
import type { JsonObject } from "../base/json.ts";
import type { ApiRequest, ApiResponse, ResourceRequest, UserInfo, Watch } from "../machinery/api.ts";
import type { Schema } from "../machinery/schema/schema.ts";
import { badRequest, failure, type StatusError } from "../machinery/status.ts";
import { parsePath, type ParsedPath } from "../apiserver/request/parse-path.ts";
import { credentialsOf, type HttpCredentials } from "./authentication.ts";
import { openApiProtobuf } from "./open-api-protobuf.ts";
import { bodyText, tableApiVersion, type TableWish } from "./representation.ts";
import { watchStream } from "./watch-stream.ts";

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
  /** Told about a fault of ours: the client gets a 500. */
  readonly onFault?: (error: unknown) => void;
}

export interface RunningServer {
  readonly url: string;
  readonly port: number;
  stop(): void;
}

const PROTOBUF_OPENAPI = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";
const PROTOBUF = "application/vnd.kubernetes.protobuf";
const IDLE_SECONDS = 255;

/** Serves the Kubernetes REST API over plain HTTP on loopback. */
export function startServer(options: ServerOptions): RunningServer {
  const server = Bun.serve({
    port: options.port,
    hostname: "127.0.0.1",
    idleTimeout: IDLE_SECONDS,
    fetch: (request) => answer(options, request),
  });
  const port = server.port ?? options.port;
  return { url: `http://127.0.0.1:${port}`, port, stop: () => void server.stop(true) };
}

async function answer(options: ServerOptions, request: Request): Promise<Response> {
  try {
    return await serve(options, request);
  } catch (error) {
    options.onFault?.(error);
    const text = error instanceof Error ? error.message : String(error);
    return respond(options.schema, refusal(failure(500, "InternalError", `Internal error occurred: ${text}`, {})), undefined, "None");
  }
}

async function serve(options: ServerOptions, request: Request): Promise<Response> {
  const { backend, schema } = options;
  const url = new URL(request.url);
  const user = await backend.authenticate(credentialsOf(request.headers));
  if ("code" in user) return respond(schema, user, undefined, "None");
  const sender = { user, userAgent: request.headers.get("user-agent") ?? "" };
  const body = await readBody(request);
  if (body !== undefined && typeof body === "object" && body !== null && "code" in body && "warnings" in body)
    return respond(schema, body as ApiResponse, undefined, "None");
  const accept = request.headers.get("accept") ?? "";
  const wish = tableApiVersion(accept);
  const parsed = parsePath(request.method, url.pathname, url.search.slice(1), body, request.headers.get("content-type") ?? "");
  if (parsed.type === "path") {
    const response = await backend.handle({ verb: "path", method: request.method, path: url.pathname + url.search, ...sender });
    // The real server names no media type either: Go's clients cannot parse this one.
    if (url.pathname === "/openapi/v2" && accept.includes(PROTOBUF_OPENAPI) && response.code === 200) {
      return new Response(openApiProtobuf(response.body as JsonObject).buffer as ArrayBuffer, {
        headers: { "content-type": "application/octet-stream" },
      });
    }
    // The one document that the real server indents.
    if (url.pathname === "/version" && response.code === 200)
      return new Response(JSON.stringify(response.body, null, 2), { headers: { "content-type": "application/json" } });
    return respond(schema, response, undefined, "None");
  }
  const resource: ResourceRequest = { ...parsed.request, ...sender, ...(wish ? { as: "table" as const } : {}) };
  if (resource.verb === "watch") return openWatch(options, resource, parsed, wish);
  return respond(schema, await backend.handle(resource), wish, parsed.includeObject);
}

async function openWatch(
  options: ServerOptions,
  request: ResourceRequest,
  parsed: ParsedPath & { type: "resource" },
  wish: TableWish | undefined,
): Promise<Response> {
  const watch = await options.backend.watch(request);
  if (!("poll" in watch)) return respond(options.schema, watch, undefined, "None");
  const timeoutMs = parsed.timeoutSeconds === undefined ? undefined : parsed.timeoutSeconds * 1000;
  const stream = watchStream(options.backend, watch, timeoutMs, (object) => bodyText(options.schema, object, wish, parsed.includeObject));
  return new Response(stream, { headers: { "content-type": "application/json" } });
}

/** The body as JSON; text that is none stays text, so that the API server can say what is wrong with it. */
async function readBody(request: Request): Promise<unknown> {
  const source = await request.text();
  if (source === "") return undefined;
  const type = request.headers.get("content-type") ?? "";
  if (type.startsWith(PROTOBUF)) {
    const text = "the body of the request was in an unknown format - accepted media types include: application/json, application/yaml";
    return refusal(failure(415, "UnsupportedMediaType", text, {}));
  }
  try {
    return JSON.parse(source);
  } catch {
    if (!type.includes("yaml")) return source;
  }
  try {
    return parseYaml(source);
  } catch (error) {
    return refusal(badRequest(`error decoding YAML: ${error instanceof Error ? error.message : ""}`));
  }
}

function refusal(error: StatusError): ApiResponse {
  return { code: error.code, body: error.status, warnings: [] };
}

function respond(schema: Schema, response: ApiResponse, wish: TableWish | undefined, includeObject: string): Response {
  const isText = typeof response.body === "string";
  const headers = new Headers({ "content-type": isText ? "text/plain; charset=utf-8" : "application/json" });
  for (const warning of response.warnings) headers.append("warning", `299 - ${JSON.stringify(warning)}`);
  const body = typeof response.body === "string" ? response.body : bodyText(schema, response.body, wish, includeObject);
  return new Response(body, { status: response.code, headers });
}
