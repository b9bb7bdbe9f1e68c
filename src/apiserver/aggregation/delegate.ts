import type { ApiResponse, ResourceRequest } from "../../machinery/api.ts";
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
  return remote.server.handle(request);
}
