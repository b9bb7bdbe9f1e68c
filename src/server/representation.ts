import { encodeBody } from "../apiserver/encode.ts";
import { bytesOfText } from "../base/byte-text.ts";
import type { ApiResponse } from "../machinery/api.ts";
import type { HttpResponse } from "../machinery/node-runtime.ts";
import type { Schema } from "../machinery/schema/schema.ts";
import type { StatusError } from "../machinery/status.ts";
import type { Table } from "../machinery/table.ts";

/** The Table that a client accepts. */
export interface TableWish {
  readonly apiVersion: string;
}

/** Reads `application/json;as=Table;v=v1;g=meta.k8s.io` out of an Accept header; undefined when no table is wanted. */
export function tableApiVersion(accept: string): TableWish | undefined {
  for (const clause of accept.split(",")) {
    const [type = "", ...params] = clause.split(";").map((part) => part.trim());
    const values = new Map(params.map((param) => param.split("=") as [string, string]));
    if (type === "application/json" && values.get("as") === "Table")
      return { apiVersion: `${values.get("g") ?? "meta.k8s.io"}/${values.get("v") ?? "v1"}` };
  }
  return undefined;
}

/** A response body as it goes over the wire. Rows of a table carry what `includeObject` says: None, Metadata or Object. */
export function bodyText(schema: Schema, body: object, wish: TableWish | undefined, includeObject: string): string {
  if (!wish || (body as Table).kind !== "Table") return encodeBody(schema, body);
  const table = body as Table;
  const rows = table.rows.map(({ cells, object }) => ({ cells, ...rowObject(object, wish, includeObject) }));
  return encodeBody(schema, { ...table, apiVersion: wish.apiVersion, rows });
}

function rowObject(object: Table["rows"][number]["object"], wish: TableWish, includeObject: string): { object?: unknown } {
  if (includeObject === "None") return {};
  if (includeObject === "Object") return { object };
  return { object: { kind: "PartialObjectMetadata", apiVersion: wish.apiVersion, metadata: object.metadata } };
}

/** An error as an answer. */
export function refusal(error: StatusError): ApiResponse {
  return { code: error.code, body: error.status, warnings: [] };
}

const UNSERVED = "the server could not find the requested resource";
/** The API server says for whom a resource is not served, as Go's clients do by themselves; on the wire stands `unserved` instead. */
export function asOnTheWire(response: ApiResponse, unserved: ApiResponse["body"]): ApiResponse {
  const { code, body, warnings } = response;
  if (code !== 404 || typeof body === "string" || !("message" in body) || !String(body.message).startsWith(UNSERVED)) return response;
  return { code, body: unserved, warnings };
}

/** An answer as it goes over the wire. */
export function respond(schema: Schema, response: ApiResponse, wish?: TableWish, includeObject = "None"): Response {
  const isText = typeof response.body === "string" && !response.body.startsWith("{");
  const headers = new Headers({ "content-type": isText ? "text/plain; charset=utf-8" : "application/json" });
  for (const warning of response.warnings) headers.append("warning", `299 - ${JSON.stringify(warning)}`);
  const body = typeof response.body === "string" ? response.body : bodyText(schema, response.body, wish, includeObject);
  return new Response(body, { status: response.code, headers });
}

/** Headers that speak of one connection alone. */
const HOP_BY_HOP = new Set(["connection", "keep-alive", "transfer-encoding", "content-length"]);

/** What a program behind the API server has answered. */
export function respondAs({ status, headers, body }: HttpResponse): Response {
  const kept = headers.filter(([name]) => !HOP_BY_HOP.has(name.toLowerCase())).map(([name, value]): [string, string] => [name, value]);
  return new Response(body === "" ? null : (bytesOfText(body).buffer as ArrayBuffer), { status, headers: kept });
}
