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
}

const PATTERN = /^(?:(https?):\/\/)?(?:[^@/?#]*@)?(\[[^\]]+\]|[^:/?#]+)(?::(\d+))?([/?][^#]*)?(?:#.*)?$/i;

/** Reads a URL as curl does, `http://` being the default; undefined for one that it would refuse. */
export function parseUrl(text: string): Url | undefined {
  const match = PATTERN.exec(text.trim());
  if (match === null) return undefined;
  const [, scheme = "http", host = "", port, path = "/"] = match;
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
  };
}
