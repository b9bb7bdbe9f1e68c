import type { AsyncClient, ResourceRef } from "../../machinery/client.ts";
import type { KubeList, KubeObject } from "../../machinery/object.ts";
import { StatusError } from "../../machinery/status.ts";
import type { Table } from "../../machinery/table.ts";
import { type RestMapping, refOf } from "../rest-mapper.ts";

/** One thing that a command works on: an object, a list of a type, or a name that still has to be looked up. */
export interface ResourceInfo {
  readonly mapping: RestMapping;
  /** "" for cluster-scoped types and for all namespaces. */
  namespace: string;
  /** "" for lists. */
  name: string;
  /** File, URL or STDIN; "" when it came from arguments. */
  readonly source: string;
  /** Its object was read from a file, even where `source` is not told. */
  readonly fromFile?: boolean;
  /** The object from the file, or from the server once it has been fetched. */
  object?: KubeObject;
  /** The answer to a list request, when lists are not taken apart. */
  list?: KubeList;
  /** The server-made table, when tables were asked for. */
  table?: Table;
}

/** Where an info's object is. */
export function infoRef(info: ResourceInfo): ResourceRef {
  return refOf(info.mapping, info.namespace);
}

interface FetchOptions {
  readonly subresource?: string;
  readonly export?: boolean;
}

/** Fetches the object (or its table) anew, one of its subresources, or what is exported of it. Of what is in no namespace, it says so. */
// cli-runtime/pkg/resource/visitor.go Info.Get
export async function fetchInfo(
  client: AsyncClient,
  info: ResourceInfo,
  as: "object" | "table",
  options: FetchOptions = {},
): Promise<void> {
  try {
    await fetch(client, info, as, options);
  } catch (error) {
    const elsewhere = info.namespace !== "" && info.namespace !== "default";
    if (elsewhere && error instanceof StatusError && error.reason === "NotFound") await demandNamespace(client, info.namespace);
    throw error;
  }
}

/** Throws NotFound of a namespace that is not there; any other refusal counts for nothing. */
async function demandNamespace(client: AsyncClient, name: string): Promise<void> {
  try {
    await client.request({ verb: "get", group: "", version: "v1", resource: "namespaces", namespace: "", name });
  } catch (error) {
    if (error instanceof StatusError && error.reason === "NotFound") throw error;
  }
}

async function fetch(
  client: AsyncClient,
  info: ResourceInfo,
  as: "object" | "table",
  { subresource = "", export: exports = false }: FetchOptions,
): Promise<void> {
  const how = { ...(subresource === "" ? {} : { subresource }), ...(exports && info.fromFile !== true ? { export: true } : {}) };
  if (Object.keys(how).length > 0) {
    const { body } = await client.request({ verb: "get", ...infoRef(info), name: info.name, ...how, as });
    if (as === "table" && (body as KubeObject).kind === "Table") info.table = body as unknown as Table;
    else info.object = body as KubeObject;
  } else if (as === "table") info.table = await client.getTable(infoRef(info), info.name);
  else info.object = await client.get(infoRef(info), info.name);
}

/** The object of an info that has one. */
export function objectOf(info: ResourceInfo): KubeObject {
  if (info.object === undefined) throw new TypeError(`${info.mapping.resource} ${info.name} has not been fetched`);
  return info.object;
}
