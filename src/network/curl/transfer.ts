import { byteLength, headerOf, type HttpResponse } from "../http.ts";
import type { Connection, Network, Place, ServerCertificate } from "../types.ts";
import { apiServerAnswer } from "./api-answer.ts";
import type { CookieJar } from "./cookies.ts";
import {
  answerTimedOut,
  connectFailure,
  httpFailure,
  notTls,
  resolveFailure,
  untrusted,
  waitMs,
  type CurlFailure,
  type CurlVersion,
} from "./messages.ts";
import {
  bundleNote,
  connectedNotes,
  endNotes,
  failedNotes,
  handshakeNotes,
  requestLines,
  responseLines,
  reusedNotes,
  tryingNotes,
} from "./notes.ts";
import type { CurlOptions } from "./options.ts";
import { contentOf, methodOf, requestHeaders } from "./request.ts";
import { parseUrl, redirected, type Url } from "./url.ts";

/** From where and with what a transfer is made. */
export interface TransferWorld {
  readonly network: Network;
  readonly from: Place;
  readonly version: CurlVersion;
  readonly options: CurlOptions;
  readonly cookies: CookieJar;
  /** Connections that are still open, by `scheme://host:port`. */
  readonly open: Map<string, Exclude<Connection, { kind: "refused" }>>;
}

/** One URL's way through curl, redirects included. */
export interface Transfer {
  /** As it was typed. */
  readonly text: string;
  url?: Url;
  method: string;
  /** Every response's status line and headers. */
  head: string;
  body: string;
  /** What -v prints. */
  notes: string;
  /** The last request's line and headers. */
  sent: string;
  uploaded: number;
  response?: HttpResponse;
  failure?: CurlFailure;
  certificate?: ServerCertificate;
  isHttp2: boolean;
  address: string;
  resolveMs: number;
  connectMs: number;
  redirectMs: number;
  elapsedMs: number;
  connects: number;
  redirects: number;
}

/** A connection, and a request with its answer, on a local network. */
const CONNECT_MS = 1;
const ANSWER_MS = 1;
/** A resolver that nobody answers asks twice. resolv.conf(5) */
const RESOLVE_TIMEOUT_MS = 10_000;

/** Fetches one URL, and whatever it leads to with -L. */
export function fetchUrl(text: string, world: TransferWorld): Transfer {
  const transfer: Transfer = {
    text,
    method: "GET",
    head: "",
    body: "",
    notes: "",
    sent: "",
    uploaded: 0,
    isHttp2: false,
    address: "",
    resolveMs: 0,
    connectMs: 0,
    redirectMs: 0,
    elapsedMs: 0,
    connects: 0,
    redirects: 0,
  };
  const { options } = world;
  for (let target: string | undefined = text; target !== undefined;) {
    const url = parseUrl(target);
    if (url === undefined) {
      transfer.failure = badUrl(target, world.version);
      return transfer;
    }
    transfer.url = url;
    step(transfer, url, world);
    const follows = transfer.failure === undefined && (options.has("location") || options.has("location-trusted"));
    const location = follows ? locationOf(transfer.response) : undefined;
    target = location === undefined ? undefined : redirected(location, url);
    if (target === undefined) break;
    if (++transfer.redirects > options.maxRedirects) {
      transfer.failure = { exitCode: 47, text: `Maximum (${options.maxRedirects}) redirects followed` };
      break;
    }
    transfer.redirectMs = transfer.elapsedMs;
    if (options.has("verbose")) transfer.notes += `* Issue another request to this URL: '${target}'\n`;
  }
  return transfer;
}

function badUrl(target: string, { number }: CurlVersion): CurlFailure {
  const protocol = /^([a-z][\w+.-]*):\/\//i.exec(target)?.[1];
  if (protocol !== undefined && !/^https?$/i.test(protocol)) {
    const quoted = number <= 729 ? protocol : `"${protocol}"`;
    return { exitCode: 1, text: `Protocol ${quoted} not supported${number < 806 ? " or disabled in libcurl" : ""}` };
  }
  if (number <= 729) return { exitCode: 3, text: "<url> malformed" };
  return {
    exitCode: 3,
    text: number < 800 ? "URL using bad/illegal format or missing URL" : "URL rejected: Malformed input to a URL function",
  };
}

function locationOf(response: HttpResponse | undefined): string | undefined {
  return response && response.status >= 300 && response.status < 400 ? headerOf(response, "Location") : undefined;
}

