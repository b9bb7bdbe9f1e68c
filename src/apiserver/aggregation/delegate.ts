import type { ApiResponse, ResourceRequest } from "../../machinery/api.ts";
import { failure } from "../../machinery/status.ts";
import { checkAccess } from "../auth/check.ts";
import type { Engine } from "../engine.ts";
import { unserved } from "../unserved.ts";
import { remoteGroupVersion } from "./remote-groups.ts";

/** Sends a request (`isRaw`: one for a bare path) on when another server has its group version; undefined when this one has it, or none. */
// kube-aggregator/pkg/apiserver/handler_proxy.go, 1.20
export function delegate(engine: Engine, request: ResourceRequest, isRaw = false): ApiResponse | undefined {
  const { group, version, resource } = request;
  if (group === "" || engine.resources.find(group, version, resource)) return undefined;
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
