import { headerOf, type AppRequest } from "../../network/http.ts";
import type { RouteFilter, RouteMatch } from "./types.ts";

type Headers = readonly (readonly [string, string])[];
type Modifier = NonNullable<RouteFilter["requestHeaderModifier"]>;
type PathChange = NonNullable<NonNullable<RouteFilter["urlRewrite"]>["path"]>;

const WELL_KNOWN: Readonly<Record<string, number>> = { http: 80, https: 443 };

/** Headers after a modifier: taken away, put in place of others, or added to them. */
export function modified(headers: Headers, { set = [], add = [], remove = [] }: Modifier): Headers {
  const gone = new Set([...remove, ...set.map(({ name }) => name)].map((name) => name.toLowerCase()));
  const kept = headers.filter(([name]) => !gone.has(name.toLowerCase()));
  const replaced = [...kept, ...set.map(({ name, value }): readonly [string, string] => [name, value])];
  return add.reduce<Headers>((all, { name, value }) => {
    const known = all.find(([one]) => one.toLowerCase() === name.toLowerCase());
    return known ? all.map((one) => (one === known ? [one[0], `${one[1]},${value}`] : one)) : [...all, [name, value]];
  }, replaced);
}

/** The path that a rewrite or a redirect makes of a request's, without its query. */
export function changedPath(path: string, change: PathChange | undefined, match: RouteMatch): string {
  if (change === undefined) return path;
  if (change.type === "ReplaceFullPath") return change.replaceFullPath ?? "/";
  const prefix = (match.path?.value ?? "/").replace(/\/+$/, "");
  const rest = path.slice(prefix.length).replace(/^\/+/, "");
  const put = (change.replacePrefixMatch ?? "/").replace(/\/+$/, "");
  return rest === "" ? put || "/" : `${put}/${rest}`;
}

/** The Location of a redirect. Ports that go with their scheme are left out. */
export function redirection(
  request: AppRequest,
  { scheme, hostname, port, path }: NonNullable<RouteFilter["requestRedirect"]>,
  match: RouteMatch,
): string {
  const to = scheme ?? (request.tls ? "https" : "http");
  const host = hostname ?? (headerOf(request, "Host") ?? "").replace(/:\d+$/, "");
  const number = port ?? (scheme === undefined ? request.port : (WELL_KNOWN[scheme] ?? request.port));
  const [plain = "/", query] = request.path.split(/(\?.*)/s);
  const place = changedPath(plain, path, match);
  return `${to}://${host}${number === WELL_KNOWN[to] ? "" : `:${number}`}${place}${query ?? ""}`;
}