/** One request: resolve, connect, speak. */
function step(transfer: Transfer, url: Url, world: TransferWorld): void {
  const { version, options, open } = world;
  const key = `${url.scheme}://${url.host}:${url.port}`;
  const earlier = open.get(key);
  if (earlier !== undefined) {
    if (options.has("verbose")) transfer.notes += reusedNotes(version, url) + connectedNotes(version, url, transfer.address);
    return speak(transfer, earlier, url, world);
  }
  const address = resolve(transfer, url, world);
  if (address === undefined) return;
  transfer.address = address;
  const connection = world.network.connect(world.from, address, targetPort(url, options));
  if (options.has("verbose")) transfer.notes += tryingNotes(version, url, address);
  if (connection.kind === "refused") return fail(transfer, connection, url, world);
  transfer.elapsedMs += CONNECT_MS;
  transfer.connectMs = transfer.elapsedMs - transfer.redirectMs;
  transfer.connects++;
  if (options.has("verbose")) transfer.notes += connectedNotes(version, url, address);
  open.set(key, connection);
  speak(transfer, connection, url, world);
}

/** `--connect-to HOST1:PORT1:HOST2:PORT2` */
function connectTo({ host, port }: Url, { connectTo: text }: CurlOptions): { host?: string; port?: number } {
  const [from = "", fromPort = "", to = "", toPort = ""] = text?.split(":") ?? [];
  const fits = text !== undefined && (from === "" || from === host) && (fromPort === "" || Number(fromPort) === port);
  return fits ? { ...(to === "" ? {} : { host: to }), ...(toPort === "" ? {} : { port: Number(toPort) }) } : {};
}

function targetPort(url: Url, options: CurlOptions): number {
  return connectTo(url, options).port ?? url.port;
}

function resolve(transfer: Transfer, url: Url, { network, from, version, options }: TransferWorld): string | undefined {
  const pinned = options.resolve.get(`${url.host}:${url.port}`) ?? options.resolve.get(`*:${url.port}`);
  if (pinned !== undefined) {
    if (options.has("verbose"))
      transfer.notes += `* Added ${url.host}:${url.port}:${pinned} to DNS cache\n* Hostname ${url.host} was found in DNS cache\n`;
    return pinned;
  }
  const host = connectTo(url, options).host ?? url.host;
  const answer = network.lookup(from, host);
  const found = answer.records.find(({ type }) => type === "A")?.value;
  if (found !== undefined) return found;
  const limitMs = limitOf(options, RESOLVE_TIMEOUT_MS)?.ms;
  const isSlow = answer.status === "timeout";
  transfer.resolveMs = isSlow ? (limitMs ?? RESOLVE_TIMEOUT_MS) : 0;
  transfer.elapsedMs += transfer.resolveMs;
  transfer.failure = resolveFailure(version, host, isSlow ? limitMs : undefined);
  if (options.has("verbose")) transfer.notes += `* ${transfer.failure.text}\n* Closing connection 0\n`;
  return undefined;
}

/** The time limit of the user's that comes first, if one comes before `afterMs`. */
function limitOf(
  { connectTimeoutMs, maxTimeMs }: CurlOptions,
  afterMs: number,
): { name: "connect-timeout" | "max-time"; ms: number } | undefined {
  const limits = [
    { name: "connect-timeout", ms: connectTimeoutMs },
    { name: "max-time", ms: maxTimeMs },
  ] as const;
  const [first] = limits
    .flatMap(({ name, ms }) => (ms !== undefined && ms > 0 && ms < afterMs ? [{ name, ms }] : []))
    .sort((left, right) => left.ms - right.ms);
  return first;
}

function fail(transfer: Transfer, refused: Extract<Connection, { kind: "refused" }>, url: Url, { version, options }: TransferWorld): void {
  const { why } = refused;
  const afterMs = waitMs(version, why, refused.afterMs);
  const limit = limitOf(options, afterMs);
  transfer.elapsedMs += limit?.ms ?? afterMs;
  transfer.failure = connectFailure(version, why, url.host, url.port, limit?.ms ?? afterMs, limit?.name);
  if (options.has("verbose")) transfer.notes += failedNotes(version, why, url, transfer.address, transfer.failure, limit !== undefined);
}

type Open = Exclude<Connection, { kind: "refused" }>;

