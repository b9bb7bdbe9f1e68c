import type { JsonObject } from "../base/json.ts";
import type { ApiResponse, ResourceRequest } from "./api.ts";
import type { KubeObject } from "./object.ts";

/** An API server that runs as a pod and answers for groups of its own, as metrics-server does. */
export interface ExtensionServer {
  /** The entries of a group version's APIResourceList; undefined when it does not serve that. */
  resources(group: string, version: string): readonly JsonObject[] | undefined;
  /** Answers a request for one of them; the user has been authorized. Throws StatusError. */
  handle(request: ResourceRequest): ApiResponse;
}

/** The server that a pod's program is; undefined for a pod that runs something else. */
export type FindExtensionServer = (pod: KubeObject) => ExtensionServer | undefined;
