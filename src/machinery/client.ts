import type { ApiResponse, PatchType, ResourceRequest, UserInfo, WatchEvent } from "./api.ts";
import type { KubeList, KubeObject } from "./object.ts";
import type { Table } from "./table.ts";

/** Names a resource and, within it, an object or a namespace. */
export interface ResourceRef {
  group: string;
  version: string;
  /** Plural. */
  resource: string;
  /** "" for cluster-scoped ones and for all namespaces. */
  namespace: string;
}

export interface ListOptions {
  labelSelector?: string;
  fieldSelector?: string;
  limit?: number;
  continue?: string;
  resourceVersion?: string;
}

export interface WriteOptions {
  dryRun?: boolean;
  fieldManager?: string;
  force?: boolean;
  fieldValidation?: string;
  subresource?: string;
  /** See ResourceRequest. */
  isWhole?: true;
}

export interface DeleteOptions {
  /** Seconds; absent means the object's own. */
  gracePeriodSeconds?: number;
  propagationPolicy?: "Background" | "Foreground" | "Orphan";
  preconditions?: { uid?: string; resourceVersion?: string };
  dryRun?: boolean;
}

/** The synchronous client of components: every call throws StatusError when the API server refuses. */
export interface Client {
  readonly user: UserInfo;
  get(ref: ResourceRef, name: string): KubeObject;
  list(ref: ResourceRef, options?: ListOptions): KubeList;
  create(ref: ResourceRef, object: KubeObject, options?: WriteOptions): KubeObject;
  update(ref: ResourceRef, object: KubeObject, options?: WriteOptions): KubeObject;
  updateStatus(ref: ResourceRef, object: KubeObject): KubeObject;
  patch(ref: ResourceRef, name: string, type: PatchType, patch: unknown, options?: WriteOptions): KubeObject;
  delete(ref: ResourceRef, name: string, options?: DeleteOptions): void;
}

/**
 * The client of commands that may have to wait (kubectl, shells): in process or over HTTP. Each call may reject with StatusError,
 * or with ConnectionError when nobody answers at the configured server.
 */
export interface AsyncClient {
  /** One request as it is; rejects with StatusError on code >= 400. `onWarning` of the client gets the warnings. */
  request(
    request: Omit<ResourceRequest, "user" | "userAgent"> | { verb: "path"; method: string; path: string; body?: unknown },
  ): Promise<ApiResponse>;
  get(ref: ResourceRef, name: string): Promise<KubeObject>;
  getTable(ref: ResourceRef, name: string): Promise<Table>;
  list(ref: ResourceRef, options?: ListOptions): Promise<KubeList>;
  listTable(ref: ResourceRef, options?: ListOptions): Promise<Table>;
  create(ref: ResourceRef, object: KubeObject, options?: WriteOptions & { name?: string }): Promise<KubeObject>;
  update(ref: ResourceRef, object: KubeObject, options?: WriteOptions): Promise<KubeObject>;
  patch(ref: ResourceRef, name: string, type: PatchType, patch: unknown, options?: WriteOptions): Promise<KubeObject>;
  /** Resolves to the deleted object or a Status. */
  delete(ref: ResourceRef, name: string, options?: DeleteOptions): Promise<KubeObject>;
  deleteCollection(ref: ResourceRef, options?: DeleteOptions & ListOptions): Promise<void>;
  /**
   * Watches until the consumer breaks off, `timeoutMs` of the cluster's time have passed, or the cluster says so. Waiting for the
   * next event lets the cluster's time pass (a stepped clock moves; a real clock sleeps with the lock released). `endless`: it is for
   * what others do meanwhile, so a stepped clock does not run ahead of them.
   */
  watch(
    ref: ResourceRef,
    options?: ListOptions & { as?: "object" | "table"; timeoutMs?: number; endless?: boolean },
  ): AsyncIterable<WatchEvent>;
  /** A GET of a path that is no resource. */
  path(path: string): Promise<ApiResponse>;
}

/** Nobody answers at the server that the kubeconfig names. */
export class ConnectionError extends Error {
  override name = "ConnectionError";
  /** `192.168.1.10:6443` */
  readonly address: string;
  /** Full URL of the request that failed, for the `Get "…"` form. */
  readonly url: string;
  /** Why it failed, in Go's words, where it was not refused: `x509: …`. */
  readonly problem: string | undefined;
  constructor(address: string, url: string, problem?: string) {
    super(problem ?? `connection refused: ${address}`);
    this.address = address;
    this.url = url;
    this.problem = problem;
  }
}