function speak(transfer: Transfer, connection: Open, url: Url, world: TransferWorld): void {
  const { network, version, options, cookies } = world;
  const certificate = url.scheme === "https" ? network.certificate(connection, url.host) : undefined;
  if (url.scheme === "https" && !shakeHands(transfer, certificate, connection, world)) {
    world.open.delete(`${url.scheme}://${url.host}:${url.port}`);
    return;
  }
  transfer.isHttp2 = url.scheme === "https" && certificate?.http2 === true && version.number > 729 && !options.has("http1.1");
  const method = methodOf(options, transfer.redirects > 0 ? transfer.response?.status : undefined);
  const body = method === "GET" || method === "HEAD" ? "" : contentOf(options);
  const target = options.has("get") && options.data.length > 0 ? withQuery(url, options.data.join("&")) : url;
  const headers = requestHeaders(target, body, options, version, cookies.header(target));
  transfer.method = method;
  transfer.uploaded = body === "" ? 0 : byteLength(body);
  if (isWatched(options)) {
    const lines = requestLines(method, target.path, headers, transfer.isHttp2);
    transfer.sent = `${lines.join("\r\n")}\r\n\r\n`;
    if (options.has("verbose")) transfer.notes += [...lines.map((line) => `> ${line}`), "> ", ""].join("\n");
  }
  const request = { method, path: target.path, headers, body, ...(url.scheme === "https" ? { tls: true } : {}) };
  const response =
    connection.kind === "open"
      ? network.exchange(connection, request)
      : connection.kind === "host"
        ? connection.answer(request)
        : apiServerAnswer(url, method);
  const failure = waitFor(transfer, response, options, version);
  if (failure !== undefined || response === undefined) {
    transfer.failure = failure ?? { exitCode: 52, text: "Empty reply from server" };
    if (options.has("verbose")) transfer.notes += endNotes(version, transfer.failure);
    world.open.delete(`${url.scheme}://${url.host}:${url.port}`);
    return;
  }
  finish(transfer, response, url, world);
}

/** Time passes until the answer is there; the failure when the user's own limit comes first. */
function waitFor(
  transfer: Transfer,
  response: HttpResponse | undefined,
  { maxTimeMs }: CurlOptions,
  version: CurlVersion,
): CurlFailure | undefined {
  const takesMs = ANSWER_MS + (response?.takesMs ?? 0);
  const leftMs = maxTimeMs ? maxTimeMs - transfer.elapsedMs : Infinity;
  transfer.elapsedMs += Math.min(takesMs, leftMs);
  return takesMs > leftMs ? answerTimedOut(version, maxTimeMs ?? 0) : undefined;
}

/** Whether anybody will see more than bodies. */
function isWatched({ has, writeOut, dumpHeader }: CurlOptions): boolean {
  return has("verbose") || has("include") || has("head") || writeOut !== undefined || dumpHeader !== undefined;
}

function withQuery(url: Url, query: string): Url {
  const path = `${url.path}${url.path.includes("?") ? "&" : "?"}${query}`;
  return { ...url, path, text: url.text.slice(0, url.text.length - url.path.length) + path };
}

/** Whether TLS comes about; what goes wrong is the transfer's failure. */
function shakeHands(
  transfer: Transfer,
  certificate: ServerCertificate | undefined,
  connection: Open,
  { version, options }: TransferWorld,
): boolean {
  if (certificate === undefined) {
    transfer.failure = notTls(version);
  } else {
    transfer.certificate = certificate;
    // The cluster's own authority vouches for its API server.
    const isTrusted = options.has("insecure") || (connection.kind === "api-server" && options.caFile?.endsWith("ca.crt") === true);
    if (options.has("verbose")) transfer.notes += handshakeNotes(version, certificate, !options.has("insecure"));
    if (isTrusted) return true;
    transfer.failure = untrusted(version, certificate);
  }
  if (options.has("verbose")) transfer.notes += endNotes(version, transfer.failure);
  return false;
}

function finish(transfer: Transfer, response: HttpResponse, url: Url, { options, version, cookies, open }: TransferWorld): void {
  transfer.response = response;
  for (const [name, value] of response.headers) if (name.toLowerCase() === "set-cookie") cookies.take(value, url);
  if (isWatched(options)) {
    const head = responseLines(response, transfer.isHttp2);
    if (options.has("verbose")) transfer.notes += bundleNote(version) + [...head, ""].map((line) => `< ${line}\n`).join("");
    transfer.head += [...head, "", ""].join("\r\n");
  }
  const isLeft = headerOf(response, "Connection")?.toLowerCase() !== "close";
  if (!isLeft) open.delete(`${url.scheme}://${url.host}:${url.port}`);
  const isFailure = response.status >= 400 && (options.has("fail") || options.has("fail-with-body"));
  if (isFailure) transfer.failure = httpFailure(version, response.status, response.statusText);
  const isFollowed = options.has("location") && locationOf(response) !== undefined;
  transfer.body = transfer.method === "HEAD" || isFollowed || (isFailure && options.has("fail")) ? "" : response.body;
  if (options.has("verbose")) transfer.notes += isLeft ? `* Connection #0 to host ${url.host} left intact\n` : "* Closing connection 0\n";
}
