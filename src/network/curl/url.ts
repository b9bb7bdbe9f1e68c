/** The parts of a URL that curl uses. */
export interface Url {
  readonly text: string;
  readonly scheme: "http" | "https";
  readonly host: string;
  readonly port: number;
  /** Whether the port was written, and so belongs into the Host header. */
  readonly portGiven: boolean;
  /** Path with query. */
  readonly path: string;
  /** `user:password`, if the URL has them. */
  readonly user?: string;
}

const PATTERN = /^(?:(https?):\/\/)?(?:([^@/?#]*)@)?(\[[^\]]+\]|[^:/?#\s]+)(?::(\d+))?([/?][^#\s]*)?(?:#.*)?$/i;

/** Reads a URL as curl does, `http://` being the default; undefined for one that it would refuse. */
export function parseUrl(text: string): Url | undefined {
  const match = PATTERN.exec(text.trim());
  if (match === null) return undefined;
  const [, scheme = "http", user, host = "", port, path = "/"] = match;
  const secure = scheme.toLowerCase() === "https";
  const number = port === undefined ? (secure ? 443 : 80) : Number(port);
  if (number > 65_535) return undefined;
  const whole = path.startsWith("?") ? `/${path}` : path;
  const standard = number === (secure ? 443 : 80);
  return {
    text: `${scheme.toLowerCase()}://${host}${port === undefined ? "" : `:${port}`}${whole}`,
    scheme: secure ? "https" : "http",
    host,
    port: number,
    portGiven: !standard,
    path: whole,
    ...(user === undefined ? {} : { user }),
  };
}

const MOST_URLS = 10_000;

/** The URLs that a globbed one stands for: `{a,b}` and `[1-3]`. */
export function globbed(text: string): string[] {
  if (!/[[{]/.test(text)) return [text];
  const match = /\{([^{}]*)\}|\[(\d+)-(\d+)(?::(\d+))?\]|\[([a-z])-([a-z])\]/i.exec(text);
  if (match === null) return [text];
  const before = text.slice(0, match.index);
  const after = globbed(text.slice(match.index + match[0].length));
  return choices(match).flatMap((choice) => after.map((rest) => before + choice + rest));
}

function choices([, list, from, to, step = "1", first, last]: RegExpExecArray): string[] {
  if (list !== undefined) return list.split(",");
  if (from !== undefined && to !== undefined) {
    const size = Math.min(MOST_URLS, Math.max(0, Math.floor((Number(to) - Number(from)) / Number(step)) + 1));
    const width = from.startsWith("0") ? from.length : 0;
    return Array.from({ length: size }, (_, index) => String(Number(from) + index * Number(step)).padStart(width, "0"));
  }
  const begin = first?.charCodeAt(0) ?? 0;
  return Array.from({ length: (last?.charCodeAt(0) ?? 0) - begin + 1 }, (_, index) => String.fromCharCode(begin + index));
}

/** Where a Location header leads from a URL. */
export function redirected(location: string, from: Url): string {
  if (/^[a-z]+:\/\//i.test(location)) return location;
  if (location.startsWith("//")) return `${from.scheme}:${location}`;
  const origin = `${from.scheme}://${from.host}${from.portGiven ? `:${from.port}` : ""}`;
  if (location.startsWith("/")) return origin + location;
  const path = from.path.split("?")[0] ?? "/";
  return location.startsWith("?") ? origin + path + location : origin + path.slice(0, path.lastIndexOf("/") + 1) + location;
}
