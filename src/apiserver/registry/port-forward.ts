import type { ApiResponse } from "../../machinery/api.ts";
import type { KubeObject } from "../../machinery/object.ts";
import { badRequest } from "../../machinery/status.ts";
import type { Call } from "../engine.ts";
import { runtimeOf } from "./connect.ts";
import { existing } from "./list.ts";

interface PodLike extends KubeObject {
  spec?: { nodeName?: string };
}

/**
 * `pods/portforward`. Without a port it only opens: the answer is the pod, to whose uid the connection then belongs. With one it is an
 * exchange with `options.port` of the pod of `options.uid`, that has perhaps gone meanwhile; without HTTP request it only connects.
 */
// pkg/registry/core/pod/rest/subresources.go PortForwardREST; pkg/kubelet/cri/streaming/portforward/httpstream.go
export function podPortForward(call: Call): ApiResponse {
  const { http, options = {}, namespace, name = "" } = call.request;
  if (options["port"] === undefined) {
    const pod = existing(call) as PodLike;
    if (!pod.spec?.nodeName) throw badRequest(`pod ${name} does not have a host assigned`);
    return { code: 200, body: pod, warnings: call.warnings };
  }
  const uid = String(options["uid"] ?? "");
  const found = call.context.get("pods", namespace, name);
  const pod = found?.metadata.uid === uid ? { pod: found } : {};
  const answer = runtimeOf(call).forward({ uid, port: Number(options["port"]), ...pod }, http);
  if (answer === undefined) return { code: 200, body: "", warnings: call.warnings };
  return { code: answer.status, body: answer.body, warnings: call.warnings, http: answer };
}
