import { md5Hex } from "../../base/md5.ts";
import { type AppRequest, headerOf, httpDate } from "../../network/http.ts";
import type { RandomStream, Sim } from "../../sim/types.ts";
import type { Node } from "../../kinds/core/node/types.ts";
import { type ControllerView, processKey } from "./controller-view.ts";
import type { Affinity, TrafficShaping, Upstream, UpstreamEndpoint } from "./model.ts";

/** The upstream that takes a request: that of its location, or a canary. rootfs/etc/nginx/lua/balancer.lua */
export interface Balancing {
  readonly upstream: Upstream;
  /** The canary's name, "" for the upstream itself. */
  readonly alternative: string;
}

/** Undefined where there is nobody to take it: 503. */
export function balancerFor(name: string, request: AppRequest, controller: ControllerView, sim: Sim): Balancing | undefined {
  const named = (one: string): Upstream | undefined =>
    controller.configuration.upstreams.find((upstream) => upstream.name === one && upstream.endpoints.length > 0);
  const primary = named(name);
  if (primary === undefined) return undefined;
  const canary = primary.alternatives[0] === undefined ? undefined : named(primary.alternatives[0]);
  if (canary?.shaping === undefined || !goesToCanary(primary, canary, canary.shaping, request, sim))
    return { upstream: primary, alternative: "" };
  return { upstream: canary, alternative: canary.name };
}

/** A header decides, else a cookie, else the weight; who has a session stays where it is. route_to_alternative_balancer */
function goesToCanary(primary: Upstream, canary: Upstream, shaping: TrafficShaping, request: AppRequest, sim: Sim): boolean {
  if (isAffinitized(primary, request)) return false;
  if (isAffinitized(canary, request)) return true;
  const header = shaping.header === "" ? undefined : headerOf(request, shaping.header);
  if (header !== undefined) {
    if (shaping.headerValue !== "") {
      if (shaping.headerValue === header) return true;
    } else if (shaping.headerPattern !== "") {
      if (new RegExp(shaping.headerPattern).test(header)) return true;
    } else if (header === "always" || header === "never") return header === "always";
  }
  const cookie = shaping.cookie === "" ? undefined : cookieOf(request, shaping.cookie);
  if (cookie === "always" || cookie === "never") return cookie === "always";
  const drawn = sim.draw(`canary/${canary.name}`, (random) => String(random.int(shaping.weightTotal) + 1));
  return Number(drawn) <= shaping.weight;
}

function isAffinitized({ name, affinity }: Upstream, request: AppRequest): boolean {
  return affinity !== undefined && cookieOf(request, affinity.cookie)?.split("|")[1] === backendKey(name);
}

/** What a cookie of 1.x adds to say whose it is. balancer/sticky.lua */
function backendKey(name: string): string {
  return md5Hex(md5Hex(name) + name);
}

/** A cookie of a request; undefined when it brings none of that name. */
function cookieOf(request: AppRequest, name: string): string | undefined {
  const pairs = (headerOf(request, "Cookie") ?? "").split(/;\s*/);
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}

/** Where a request goes, and the cookie that keeps its session there. */
export interface Choice {
  readonly endpoint: UpstreamEndpoint;
  readonly cookie?: string;
}

/** One choice among an upstream's endpoints; `failed` are addresses that did not answer before. */
export function chooseEndpoint(
  upstream: Upstream,
  request: AppRequest,
  server: string,
  ingressPath: string,
  failed: readonly string[],
  controller: ControllerView,
  sim: Sim,
): Choice {
  const { affinity } = upstream;
  if (affinity === undefined) return { endpoint: roundRobin(upstream, controller, sim) };
  const key = cookieOf(request, affinity.cookie)?.split("|")[0];
  if (key !== undefined && !(affinity.changeOnFailure && failed.length > 0)) return { endpoint: hashed(upstream, key) };
  const [chosen, fresh] = pickSticky(upstream, failed, controller, sim);
  const isOwnPath = (affinity.locations[server] ?? []).includes(ingressPath);
  return isOwnPath
    ? { endpoint: chosen, cookie: setCookie(fresh, upstream.name, affinity, request, ingressPath, controller) }
    : { endpoint: chosen };
}

