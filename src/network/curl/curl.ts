import { byteLength, headerOf, type HttpResponse } from "../http.ts";
import type { Connection, Network, Place } from "../types.ts";
import { connectFailure, notTls, resolveFailure, untrusted, type CurlFailure, type CurlVersion } from "./messages.ts";
import { CurlUsageError, parseCurlOptions, type CurlOptions } from "./options.ts";
import { parseUrl, type Url } from "./url.ts";

/** What a curl command printed, wrote and took. */
export interface CurlResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
  /** Virtual time that it took. */
  readonly elapsedMs: number;
  /** Files written by -o and -O. */
  readonly files: Readonly<Record<string, string>>;
}

export interface CurlWorld {
  readonly network: Network;
  readonly from: Place;
  readonly version: CurlVersion;
}

/** A request and its answer on a local network. */
const LAN_MS = 2;
const MOST_REDIRECTS = 50;

/** Runs one curl command line (without the word curl). */
export function runCurl(argv: readonly string[], world: CurlWorld): CurlResult {
  try {
    return runParsed(parseCurlOptions(argv), world);
  } catch (error) {
    if (!(error instanceof CurlUsageError)) throw error;
    return {
      stdout: "",
      stderr: `${error.message}\ncurl: try 'curl --help' or 'curl --manual' for more information\n`,
      exitCode: error.exitCode,
      elapsedMs: 0,
      files: {},
    };
  }
}

function runParsed(options: CurlOptions, world: CurlWorld): CurlResult {
  if (options.version)
    return { stdout: `curl ${world.version.text} (x86_64-pc-linux-gnu)\n`, stderr: "", exitCode: 0, elapsedMs: 0, files: {} };
  if (options.urls.length === 0) throw new CurlUsageError("curl: no URL specified!");
  let stdout = "";
  let stderr = "";
  let elapsedMs = 0;
  let exitCode = 0;
  const files: Record<string, string> = {};
  for (const [index, text] of options.urls.entries()) {
    const transfer = fetchUrl(text, options, world);
    elapsedMs += transfer.elapsedMs;
    exitCode = transfer.failure?.exitCode ?? 0;
    stderr += transfer.notes;
    const file = options.remoteName ? (transfer.url?.path.split("?")[0]?.split("/").at(-1) ?? "") : options.outputs[index];
    if (file === undefined || file === "-") stdout += transfer.printed;
    else if (file !== "/dev/null" && transfer.failure === undefined) files[file] = transfer.printed;
    if (transfer.failure && (!options.silent || options.showError))
      stderr += `curl: (${transfer.failure.exitCode}) ${transfer.failure.text}\n`;
    if (options.writeOut !== undefined) stdout += writeOut(options.writeOut, transfer, files);
  }
  return { stdout, stderr, exitCode, elapsedMs, files };
}

interface Transfer {
  url?: Url;
  /** Headers (with -i or -I) and body. */
  printed: string;
  /** What -v prints. */
  notes: string;
  response?: HttpResponse;
  failure?: CurlFailure;
  elapsedMs: number;
  address: string;
  redirects: number;
}

function fetchUrl(text: string, options: CurlOptions, world: CurlWorld): Transfer {
  const transfer: Transfer = { printed: "", notes: "", elapsedMs: 0, address: "", redirects: 0 };
  let target: string | undefined = text;
  while (target !== undefined) {
    const url = parseUrl(target);
    if (url === undefined) {
      const protocol = /^(\w+):\/\//.exec(target)?.[1];
      transfer.failure =
        protocol && !/^https?$/i.test(protocol)
          ? { exitCode: 1, text: `Protocol "${protocol}" not supported or disabled in libcurl` }
          : { exitCode: 3, text: "URL using bad/illegal format or missing URL" };
      return transfer;
    }
    transfer.url = url;
    step(transfer, url, options, world);
    target = transfer.failure === undefined && options.follow ? redirectOf(transfer, url) : undefined;
    if (target !== undefined && ++transfer.redirects > MOST_REDIRECTS) {
      transfer.failure = { exitCode: 47, text: `Maximum (${MOST_REDIRECTS}) redirects followed` };
      return transfer;
    }
  }
  return transfer;
}

