import { headerOf, type AppRequest } from "../../network/http.ts";
import { covers, effectiveHostnames } from "./attach.ts";
import type { HttpRoute, Listener, RouteMatch, RouteRule, ValueMatch } from "./types.ts";

/** A rule for which a request was chosen, with the match that chose it. */
export interface Chosen {
  readonly route: HttpRoute;
  readonly rule: RouteRule;
  readonly match: RouteMatch;
}

interface Candidate extends Chosen {
  readonly hostname: string;
  readonly order: number;
}

const PATH_RANK = { Exact: 2, PathPrefix: 1, RegularExpression: 0 } as const;

/** The rule that answers a request on a listener, by the order of the Gateway API; undefined: none, which is 404. */
export function choose(request: AppRequest, listener: Listener, routes: readonly HttpRoute[]): Chosen | undefined {
  const host = (headerOf(request, "Host") ?? "").replace(/:\d+$/, "").toLowerCase();
  const all = routes.flatMap((route) =>
    effectiveHostnames(listener, route).flatMap((hostname) =>
      (route.spec.rules ?? []).flatMap((rule, index) =>
        (rule.matches?.length ? rule.matches : [{}]).map((match): Candidate => ({ route, rule, match, hostname, order: index })),
      ),
    ),
  );
  const served = all.filter(({ hostname }) => covers(hostname, host));
  const best = served.map(({ hostname }) => hostname).toSorted((a, b) => rankOfHost(b) - rankOfHost(a))[0];
  // nginx looks in the server of the best name alone.
  return served.filter(({ hostname, match }) => hostname === best && fits(request, match)).toSorted(compare)[0];
}

/** In full before wildcards, long before short, any name last. */
function rankOfHost(hostname: string): number {
  return hostname === "" ? 0 : hostname.startsWith("*.") ? hostname.length : 1000 + hostname.length;
}

function compare(a: Candidate, b: Candidate): number {
  const age = (one: Candidate): string =>
    `${one.route.metadata.creationTimestamp}/${one.route.metadata.namespace}/${one.route.metadata.name}`;
  return (
    PATH_RANK[b.match.path?.type ?? "PathPrefix"] - PATH_RANK[a.match.path?.type ?? "PathPrefix"] ||
    (b.match.path?.value ?? "/").length - (a.match.path?.value ?? "/").length ||
    Number(b.match.method !== undefined) - Number(a.match.method !== undefined) ||
    (b.match.headers ?? []).length - (a.match.headers ?? []).length ||
    (b.match.queryParams ?? []).length - (a.match.queryParams ?? []).length ||
    (age(a) < age(b) ? -1 : age(a) > age(b) ? 1 : a.order - b.order)
  );
}

function fits(request: AppRequest, { path, method, headers = [], queryParams = [] }: RouteMatch): boolean {
  const [plain = "/", query = ""] = request.path.split(/\?(.*)/s);
  const parameters = new URLSearchParams(query);
  return (
    fitsPath(plain, path?.type ?? "PathPrefix", path?.value ?? "/") &&
    (method === undefined || method === request.method) &&
    headers.every((one) => fitsValue(one, headerOf(request, one.name))) &&
    queryParams.every((one) => fitsValue(one, parameters.get(one.name) ?? undefined))
  );
}

function fitsPath(path: string, type: keyof typeof PATH_RANK, value: string): boolean {
  if (type === "Exact") return path === value;
  if (type === "RegularExpression") return expression(value)?.test(path) ?? false;
  const prefix = value.replace(/\/+$/, "");
  return path === prefix || path.startsWith(`${prefix}/`);
}

function fitsValue({ type = "Exact", value }: ValueMatch, actual: string | undefined): boolean {
  if (actual === undefined) return false;
  return type === "Exact" ? actual === value : (expression(value)?.test(actual) ?? false);
}

/** A regular expression, as far as JavaScript reads it as PCRE does; undefined for others. */
function expression(text: string): RegExp | undefined {
  try {
    return new RegExp(text);
  } catch {
    return undefined;
  }
}