/** Each worker takes turns for itself; which worker takes a connection, and where it began, is chance. balancer/round_robin.lua */
function roundRobin(upstream: Upstream, controller: ControllerView, sim: Sim): UpstreamEndpoint {
  const { endpoints, name, service } = upstream;
  if (endpoints.length === 1) return endpoints[0] as UpstreamEndpoint;
  const { memory } = controller.view;
  const key = `${processKey(controller.view)}/turns/${name}`;
  const turns = (memory.get(key) ?? {}) as Readonly<Record<string, string>>;
  let worker = "0";
  const next = (random: RandomStream): string => {
    worker = String(random.int(workersOf(controller)));
    const last = endpoints.findIndex(({ address }) => address === turns[worker]);
    const at = last < 0 ? random.int(endpoints.length) : (last + 1) % endpoints.length;
    return labelOf(endpoints[at] as UpstreamEndpoint);
  };
  const drawn = sim.draw(`backend/${service}`, next);
  const chosen = endpoints.find((one) => labelOf(one) === drawn) ?? (endpoints[0] as UpstreamEndpoint);
  memory.set(key, { ...turns, [worker]: chosen.address });
  return chosen;
}

function labelOf({ pod, address }: UpstreamEndpoint): string {
  return pod ?? address;
}

/** nginx has as many workers as its machine has processors. */
function workersOf({ view }: ControllerView): number {
  const node = view.lister.get("nodes", "", view.pod.spec.nodeName ?? "") as Node | undefined;
  return Math.max(1, Number(node?.status?.capacity?.["cpu"] ?? 1) || 1);
}

/** Keys are made until one leads to an endpoint that has not just failed. balancer/sticky_balanced.lua */
function pickSticky(upstream: Upstream, failed: readonly string[], { view }: ControllerView, sim: Sim): [UpstreamEndpoint, string] {
  const random = sim.stream(`sticky/${upstream.name}`);
  let key = "";
  let chosen = upstream.endpoints[0] as UpstreamEndpoint;
  for (let attempt = 1; attempt <= 20; attempt++) {
    key = `${(view.now / 1000 + attempt).toFixed(3)}.${random.int(40) + 25}.${random.int(999_999) + 1}`;
    chosen = hashed(upstream, key);
    if (!failed.includes(chosen.address)) break;
  }
  return [chosen, key];
}

/** The same key leads to the same endpoint while that is there; most keep theirs when others come and go. */
function hashed({ endpoints }: Upstream, key: string): UpstreamEndpoint {
  const scored = endpoints.map((endpoint) => ({ endpoint, score: md5Hex(`${key} ${endpoint.address}`) }));
  return scored.reduce((best, one) => (one.score > best.score ? one : best)).endpoint;
}

const DAY_NAMES_END = 5;

/** In the order in which lua-resty-cookie writes a cookie's attributes. */
function setCookie(
  key: string,
  upstream: string,
  affinity: Affinity,
  request: AppRequest,
  ingressPath: string,
  { release, view }: ControllerView,
): string {
  const isSecure = affinity.secure ?? request.tls === true;
  const attributes = [
    `${affinity.cookie}=${release.has("pathTypes") ? `${key}|${backendKey(upstream)}` : key}`,
    ...(affinity.expires === undefined ? [] : [`Expires=${cookieDate(view.now + affinity.expires * 1000)}`]),
    ...(affinity.maxAge === undefined ? [] : [`Max-Age=${affinity.maxAge}`]),
    `Path=${affinity.path ?? ingressPath}`,
    ...(isSecure ? ["Secure"] : []),
    "HttpOnly",
    ...(affinity.sameSite === undefined ? [] : [`SameSite=${affinity.sameSite}`]),
  ];
  return attributes.join("; ");
}

/** `Sat, 21-Nov-26 12:00:00 GMT`: ngx.cookie_time */
function cookieDate(epochMs: number): string {
  const [day = "", month = "", year = "", time = ""] = httpDate(epochMs).slice(DAY_NAMES_END).split(" ");
  return `${httpDate(epochMs).slice(0, DAY_NAMES_END)}${day}-${month}-${year.slice(2)} ${time} GMT`;
}
