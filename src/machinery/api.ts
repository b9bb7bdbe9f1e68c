import type { JsonObject } from "../base/json.ts";
import type { HttpRequest, HttpResponse } from "./node-runtime.ts";
import type { KubeList, KubeObject } from "./object.ts";
import type { Status } from "./status.ts";
import type { Table } from "./table.ts";

/** Who asks. `kubernetes-admin` in group `system:masters` (from 1.29 on `kubeadm:cluster-admins`) for kubeadm's kubeconfig. */
export interface UserInfo {
  name: string;
  groups: readonly string[];
  uid?: string;
  /** What authentication knows besides: the pod that a token is bound to. */
  extra?: Readonly<Record<string, readonly string[]>>;
}

export type PatchType = "json" | "merge" | "strategic" | "apply";

export type ResourceVerb = "get" | "list" | "watch" | "create" | "update" | "patch" | "delete" | "deletecollection";

/** A request for a resource, in REST terms. `server/` makes it from HTTP, `client/` from typed calls. */
export interface ResourceRequest {
  verb: ResourceVerb;
  group: string;
  version: string;
  /** Plural: `pods`. */
  resource: string;
  /** "" for cluster-scoped resources and for lists over all namespaces. */
  namespace: string;
  name?: string;
  subresource?: string;
  /** The object for create and update, DeleteOptions for delete, a patch (object or, for JSON patch, a list) for patch. */
  body?: unknown;
  /** The body is a new event as the server would store it, defaults and all, and the caller keeps no hold of it. Only components say so. */
  isWhole?: true;
  patchType?: PatchType;
  labelSelector?: string;
  fieldSelector?: string;
  limit?: number;
  continue?: string;
  resourceVersion?: string;
  /** How a list stands to `resourceVersion`: Exact or NotOlderThan. */
  resourceVersionMatch?: string;
  /** What the caller accepts: the object itself (default), or a server-made Table. */
  as?: "object" | "table";
  /** Of a get: without what belongs to this cluster alone (until 1.20). */
  export?: boolean;
  dryRun?: boolean;
  fieldManager?: string;
  /** Server-side apply: take over conflicting fields. */
  force?: boolean;
  /** Server-side field validation (1.25 and later): Ignore, Warn or Strict. */
  fieldValidation?: string;
  /** The query of a connecting subresource (log, exec, attach, portforward, proxy): `container`, `tailLines`, `command` …, and `path` of a proxy. */
  options?: Readonly<Record<string, string | readonly string[]>>;
  /** What `proxy` and `portforward` pass on. Its path is what stands behind `proxy` in the URL, with the query; "" when nothing does. */
  http?: HttpRequest;
  user: UserInfo;
  /** HTTP User-Agent; its first word up to `/` is the field manager when none is named. */
  userAgent: string;
}

/** A request for something that is no resource: `/api`, `/apis/apps/v1`, `/version`, `/healthz`, `/openapi/v2`. */
export interface PathRequest {
  verb: "path";
  method: string;
  path: string;
  /** For `create --raw` and the like: the object of a path that names a resource after all. */
  body?: unknown;
  user: UserInfo;
  userAgent: string;
}

export type ApiRequest = ResourceRequest | PathRequest;

/** The answer. `code` 200..299 is success; anything else has a Status as body. Text bodies are for `/healthz` and logs. */
export interface ApiResponse {
  code: number;
  body: KubeObject | KubeList | Table | Status | JsonObject | string;
  /** Warning headers, without the `299 - ` frame. */
  warnings: readonly string[];
  /** Of discovery: group versions whose own server is away. On the wire a client learns it by asking for each; it asks for all. */
  undiscovered?: readonly string[];
  /** What the program behind `proxy` or `portforward` has answered; `code` and `body` repeat its own. */
  http?: HttpResponse;
}

/** One watch event. `object` is a Table with one row when the watch asked for tables. */
export interface WatchEvent {
  type: "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK" | "ERROR";
  object: KubeObject | Table | Status;
}

/** An open watch. It never blocks: whoever waits lets virtual (or real) time pass and polls again. */
export interface Watch {
  /** The events that have happened since the last poll, oldest first. */
  poll(): WatchEvent[];
  close(): void;
}

/** The API server: requests in, responses out, synchronously. It throws only for our own faults (assertions). */
export interface ApiHandler {
  handle(request: ApiRequest): ApiResponse;
  /** Opens a watch (verb "watch"); an error response instead when the request is refused. */
  watch(request: ResourceRequest): Watch | ApiResponse;
}
