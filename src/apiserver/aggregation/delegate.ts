import type { ApiResponse, ResourceRequest } from "../../machinery/api.ts";
import type { JsonObject } from "../../base/json.ts";
import type { KubeObject } from "../../machinery/object.ts";
import { failure } from "../../machinery/status.ts";
import { checkAccess } from "../auth/check.ts";
import type { Engine } from "../engine.ts";
import { unserved } from "../unserved.ts";
import { remoteGroupVersion } from "./remote-groups.ts";

/** Sends a request (`isRaw`: one for a bare path) for what this server does not serve on to the one that has its group version; undefined when none has. */
// kube-aggregator/pkg/apiserver/handler_proxy.go, 1.20
export function delegate(engine: Engine, request: ResourceRequest, isRaw = false): ApiResponse | undefined {
  const { group, version } = request;
  if (group === "") return undefined;
  const { store, extensionServer } = engine.options;
  const remote = remoteGroupVersion(store, extensionServer, group, version);
  if (!remote) return undefined;
  checkAccess(engine.authorizer, request);
  if (!remote.server) {
    const text = "the server is currently unable to handle the request";
    throw isRaw ? failure(503, "ServiceUnavailable", text, {}) : unserved(503, "ServiceUnavailable", text, request);
  }
  const response = remote.server.handle(request);
  return isRaw ? asSent(response) : response;
}

/** Other servers send typed lists, whose items do not say their kind again. */
function asSent(response: ApiResponse): ApiResponse {
  const { body } = response;
  if (typeof body === "string" || !("items" in body) || !Array.isArray(body.items)) return response;
  const items = (body.items as KubeObject[]).map(({ kind: _kind, apiVersion: _version, ...rest }) => rest);
  return { ...response, body: { ...body, items } as JsonObject };
}
