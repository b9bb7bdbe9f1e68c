import { formatRfc3339 } from "../base/rfc3339.ts";
import type { Node } from "../kinds/core/node/types.ts";
import type { HttpRequest, HttpResponse } from "../machinery/node-runtime.ts";
import { byteLength, httpDate, response } from "./http.ts";
import { healthCheckOf } from "./kube-proxy/match.ts";
import { localEndpoints } from "./kube-proxy/backends.ts";
import { type Rules, rulesOn } from "./kube-proxy/rules.ts";
import { faultOf } from "./node-faults.ts";
import type { NetworkWorld } from "./types.ts";

/** A program of a machine's own that listens on a port there. */
export interface HostDaemon {
  readonly name: string;
  readonly speaks: "http" | "https";
  answer(request: HttpRequest): HttpResponse;
}

const KUBELET_PORT = 10_250;
const PROXY_HEALTH_PORT = 10_256;
const JSON_TYPE = "application/json";
const TEXT = "text/plain; charset=utf-8";

/** What listens on a port of a machine besides pods: its kubelet, and its kube-proxy with the health checks of load balancers. */
export function hostDaemon(world: NetworkWorld, node: Node, port: number): HostDaemon | undefined {
  const name = node.metadata.name ?? "";
  const say = (status: number, type: string, body: string): HttpResponse => said(world, status, type, body);
  if (port === KUBELET_PORT && faultOf(world.memory, name)?.kind !== "kubelet-stopped")
    return { name: "kubelet", speaks: "https", answer: () => say(401, TEXT, "Unauthorized") };
  const rules = rulesOn(world, name);
  if (rules.state !== "live") return undefined;
  if (port === PROXY_HEALTH_PORT) return { name: "kube-proxy", speaks: "http", answer: () => say(200, JSON_TYPE, healthz(world)) };
  return healthCheck(rules, name, port, say);
}

/** The node port on which a load balancer asks whether this node has endpoints. pkg/proxy/healthcheck/service_health.go, 1.20 */
function healthCheck(
  rules: Rules,
  node: string,
  port: number,
  say: (status: number, type: string, body: string) => HttpResponse,
): HostDaemon | undefined {
  const service = healthCheckOf(rules, port);
  if (service === undefined) return undefined;
  const { namespace, name } = service.metadata;
  const count = localEndpoints(rules, service, node);
  const body = `{\n\t"service": {\n\t\t"namespace": "${namespace}",\n\t\t"name": "${name}"\n\t},\n\t"localEndpoints": ${count}\n}`;
  return { name: "kube-proxy", speaks: "http", answer: () => say(count === 0 ? 503 : 200, JSON_TYPE, body) };
}

function healthz({ sim }: NetworkWorld): string {
  const time = formatRfc3339(sim.now()).replace("T", " ").replace("Z", " +0000 UTC");
  return `{"lastUpdated": "${time}","currentTime": "${time}"}`;
}

function said({ sim }: NetworkWorld, status: number, type: string, body: string): HttpResponse {
  const headers = [
    ["Content-Type", type],
    ["X-Content-Type-Options", "nosniff"],
    ["Date", httpDate(sim.now())],
    ["Content-Length", String(byteLength(body))],
  ] as const;
  return { ...response(status, headers, body), statusText: { 200: "OK", 401: "Unauthorized", 503: "Service Unavailable" }[status] ?? "" };
}
