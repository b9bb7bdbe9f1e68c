import type { ApiRequest, ApiResponse, ResourceRequest, UserInfo, Watch, WatchEvent } from "../machinery/api.ts";
import type { AsyncClient, ListOptions, ResourceRef } from "../machinery/client.ts";
import type { KubeList, KubeObject } from "../machinery/object.ts";
import type { Table } from "../machinery/table.ts";
import { deleteBody, nameForSubresource } from "./client.ts";
import { throwRefusal } from "./refusal.ts";

/** How an asynchronous client reaches a server: in process (inside the cluster's transactions) or over HTTP. */
export interface Transport {
  handle(request: ApiRequest): ApiResponse | Promise<ApiResponse>;
  /** Opens a watch. `poll` is only called inside {@link Transport.wait}. */
  watch(request: ResourceRequest): Watch | ApiResponse | Promise<Watch | ApiResponse>;
  /** Lets the cluster's time pass until `poll` gives something; undefined once `deadline` has come, ms since the Unix epoch. */
  wait<T>(poll: () => T | undefined, options: { deadline?: number; endless?: boolean }): Promise<T | undefined>;
  /** The cluster's now, ms since the Unix epoch. */
  now(): number;
}

/** The client of commands that may have to wait. `onWarning` gets each warning that a response carries. */
export function createAsyncClient(
  transport: Transport,
  user: UserInfo,
  userAgent: string,
  onWarning: (text: string) => void = () => {},
): AsyncClient {
  async function send(request: Parameters<AsyncClient["request"]>[0]): Promise<ApiResponse> {
    const response = await transport.handle({ ...request, user, userAgent });
    response.warnings.forEach(onWarning);
    // What a program says over a forwarded port is none of the server's refusals.
    if (!response.http || !("subresource" in request) || request.subresource !== "portforward") throwRefusal(response);
    return response;
  }

  async function ask(ref: ResourceRef, request: Pick<ResourceRequest, "verb"> & Partial<ResourceRequest>): Promise<ApiResponse["body"]> {
    const { group, version, resource, namespace } = ref;
    return (await send({ group, version, resource, namespace, ...request })).body;
  }

  return {
    request: send,
    path: (path) => send({ verb: "path", method: "GET", path }),
    get: async (ref, name) => (await ask(ref, { verb: "get", name })) as KubeObject,
    getTable: async (ref, name) => (await ask(ref, { verb: "get", name, as: "table" })) as Table,
    list: async (ref, options = {}) => (await ask(ref, { verb: "list", ...options })) as KubeList,
    listTable: async (ref, options = {}) => (await ask(ref, { verb: "list", as: "table", ...options })) as Table,
    create: async (ref, object, options = {}) =>
      (await ask(ref, { verb: "create", body: object, ...nameForSubresource(object, options.subresource), ...options })) as KubeObject,
    update: async (ref, object, options = {}) =>
      (await ask(ref, { verb: "update", body: object, name: object.metadata.name ?? "", ...options })) as KubeObject,
    patch: async (ref, name, patchType, patch, options = {}) =>
      (await ask(ref, { verb: "patch", name, patchType, body: patch, ...options })) as KubeObject,
    delete: async (ref, name, options = {}) =>
      (await ask(ref, { verb: "delete", name, body: deleteBody(options), ...(options.dryRun ? { dryRun: true } : {}) })) as KubeObject,
    async deleteCollection(ref, options = {}) {
      const selection = selectionOf(options);
      await ask(ref, { verb: "deletecollection", body: deleteBody(options), ...selection, ...(options.dryRun ? { dryRun: true } : {}) });
    },
    watch: (ref, options = {}) =>
      watchEvents(transport, { verb: "watch", ...refOf(ref), ...selectionOf(options), ...asOf(options), user, userAgent }, options),
  };
}

function refOf({ group, version, resource, namespace }: ResourceRef): ResourceRef {
  return { group, version, resource, namespace };
}

function asOf({ as }: { as?: "object" | "table" }): { as?: "object" | "table" } {
  return as === undefined ? {} : { as };
}

function selectionOf({ labelSelector, fieldSelector, resourceVersion }: ListOptions): Partial<ResourceRequest> {
  return {
    ...(labelSelector === undefined ? {} : { labelSelector }),
    ...(fieldSelector === undefined ? {} : { fieldSelector }),
    ...(resourceVersion === undefined ? {} : { resourceVersion }),
  };
}

async function* watchEvents(
  transport: Transport,
  request: ResourceRequest,
  { timeoutMs, endless = false }: { timeoutMs?: number; endless?: boolean },
): AsyncGenerator<WatchEvent> {
  const watch = await transport.watch(request);
  if (!("poll" in watch)) return throwRefusal(watch);
  const until = { endless, ...(timeoutMs === undefined ? {} : { deadline: transport.now() + timeoutMs }) };
  try {
    for (;;) {
      const events = await transport.wait(() => nonEmpty(watch.poll()), until);
      if (!events) return;
      for (const event of events) {
        yield event;
        if (event.type === "ERROR") return;
      }
    }
  } finally {
    watch.close();
  }
}

function nonEmpty(events: WatchEvent[]): WatchEvent[] | undefined {
  return events.length > 0 ? events : undefined;
}
