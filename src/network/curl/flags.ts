/** What reading a command line needs from outside. */
export interface Given {
  /** The content of a file, `-` being standard input; undefined when it cannot be read. */
  readonly read?: (path: string) => string | undefined;
}

/** A command line as far as it has been read. */
export interface Draft {
  urls: string[];
  method?: string;
  headers: string[];
  data: string[];
  json?: true;
  outputs: string[];
  flags: Set<string>;
  writeOut?: string;
  connectTimeoutMs?: number;
  maxTimeMs?: number;
  retries: number;
  retryDelayMs?: number;
  maxRedirects: number;
  userAgent?: string;
  referer?: string;
  user?: string;
  cookies: string[];
  cookieFile?: string;
  cookieJar?: string;
  dumpHeader?: string;
  caFile?: string;
  resolve: Map<string, string>;
  connectTo?: string;
  /** What curl complains of and goes on. */
  warnings: string[];
}

/** The command line cannot be read: message and curl's exit code. */
export class CurlUsageError extends Error {
  override name = "CurlUsageError";
  readonly exitCode: number;
  constructor(message: string, exitCode = 2) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Long names of the flags that one letter stands for. */
export const SHORT: Readonly<Record<string, string>> = {
  "#": "progress-bar",
  "0": "http1.0",
  "4": "ipv4",
  "6": "ipv6",
  A: "user-agent",
  b: "cookie",
  c: "cookie-jar",
  C: "continue-at",
  d: "data",
  D: "dump-header",
  e: "referer",
  E: "cert",
  f: "fail",
  F: "form",
  g: "globoff",
  G: "get",
  H: "header",
  i: "include",
  I: "head",
  j: "junk-session-cookies",
  k: "insecure",
  K: "config",
  l: "list-only",
  L: "location",
  m: "max-time",
  n: "netrc",
  N: "no-buffer",
  o: "output",
  O: "remote-name",
  p: "proxytunnel",
  q: "disable",
  r: "range",
  R: "remote-time",
  s: "silent",
  S: "show-error",
  T: "upload-file",
  u: "user",
  U: "proxy-user",
  v: "verbose",
  V: "version",
  w: "write-out",
  x: "proxy",
  X: "request",
  y: "speed-time",
  Y: "speed-limit",
  Z: "parallel",
};

/** Flags without a value. Those that change nothing here are accepted in silence. */
export const SWITCHES: ReadonlySet<string> = new Set([
  "anyauth",
  "basic",
  "compressed",
  "create-dirs",
  "disable",
  "fail",
  "fail-early",
  "fail-with-body",
  "get",
  "globoff",
  "head",
  "http0.9",
  "http1.0",
  "http1.1",
  "http2",
  "include",
  "insecure",
  "ipv4",
  "junk-session-cookies",
  "keepalive",
  "list-only",
  "location",
  "location-trusted",
  "no-buffer",
  "no-keepalive",
  "no-progress-meter",
  "no-sessionid",
  "path-as-is",
  "progress-bar",
  "raw",
  "remote-name",
  "remote-name-all",
  "remote-time",
  "retry-all-errors",
  "retry-connrefused",
  "show-error",
  "silent",
  "tcp-fastopen",
  "tcp-nodelay",
  "tlsv1",
  "tlsv1.2",
  "tlsv1.3",
  "verbose",
  "version",
]);

/** Flags of curl's that would do something here that is not emulated. */
export const UNSUPPORTED: ReadonlySet<string> = new Set([
  "aws-sigv4",
  "cert",
  "config",
  "continue-at",
  "digest",
  "doh-url",
  "form",
  "form-string",
  "ftp-pasv",
  "http2-prior-knowledge",
  "http3",
  "interface",
  "ipv6",
  "key",
  "limit-rate",
  "local-port",
  "netrc",
  "ntlm",
  "parallel",
  "proxy",
  "proxy-user",
  "proxytunnel",
  "range",
  "socks5",
  "socks5-hostname",
  "speed-limit",
  "speed-time",
  "trace",
  "trace-ascii",
  "unix-socket",
  "upload-file",
]);

type Action = (draft: Draft, value: string, given: Given) => void;

/** Flags with a value: what each does. */
export const VALUES: Readonly<Record<string, Action>> = {
  cacert: (draft, value) => void (draft.caFile = value),
  capath: (draft, value) => void (draft.caFile = value),
  "connect-timeout": (draft, value) => void (draft.connectTimeoutMs = seconds("--connect-timeout", value)),
  "connect-to": (draft, value) => void (draft.connectTo = value),
  cookie(draft, value) {
    if (value.includes("=")) draft.cookies.push(value);
    else draft.cookieFile = value;
  },
  "cookie-jar": (draft, value) => void (draft.cookieJar = value),
  data(draft, value, given) {
    const text = fromFile(draft, value, given);
    draft.data.push(value.startsWith("@") ? text.replace(/[\r\n]/g, "") : text);
  },
  "data-ascii": (draft, value, given) => VALUES["data"]?.(draft, value, given),
  "data-binary": (draft, value, given) => void draft.data.push(fromFile(draft, value, given)),
  "data-raw": (draft, value) => void draft.data.push(value),
  "data-urlencode": (draft, value) => void draft.data.push(urlEncoded(value)),
  "dump-header": (draft, value) => void (draft.dumpHeader = value),
  header: (draft, value) => void draft.headers.push(value),
  json(draft, value, given) {
    draft.json = true;
    draft.data.push(fromFile(draft, value, given));
  },
  "max-redirs": (draft, value) => void (draft.maxRedirects = Number(value)),
  "max-time": (draft, value) => void (draft.maxTimeMs = seconds("--max-time", value)),
  output: (draft, value) => void draft.outputs.push(value),
  referer: (draft, value) => void (draft.referer = value),
  request: (draft, value) => void (draft.method = value),
  resolve(draft, value) {
    const match = /^\+?([^:]+):(\d+):(?:\[?([^\],]+)\]?)/.exec(value);
    if (match === null) throw new CurlUsageError(`curl: (49) Couldn't parse CURLOPT_RESOLVE entry '${value}'`, 49);
    draft.resolve.set(`${match[1]}:${match[2]}`, match[3] ?? "");
  },
  retry: (draft, value) => void (draft.retries = count("--retry", value)),
  "retry-delay": (draft, value) => void (draft.retryDelayMs = count("--retry-delay", value) * 1000),
  "retry-max-time": (_draft, value) => void count("--retry-max-time", value),
  url: (draft, value) => void draft.urls.push(value),
  user: (draft, value) => void (draft.user = value),
  "user-agent": (draft, value) => void (draft.userAgent = value),
  "write-out": (draft, value) => void (draft.writeOut = value),
};

function fromFile(draft: Draft, value: string, { read }: Given): string {
  if (!value.startsWith("@")) return value;
  const path = value.slice(1);
  const content = read?.(path);
  if (content === undefined) draft.warnings.push(`Warning: Couldn't read data from file "${path}", this makes an empty POST.`);
  return content ?? "";
}

/** `content`, `=content` or `name=content`; only the content is encoded. */
function urlEncoded(value: string): string {
  const at = value.indexOf("=");
  const name = at > 0 ? `${value.slice(0, at)}=` : "";
  const encode = (text: string): string =>
    encodeURIComponent(text).replace(/[!'()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);
  return name + encode(at < 0 ? value : value.slice(at + 1));
}

function seconds(flag: string, value: string): number {
  const number = Number(value);
  if (value === "" || !Number.isFinite(number) || number < 0)
    throw new CurlUsageError(`curl: option ${flag}: expected a proper numerical parameter`);
  return number * 1000;
}

function count(flag: string, value: string): number {
  if (!/^\d+$/.test(value)) throw new CurlUsageError(`curl: option ${flag}: expected a proper numerical parameter`);
  return Number(value);
}
