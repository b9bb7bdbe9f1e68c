/** What a curl command line asks for. */
export interface CurlOptions {
  readonly urls: readonly string[];
  readonly method?: string;
  readonly headers: readonly string[];
  readonly data?: string;
  readonly head: boolean;
  readonly include: boolean;
  readonly verbose: boolean;
  readonly silent: boolean;
  readonly showError: boolean;
  readonly fail: boolean;
  readonly follow: boolean;
  readonly insecure: boolean;
  readonly outputs: readonly string[];
  readonly remoteName: boolean;
  readonly writeOut?: string;
  readonly connectTimeoutMs?: number;
  readonly maxTimeMs?: number;
  readonly retries: number;
  readonly userAgent?: string;
  readonly resolve: ReadonlyMap<string, string>;
  readonly version: boolean;
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

interface Draft {
  urls: string[];
  method?: string;
  headers: string[];
  data?: string;
  get: boolean;
  outputs: string[];
  flags: Set<string>;
  writeOut?: string;
  connectTimeoutMs?: number;
  maxTimeMs?: number;
  retries: number;
  userAgent?: string;
  resolve: Map<string, string>;
}

/** Flags without a value, by their long names. */
const SWITCHES: Readonly<Record<string, string>> = {
  s: "silent",
  S: "show-error",
  v: "verbose",
  i: "include",
  I: "head",
  f: "fail",
  k: "insecure",
  L: "location",
  G: "get",
  O: "remote-name",
  V: "version",
  "4": "ipv4",
  "0": "http1.0",
  N: "no-buffer",
  "#": "progress-bar",
  g: "globoff",
};
const LONG_SWITCHES = new Set([
  ...Object.values(SWITCHES),
  "http1.1",
  "http2",
  "compressed",
  "no-keepalive",
  "no-progress-meter",
  "fail-with-body",
  "insecure",
]);

/** Flags with a value: what each does. */
const VALUES: Readonly<Record<string, (draft: Draft, value: string) => void>> = {
  request: (draft, value) => void (draft.method = value),
  header: (draft, value) => void draft.headers.push(value),
  data: (draft, value) => void (draft.data = draft.data === undefined ? value : `${draft.data}&${value}`),
  output: (draft, value) => void draft.outputs.push(value),
  "write-out": (draft, value) => void (draft.writeOut = value),
  "connect-timeout": (draft, value) => void (draft.connectTimeoutMs = seconds("connect-timeout", value)),
  "max-time": (draft, value) => void (draft.maxTimeMs = seconds("max-time", value)),
  "user-agent": (draft, value) => void (draft.userAgent = value),
  user: (draft, value) => void draft.headers.push(`Authorization: Basic ${btoa(value)}`),
  cookie: (draft, value) => void draft.headers.push(`Cookie: ${value}`),
  referer: (draft, value) => void draft.headers.push(`Referer: ${value}`),
  retry: (draft, value) => void (draft.retries = Number(value)),
  "retry-delay": () => undefined,
  url: (draft, value) => void draft.urls.push(value),
  resolve: (draft, value) => {
    const [host = "", port = "", address = ""] = value.split(":");
    draft.resolve.set(`${host}:${port}`, address);
  },
};
const SHORT_VALUES: Readonly<Record<string, string>> = {
  X: "request",
  H: "header",
  d: "data",
  o: "output",
  w: "write-out",
  m: "max-time",
  A: "user-agent",
  u: "user",
  b: "cookie",
  e: "referer",
};
const ALIASES: Readonly<Record<string, string>> = {
  "data-raw": "data",
  "data-binary": "data",
  "data-ascii": "data",
  "data-urlencode": "data",
  json: "data",
};

function seconds(name: string, value: string): number {
  const number = Number(value);
  if (value === "" || !Number.isFinite(number)) throw new CurlUsageError(`curl: option --${name}: expected a proper numerical parameter`);
  return number * 1000;
}

/** Reads a curl command line (without the word curl). */
export function parseCurlOptions(argv: readonly string[]): CurlOptions {
  const draft: Draft = { urls: [], headers: [], get: false, outputs: [], flags: new Set(), retries: 0, resolve: new Map() };
  for (let index = 0; index < argv.length; index++) {
    const word = argv[index] ?? "";
    const take = (flag: string): string => {
      const value = argv[++index];
      if (value === undefined) throw new CurlUsageError(`curl: option ${flag}: requires parameter`);
      return value;
    };
    if (word.startsWith("--") && word.length > 2) long(draft, word, take);
    else if (word.startsWith("-") && word.length > 1) short(draft, word, take);
    else draft.urls.push(word);
  }
  return finish(draft);
}

function long(draft: Draft, word: string, take: (flag: string) => string): void {
  const name = ALIASES[word.slice(2)] ?? word.slice(2);
  const action = VALUES[name];
  if (action) return action(draft, take(word));
  if (!LONG_SWITCHES.has(name)) throw new CurlUsageError(`curl: option ${word}: is unknown`);
  draft.flags.add(name);
}

function short(draft: Draft, word: string, take: (flag: string) => string): void {
  for (let at = 1; at < word.length; at++) {
    const letter = word[at] ?? "";
    const named = SHORT_VALUES[letter];
    if (named !== undefined) {
      const glued = word.slice(at + 1);
      return VALUES[named]?.(draft, glued === "" ? take(`-${letter}`) : glued);
    }
    const flag = SWITCHES[letter];
    if (flag === undefined) throw new CurlUsageError(`curl: option ${word}: is unknown`);
    draft.flags.add(flag);
  }
}

function finish(draft: Draft): CurlOptions {
  const { flags, data, urls, method, writeOut, connectTimeoutMs, maxTimeMs, userAgent } = draft;
  const query = flags.has("get") && data !== undefined;
  return {
    urls: query ? urls.map((url) => `${url}${url.includes("?") ? "&" : "?"}${data}`) : urls,
    headers: draft.headers,
    head: flags.has("head"),
    include: flags.has("include"),
    verbose: flags.has("verbose"),
    silent: flags.has("silent"),
    showError: flags.has("show-error"),
    fail: flags.has("fail"),
    follow: flags.has("location"),
    insecure: flags.has("insecure"),
    outputs: draft.outputs,
    remoteName: flags.has("remote-name"),
    retries: draft.retries,
    resolve: draft.resolve,
    version: flags.has("version"),
    ...(method === undefined ? {} : { method }),
    ...(data === undefined || query ? {} : { data }),
    ...(writeOut === undefined ? {} : { writeOut }),
    ...(connectTimeoutMs === undefined ? {} : { connectTimeoutMs }),
    ...(maxTimeMs === undefined ? {} : { maxTimeMs }),
    ...(userAgent === undefined ? {} : { userAgent }),
  };
}
