import type { Node } from "../../kinds/core/node/types.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";
import type { ComponentContext } from "../../machinery/component.ts";
import type { HttpRequest, HttpResponse, LogOptions } from "../../machinery/node-runtime.ts";
import { failure, StatusError } from "../../machinery/status.ts";
import { byteLength, httpDate, response } from "../../network/http.ts";
import { kubeletTrouble } from "./dial.ts";
import { nodeAddress } from "./work.ts";

type Logs = (pod: Pod, container: string, options: LogOptions) => string;

/** Doors of a real kubelet behind which nothing is emulated. pkg/kubelet/server/server.go, 1.20 */
const NOT_EMULATED = new Set(["attach", "configz", "debug", "exec", "logs", "metrics", "portForward", "run", "spec", "stats"]);

/** What the kubelet of a node answers on port 10250: `/healthz`, `/pods`, `/runningpods/` and `/containerLogs/…`; else it says what is missing. */
export function answerAsKubelet(node: Node, { path, method }: HttpRequest, context: ComponentContext, logs: Logs): HttpResponse {
  const name = node.metadata.name ?? "";
  const trouble = kubeletTrouble(context, name);
  if (trouble !== undefined)
    throw failure(503, "ServiceUnavailable", `error trying to reach service: dial tcp ${nodeAddress(node)}:10250: ${trouble}`, {});
  const url = new URL(path, "http://kubelet");
  const [door = "", ...rest] = url.pathname.split("/").filter(Boolean).map(decodeURIComponent);
  const say = (status: number, type: string, body: string): HttpResponse => said(status, type, body, context);
  if (method !== "GET" && method !== "HEAD") return say(405, TEXT, "405: Method Not Allowed");
  if (door === "healthz") return say(200, TEXT, "ok");
  if (door === "pods" || door === "runningpods") return say(200, "application/json", JSON.stringify(podsOn(name, door, context)));
  if (door === "containerLogs") return containerLog(rest, url.searchParams, context, { logs, say });
  if (NOT_EMULATED.has(door))
    return say(501, TEXT, `k8sim does not emulate /${door} of the kubelet; there are /healthz, /pods, /runningpods/ and /containerLogs/\n`);
  return say(404, TEXT, "404 page not found\n");
}

const TEXT = "text/plain; charset=utf-8";

function said(status: number, type: string, body: string, { sim }: ComponentContext): HttpResponse {
  const headers = [
    ["Content-Type", type],
    ["Date", httpDate(sim.now())],
    ["Content-Length", String(byteLength(body))],
  ] as const;
  return response(status, headers, body);
}

function podsOn(node: string, door: string, { lister }: ComponentContext): object {
  const pods = (lister.list("pods") as readonly Pod[]).filter(
    ({ spec, status }) => spec.nodeName === node && (door === "pods" || status?.phase === "Running"),
  );
  return { kind: "PodList", apiVersion: "v1", metadata: {}, items: pods.map(({ apiVersion: _version, kind: _kind, ...pod }) => pod) };
}

function containerLog(
  [namespace = "", pod = "", container = ""]: readonly string[],
  query: URLSearchParams,
  { lister }: ComponentContext,
  { logs, say }: { logs: Logs; say: (status: number, type: string, body: string) => HttpResponse },
): HttpResponse {
  const found = lister.get("pods", namespace, pod) as Pod | undefined;
  if (found === undefined) return say(404, TEXT, `pod "${pod}" not found\n`);
  const tail = query.get("tailLines");
  try {
    return say(200, "text/plain", logs(found, container, tail === null ? {} : { tailLines: Number(tail) }));
  } catch (error) {
    if (error instanceof StatusError) return say(error.code, TEXT, `${error.message}\n`);
    throw error;
  }
}