function redirectOf({ response }: Transfer, url: Url): string | undefined {
  const location = response && response.status >= 300 && response.status < 400 ? headerOf(response, "Location") : undefined;
  if (location === undefined) return undefined;
  return location.startsWith("/") ? `${url.scheme}://${url.host}${url.portGiven ? `:${url.port}` : ""}${location}` : location;
}

function step(transfer: Transfer, url: Url, options: CurlOptions, world: CurlWorld): void {
  const { network, from, version } = world;
  const address = options.resolve.get(`${url.host}:${url.port}`) ?? network.resolve(from, url.host)[0];
  if (address === undefined) {
    transfer.failure = resolveFailure(version, url.host);
    if (options.verbose) transfer.notes += `* Could not resolve host: ${url.host}\n`;
    return;
  }
  transfer.address = address;
  const connection = network.connect(from, address, url.port);
  if (options.verbose) transfer.notes += connectNotes(version, url, address);
  if (connection.kind === "refused") return fail(transfer, connection, url, options, version);
  if (options.verbose) transfer.notes += `* Connected to ${url.host} (${address}) port ${url.port} (#0)\n`;
  transfer.elapsedMs += LAN_MS;
  if (connection.kind === "api-server") {
    if (url.scheme === "https" && !options.insecure) transfer.failure = untrusted(version);
    else finish(transfer, apiServerAnswer(url), url, options, version);
    return;
  }
  if (connection.kind === "host") {
    if (url.scheme === "https" && connection.speaks === "http") transfer.failure = notTls(version);
    else if (url.scheme === "https" && !options.insecure) transfer.failure = untrusted(version);
    else finish(transfer, connection.answer({ method: "GET", path: url.path, headers: [], body: "" }), url, options, version);
    return;
  }
  speak(transfer, connection, url, options, world);
}

function fail(
  transfer: Transfer,
  { why, afterMs }: Extract<Connection, { kind: "refused" }>,
  url: Url,
  options: CurlOptions,
  version: CurlVersion,
): void {
  const limits = [
    { name: "connect-timeout", ms: options.connectTimeoutMs },
    { name: "max-time", ms: options.maxTimeMs },
  ] as const;
  const limit = limits
    .filter(({ ms }) => ms !== undefined && ms > 0 && ms < afterMs)
    .sort((left, right) => (left.ms ?? 0) - (right.ms ?? 0))[0];
  transfer.elapsedMs += limit?.ms ?? afterMs;
  transfer.failure = connectFailure(version, why, url.host, url.port, limit?.ms ?? afterMs, limit?.name);
  if (options.verbose) transfer.notes += `* ${transfer.failure.text}\n* Closing connection 0\n`;
}

function speak(
  transfer: Transfer,
  connection: Extract<Connection, { kind: "open" }>,
  url: Url,
  options: CurlOptions,
  { network, version }: CurlWorld,
): void {
  const speaksTls = connection.port === 443 || connection.port === 8443;
  if (url.scheme === "https" && !speaksTls) {
    transfer.failure = notTls(version);
    return;
  }
  if (url.scheme === "https" && !options.insecure) {
    transfer.failure = untrusted(version);
    return;
  }
  const method = options.method ?? (options.head ? "HEAD" : options.data === undefined ? "GET" : "POST");
  const headers = requestHeaders(url, options, version);
  if (options.verbose)
    transfer.notes += [`> ${method} ${url.path} HTTP/1.1`, ...headers.map(([name, value]) => `> ${name}: ${value}`), "> ", ""].join("\n");
  const response = network.exchange(connection, {
    method,
    path: url.path,
    headers,
    body: options.data ?? "",
    ...(url.scheme === "https" ? { tls: true } : {}),
  });
  if (response === undefined) {
    transfer.failure = { exitCode: 52, text: "Empty reply from server" };
    if (options.verbose) transfer.notes += `* ${transfer.failure.text}\n`;
    return;
  }
  finish(transfer, response, url, options, version);
}

