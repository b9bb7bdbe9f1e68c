import type { ApiResponse } from "../../machinery/api.ts";
import type { HttpRequest, HttpResponse } from "../../machinery/node-runtime.ts";
import type { KubeObject } from "../../machinery/object.ts";
import { badRequest, failure } from "../../machinery/status.ts";
import type { Call } from "../engine.ts";
import { pathOf } from "../request/url-of.ts";
import { runtimeOf } from "./connect.ts";
import { existing } from "./list.ts";
import { throughProxy } from "./proxied-links.ts";

interface PodLike extends KubeObject {
  status?: { podIP?: string };
  spec?: { containers?: { ports?: { containerPort: number }[] }[] };
}

interface ServiceLike extends KubeObject {
  spec?: { ports?: { name?: string; port: number }[] };
}

interface EndpointsLike extends KubeObject {
  subsets?: { addresses?: { ip: string; targetRef?: { name?: string } }[]; ports?: { name?: string; port: number }[] }[];
}

interface NodeLike extends KubeObject {
  status?: { addresses?: { type: string; address: string }[] };
}

const KUBELET_PORT = "10250";
const HTTP_PORT = 80;
const MOVED_PERMANENTLY = 301;

/** `pods/proxy`: one HTTP exchange with a port of the pod; without one in the URL, with the first that the pod declares. */
// pkg/registry/core/pod/strategy.go ResourceLocation, 1.20
export function podProxy(call: Call): ApiResponse {
  const { name, port } = target(call, "pod");
  const pod = named(call, name) as PodLike;
  const declared = pod.spec?.containers?.find(({ ports = [] }) => ports.length > 0)?.ports?.[0]?.containerPort;
  const address = pod.status?.podIP ?? "";
  if (address === "") throw badRequest("address not allowed");
  return exchange(call, { pod, address, port: port === "" ? (declared ?? HTTP_PORT) : Number(port) });
}

/** `services/proxy`: one HTTP exchange with a pod behind a port of the service, by its name or number. */
// pkg/registry/core/service/storage/rest.go ResourceLocation, 1.20
export function serviceProxy(call: Call): ApiResponse {
  const { name, port } = target(call, "service");
  const { spec } = named(call, name) as ServiceLike;
  const isNumber = /^\d+$/.test(port);
  const numbered = isNumber ? spec?.ports?.find((one) => String(one.port) === port) : undefined;
  if (isNumber && numbered === undefined) throw unavailable(`no service port ${port} found for service ${JSON.stringify(name)}`);
  const { subsets = [] } = (call.context.get("endpoints", call.request.namespace, name) ?? {}) as EndpointsLike;
  const whole = subsets.length === 0 ? name : (call.request.name ?? name);
  const backends = backendsOf(call, subsets, isNumber ? (numbered?.name ?? "") : port);
  const stream = `service-proxy/${call.request.namespace}/${name}`;
  const drawn = backends.length === 0 ? 0 : Number(call.context.draw(stream, (random) => String(random.int(backends.length))));
  const chosen = backends[drawn % Math.max(1, backends.length)];
  if (chosen === undefined) throw unavailable(`no endpoints available for service ${JSON.stringify(whole)}`);
  return exchange(call, chosen);
}

/** `nodes/proxy`: one HTTP exchange with the kubelet. Nothing else listens on an emulated node. */
// pkg/registry/core/node/strategy.go ResourceLocation, 1.20
export function nodeProxy(call: Call): ApiResponse {
  const { name, port } = target(call, "node");
  const node = named(call, name) as NodeLike;
  const address = node.status?.addresses?.find(({ type }) => type === "InternalIP")?.address ?? "";
  if (port !== "" && port !== KUBELET_PORT) throw unreachable(call, `${address}:${port}`);
  return passed(call, `${address}:${KUBELET_PORT}`, (request) => runtimeOf(call).kubelet(node, request));
}

interface Target {
  readonly name: string;
  readonly port: string;
}

/** `[SCHEME:]NAME[:PORT]` in the URL. apimachinery/pkg/util/net/port_split.go */
function target(call: Call, what: string): Target {
  const asked = call.request.name ?? "";
  const words = asked.split(":");
  const [scheme, name = "", port = ""] = words.length === 3 ? words : ["", ...words];
  const isValid = words.length <= 3 && name !== "" && ["", "http", "https"].includes(scheme ?? "");
  if (!isValid) throw badRequest(`invalid ${what} request ${JSON.stringify(asked)}`);
  return { name, port };
}

function named(call: Call, name: string): KubeObject {
  return existing({ ...call, request: { ...call.request, name } });
}

interface Backend {
  /** Absent where an address leads out of the cluster, where nobody answers. */
  readonly pod: KubeObject | undefined;
  readonly address: string;
  readonly port: number;
}

function backendsOf({ context, request: { namespace } }: Call, subsets: NonNullable<EndpointsLike["subsets"]>, port: string): Backend[] {
  return subsets.flatMap(({ addresses = [], ports = [] }) =>
    ports
      .filter(({ name = "" }) => name === port)
      .flatMap((one) =>
        addresses.map(({ ip, targetRef }) => ({
          pod: targetRef?.name === undefined ? undefined : context.get("pods", namespace, targetRef.name),
          address: ip,
          port: one.port,
        })),
      ),
  );
}

function exchange(call: Call, { pod, address, port }: Backend): ApiResponse {
  const host = `${address}:${port}`;
  return passed(call, host, (request) => {
    const answer = pod && runtimeOf(call).http(pod, port, request);
    if (!answer) throw unreachable(call, host, pod && runtimeOf(call).trouble(pod, port));
    return answer;
  });
}

/** Passes the request on as the API server does. apimachinery/pkg/util/proxy/upgradeaware.go */
function passed(call: Call, host: string, ask: (request: HttpRequest) => HttpResponse): ApiResponse {
  const { options, http, body, verb } = call.request;
  const given = http ?? {
    method: METHODS[verb] ?? "GET",
    path: `/${String(options?.["path"] ?? "")}`,
    headers: [],
    body: typeof body === "string" ? body : "",
  };
  const { path: _path, ...rest } = options ?? {};
  const prefix = pathOf({ ...call.request, options: rest });
  if (given.path === "" || given.path.startsWith("?")) return redirect(call, `${prefix}/${given.path}`);
  const answer = throughProxy(ask({ ...given, headers: forwardedHeaders(given, prefix) }), prefix, host);
  return { code: answer.status, body: answer.body, warnings: call.warnings, http: answer };
}

const METHODS: Readonly<Record<string, string>> = { create: "POST", update: "PUT", patch: "PATCH", delete: "DELETE" };

function redirect({ warnings }: Call, location: string): ApiResponse {
  const http = { status: MOVED_PERMANENTLY, statusText: "Moved Permanently", headers: [["Location", location]] as const, body: "" };
  return { code: MOVED_PERMANENTLY, body: "", warnings, http };
}

/** Credentials are for the API server alone; the program learns where it was reached. */
function forwardedHeaders({ headers, path }: HttpRequest, prefix: string): HttpRequest["headers"] {
  const own = headers.filter(([name]) => name.toLowerCase() !== "authorization");
  return [...own, ["X-Forwarded-Uri", prefix + (path.split("?")[0] ?? "")]];
}

function unavailable(text: string): Error {
  return failure(503, "ServiceUnavailable", text, {});
}

function unreachable(call: Call, host: string, trouble = "connect: connection refused"): Error {
  const text = `error trying to reach service: dial tcp ${host}: ${trouble}`;
  return call.engine.options.release.has("proxyUnavailable") ? unavailable(text) : failure(500, "", text, {});
}
