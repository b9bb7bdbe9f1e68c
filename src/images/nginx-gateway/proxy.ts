import type { EndpointSlice } from "../../kinds/discovery/endpointslice/types.ts";
import type { Service } from "../../kinds/core/service/types.ts";
import { byteLength, headerOf, httpDate, response, type AppRequest, type HttpResponse } from "../../network/http.ts";
import { errorPage } from "../nginx/pages.ts";
import type { ContainerView, Outside } from "../view.ts";
import { isGranted } from "./attach.ts";
import { changedPath, modified, redirection } from "./filters.ts";
import type { Chosen } from "./match.ts";
import type { BackendRef, HttpRoute, RouteFilter } from "./types.ts";

/** How many endpoints are asked before nginx gives up, as many as there are at most. */
const MOST_TRIES = 5;
const REWRITABLE: ReadonlySet<string> = new Set([
  "RequestHeaderModifier",
  "RequestMirror",
  "RequestRedirect",
  "ResponseHeaderModifier",
  "URLRewrite",
]);

/** What nginx itself says; it hides its version. */
export function page(status: number, view: ContainerView, headers: readonly (readonly [string, string])[] = []): HttpResponse {
  const body = errorPage(status, "").replace("nginx/", "nginx");
  return response(
    status,
    [
      ["Server", "nginx"],
      ["Date", httpDate(view.now)],
      ["Content-Type", "text/html"],
      ["Content-Length", String(byteLength(body))],
      ["Connection", "keep-alive"],
      ...headers,
    ],
    body,
  );
}

/** Answers a request by the rule that was chosen for it: a redirect, or what a backend says. */
export function pass(request: AppRequest, chosen: Chosen, view: ContainerView, outside: Outside): HttpResponse {
  const { rule, match, route } = chosen;
  const filters = rule.filters ?? [];
  if (filters.some(({ type }) => !REWRITABLE.has(type))) return page(500, view);
  const redirect = filters.find(({ requestRedirect }) => requestRedirect)?.requestRedirect;
  if (redirect !== undefined) return page(redirect.statusCode ?? 302, view, [["Location", redirection(request, redirect, match)]]);
  const backend = chooseBackend(rule.backendRefs ?? [], outside);
  const service = backend && serviceOf(backend, route, view);
  if (backend === undefined || service === undefined) return page(500, view);
  const endpoints = endpointsOf(service, backend.port ?? 0, view);
  if (endpoints.length === 0) return page(503, view);
  const answer = ask(rewritten(request, chosen, filters), endpoints, view, outside);
  if (answer === undefined) return page(502, view);
  return { ...answer, headers: answered(answer, filters) };
}

/** One of the backends by their weights; undefined when none has any. */
function chooseBackend(backends: readonly BackendRef[], { sim }: Outside): BackendRef | undefined {
  const weightOf = ({ weight = 1 }: BackendRef): number => weight;
  const total = backends.reduce((sum, one) => sum + weightOf(one), 0);
  if (total === 0) return undefined;
  let left = backends.length === 1 ? 0 : sim.stream("nginx-gateway/split").int(total);
  return backends.find((one) => (left -= weightOf(one)) < 0);
}

/** The service of a backend, if it is one, is there, has the port, and may be named. */
export function serviceOf(backend: BackendRef, route: HttpRoute, { lister }: Pick<ContainerView, "lister">): Service | undefined {
  if ((backend.kind ?? "Service") !== "Service" || backend.group || !isGranted(route, backend, lister)) return undefined;
  const namespace = backend.namespace ?? route.metadata.namespace ?? "";
  const service = lister.get("services", namespace, backend.name) as Service | undefined;
  return service?.spec.ports?.some(({ port }) => port === backend.port) ? service : undefined;
}

function endpointsOf(service: Service, number: number, { lister }: ContainerView): [address: string, port: number][] {
  const { name, namespace = "" } = service.metadata;
  const portName = service.spec.ports?.find(({ port }) => port === number)?.name ?? "";
  const slices = lister.list("endpointslices.discovery.k8s.io", { namespace }) as readonly EndpointSlice[];
  return slices
    .filter(({ metadata }) => metadata.labels?.["kubernetes.io/service-name"] === name)
    .flatMap(({ endpoints, ports }) => {
      const port = ports?.find((one) => (one.name ?? "") === portName)?.port;
      const ready = (endpoints ?? []).filter(({ conditions }) => conditions?.ready !== false);
      return port === undefined ? [] : ready.flatMap(({ addresses }) => addresses.map((address): [string, number] => [address, port]));
    });
}

/** Asks endpoints by chance, another when one does not answer. */
function ask(
  request: Omit<AppRequest, "address" | "clientAddress" | "port">,
  endpoints: readonly [address: string, port: number][],
  { pod }: ContainerView,
  { network, sim }: Outside,
): HttpResponse | undefined {
  const left = [...endpoints];
  for (let tries = 0; tries < MOST_TRIES && left.length > 0; tries++) {
    const [[address, port] = ["", 0]] = left.splice(left.length === 1 ? 0 : sim.stream("nginx-gateway/upstream").int(left.length), 1);
    const connection = network.connect({ kind: "pod", pod }, address, port);
    const answer = connection.kind === "open" ? network.exchange(connection, request) : undefined;
    if (answer !== undefined) return answer;
  }
  return undefined;
}

function rewritten(
  request: AppRequest,
  { match }: Chosen,
  filters: readonly RouteFilter[],
): Omit<AppRequest, "address" | "clientAddress" | "port"> {
  const rewrite = filters.find(({ urlRewrite }) => urlRewrite)?.urlRewrite;
  const [plain = "/", query] = request.path.split(/(\?.*)/s);
  const host = headerOf(request, "Host") ?? "";
  const forwarded = headerOf(request, "X-Forwarded-For");
  const own: (readonly [string, string])[] = [
    ["Host", rewrite?.hostname ?? host],
    ["X-Forwarded-For", forwarded ? `${forwarded}, ${request.clientAddress}` : request.clientAddress],
    ["X-Real-IP", request.clientAddress],
    ["X-Forwarded-Proto", request.tls ? "https" : "http"],
    ["X-Forwarded-Host", host.replace(/:\d+$/, "")],
    ["X-Forwarded-Port", String(request.port)],
  ];
  const named = new Set([...own.map(([name]) => name.toLowerCase()), "connection"]);
  const headers = [...own, ...request.headers.filter(([name]) => !named.has(name.toLowerCase()))];
  const modifier = filters.find(({ requestHeaderModifier }) => requestHeaderModifier)?.requestHeaderModifier;
  return {
    method: request.method,
    path: rewrite?.path ? changedPath(plain, rewrite.path, match) + (query ?? "") : request.path,
    headers: modifier ? modified(headers, modifier) : headers,
    body: request.body,
  };
}

function answered({ headers }: HttpResponse, filters: readonly RouteFilter[]): readonly (readonly [string, string])[] {
  const passed = headers.filter(([name]) => !/^(server|date|connection)$/i.test(name));
  const date = headers.filter(([name]) => /^date$/i.test(name));
  const own: readonly (readonly [string, string])[] = [["Server", "nginx"], ...date, ...passed, ["Connection", "keep-alive"]];
  const modifier = filters.find(({ responseHeaderModifier }) => responseHeaderModifier)?.responseHeaderModifier;
  return modifier ? modified(own, modifier) : own;
}