function finish(transfer: Transfer, response: HttpResponse, url: Url, options: CurlOptions, version: CurlVersion): void {
  transfer.response = response;
  const head = [`HTTP/1.1 ${response.status} ${response.statusText}`, ...response.headers.map(([name, value]) => `${name}: ${value}`)];
  if (options.verbose) {
    const bundle = version.number >= 765 && version.number < 786 ? "* Mark bundle as not supporting multiuse\n" : "";
    transfer.notes += `${bundle}${[...head, ""].map((line) => `< ${line}\n`).join("")}`;
  }
  if (options.include || options.head) transfer.printed += [...head, "", ""].join("\r\n");
  if (options.fail && response.status >= 400) {
    transfer.failure = {
      exitCode: 22,
      text: `The requested URL returned error: ${response.status}${version.number >= 775 ? "" : ` ${response.statusText}`}`,
    };
    return;
  }
  const redirected = options.follow && response.status >= 300 && response.status < 400 && headerOf(response, "Location") !== undefined;
  if (!options.head && !redirected && options.method !== "HEAD") transfer.printed += response.body;
  if (options.verbose) transfer.notes += `* Connection #0 to host ${url.host} left intact\n`;
}

function requestHeaders(url: Url, options: CurlOptions, { text, number }: CurlVersion): [string, string][] {
  const host: [string, string] = ["Host", url.portGiven ? `${url.host}:${url.port}` : url.host];
  const agent: [string, string] = ["User-Agent", options.userAgent ?? `curl/${text}`];
  const standard: [string, string][] = number <= 729 ? [agent, host, ["Accept", "*/*"]] : [host, agent, ["Accept", "*/*"]];
  if (options.data !== undefined)
    standard.push(["Content-Length", String(byteLength(options.data))], ["Content-Type", "application/x-www-form-urlencoded"]);
  for (const line of options.headers) {
    const [name = "", value = ""] = line.split(/:\s*(.*)/s);
    const at = standard.findIndex(([known]) => known.toLowerCase() === name.toLowerCase());
    if (at >= 0 && value === "") standard.splice(at, 1);
    else if (at >= 0) standard[at] = [name, value];
    else standard.push([name, value]);
  }
  return standard;
}

function connectNotes({ number }: CurlVersion, url: Url, address: string): string {
  if (number <= 729) return `* About to connect() to ${url.host} port ${url.port} (#0)\n*   Trying ${address}...\n`;
  return `*   Trying ${address}:${url.port}...\n${number < 786 ? "* TCP_NODELAY set\n" : ""}`;
}

/** What the API server says to somebody who shows no certificate. */
function apiServerAnswer(url: Url): HttpResponse {
  if (url.scheme === "http")
    return {
      status: 400,
      statusText: "Bad Request",
      headers: [
        ["Content-Type", "text/plain; charset=utf-8"],
        ["Connection", "close"],
      ],
      body: "Client sent an HTTP request to an HTTPS server.\n",
    };
  const path = url.path.split("?")[0];
  const body = JSON.stringify(
    {
      kind: "Status",
      apiVersion: "v1",
      metadata: {},
      status: "Failure",
      message: `forbidden: User "system:anonymous" cannot get path "${path}"`,
      reason: "Forbidden",
      details: {},
      code: 403,
    },
    null,
    2,
  );
  return { status: 403, statusText: "Forbidden", headers: [["Content-Type", "application/json"]], body };
}

function writeOut(
  format: string,
  { response, elapsedMs, address, url, redirects, printed }: Transfer,
  files: Readonly<Record<string, string>>,
): string {
  const seconds = (elapsedMs / 1000).toFixed(6);
  const values: Readonly<Record<string, string>> = {
    http_code: String(response?.status ?? 0).padStart(3, "0"),
    response_code: String(response?.status ?? 0).padStart(3, "0"),
    size_download: String(byteLength(response === undefined ? "" : printed)),
    time_total: seconds,
    time_connect: seconds,
    time_namelookup: "0.000010",
    time_starttransfer: seconds,
    remote_ip: address,
    remote_port: String(url?.port ?? ""),
    url_effective: url?.text ?? "",
    num_redirects: String(redirects),
    content_type: (response && headerOf(response, "Content-Type")) ?? "",
    filename_effective: Object.keys(files).at(-1) ?? "",
  };
  return format.replace(/%\{(\w+)\}|\\n|\\t|\\r|%%/g, (whole, name?: string) =>
    name !== undefined ? (values[name] ?? "") : ({ "\\n": "\n", "\\t": "\t", "\\r": "\r", "%%": "%" }[whole] ?? whole),
  );
}
