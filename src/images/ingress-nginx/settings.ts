import type { ControllerRelease } from "./release.ts";
import type { Settings } from "./model.ts";

type Data = Readonly<Record<string, string>>;
type HeaderList = readonly (readonly [string, string])[];

/** What the controller's ConfigMap says, with the controller's defaults. internal/ingress/controller/config/config.go NewDefault */
export function settingsOf(data: Data, release: ControllerRelease, headersIn: (configMap: string) => HeaderList): Settings {
  const yes = (key: string, otherwise: boolean): boolean => parseBool(data[key]) ?? otherwise;
  const number = (key: string, otherwise: number): number => parseInteger(data[key]) ?? otherwise;
  const names = (key: string): string[] => listOf(data[key] ?? "");
  const hsts = yes("hsts", true)
    ? strictTransport(number("hsts-max-age", 15_724_800), yes("hsts-include-subdomains", true), yes("hsts-preload", false))
    : undefined;
  return {
    sslRedirect: yes("ssl-redirect", true),
    forceSslRedirect: yes("force-ssl-redirect", false),
    redirectCode: number("http-redirect-code", 308),
    ...(hsts === undefined ? {} : { hsts }),
    serverTokens: yes("server-tokens", !release.has("hidesVersion")),
    useForwardedHeaders: yes("use-forwarded-headers", false),
    computeFullForwardedFor: yes("compute-full-forwarded-for", false),
    bodySize: data["proxy-body-size"] || "1m",
    allowed: names("whitelist-source-range"),
    connectTimeoutMs: number("proxy-connect-timeout", 5) * 1000,
    tries: number("proxy-next-upstream-tries", 3),
    accessLog: !yes("disable-access-log", false),
    allowSnippets: yes("allow-snippet-annotations", !release.has("snippetsOff")),
    blockedWords: names("annotation-value-word-blocklist"),
    addHeaders: data["add-headers"] ? headersIn(data["add-headers"]) : [],
    proxySetHeaders: data["proxy-set-headers"] ? headersIn(data["proxy-set-headers"]) : [],
  };
}

function strictTransport(maxAge: number, subdomains: boolean, preload: boolean): string {
  return `max-age=${maxAge}${subdomains ? "; includeSubDomains" : ""}${preload ? "; preload" : ""}`;
}

/** Words between commas. */
export function listOf(text: string): string[] {
  return text
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");
}

/** Go's strconv.ParseBool; undefined for what it refuses. */
export function parseBool(text: string | undefined): boolean | undefined {
  if (text === undefined) return undefined;
  if (/^(1|t|T|TRUE|true|True)$/.test(text)) return true;
  return /^(0|f|F|FALSE|false|False)$/.test(text) ? false : undefined;
}

/** Go's strconv.Atoi; undefined for what it refuses. */
export function parseInteger(text: string | undefined): number | undefined {
  return text !== undefined && /^[+-]?\d+$/.test(text) ? Number(text) : undefined;
}

/** A size as nginx writes it (`8m`, `1k`, `100`) in bytes; undefined for what is no size. */
export function parseSize(text: string): number | undefined {
  const [, digits, unit = ""] = /^(\d+)([kKmMgG]?)$/.exec(text.trim()) ?? [];
  if (digits === undefined) return undefined;
  return Number(digits) * ({ k: 1024, m: 1024 ** 2, g: 1024 ** 3 }[unit.toLowerCase()] ?? 1);
}
