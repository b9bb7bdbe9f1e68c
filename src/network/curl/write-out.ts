import { byteLength, headerOf } from "../http.ts";
import type { CurlVersion } from "./messages.ts";
import type { Transfer } from "./transfer.ts";
import { redirected } from "./url.ts";

/** What `-w` makes of a transfer: the text, and on standard error what it does not know. */
export function writeOut(format: string, transfer: Transfer, version: CurlVersion, fileName: string): { text: string; complaints: string } {
  let complaints = "";
  const values = valuesOf(transfer, version, fileName);
  const text = format.replace(/%\{([^}]*)\}|\\[nrt]|%%/g, (whole, name?: string) => {
    if (name === undefined) return ESCAPES[whole] ?? whole;
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value !== undefined) return value();
    if (name === "json") return JSON.stringify(Object.fromEntries(Object.entries(values).map(([key, make]) => [key, make()])));
    complaints += `curl: unknown --write-out variable: '${name}'\n`;
    return "";
  });
  return { text, complaints };
}

const ESCAPES: Readonly<Record<string, string>> = { "\\n": "\n", "\\t": "\t", "\\r": "\r", "%%": "%" };

function valuesOf(transfer: Transfer, { number }: CurlVersion, fileName: string): Readonly<Record<string, () => string>> {
  const { response, url, address, redirects, failure, body, head, sent } = transfer;
  const seconds = (ms: number): string => (ms / 1000).toFixed(number < 761 ? 3 : 6);
  const code = (): string => String(response?.status ?? 0).padStart(3, "0");
  const speed = (bytes: number) => (): string => {
    const perSecond = transfer.elapsedMs === 0 ? 0 : (bytes * 1000) / transfer.elapsedMs;
    return number < 773 ? perSecond.toFixed(3) : String(Math.floor(perSecond));
  };
  const size = byteLength(body);
  const time = (ms: number) => (): string => seconds(ms);
  return {
    http_code: code,
    response_code: code,
    http_connect: () => "000",
    http_version: () => (response === undefined ? "0" : transfer.isHttp2 ? "2" : "1.1"),
    scheme: () => (number < 800 ? (url?.scheme ?? "").toUpperCase() : (url?.scheme ?? "")),
    method: () => transfer.method,
    size_download: () => String(size),
    size_header: () => String(byteLength(head)),
    size_request: () => String(byteLength(sent)),
    size_upload: () => String(transfer.uploaded),
    speed_download: speed(size),
    speed_upload: speed(transfer.uploaded),
    time_namelookup: time(transfer.resolveMs),
    time_connect: time(transfer.connectMs),
    time_appconnect: time(transfer.certificate === undefined ? 0 : transfer.connectMs + 1),
    time_pretransfer: time(transfer.connectMs),
    time_redirect: time(transfer.redirectMs),
    time_starttransfer: time(response === undefined ? 0 : transfer.elapsedMs),
    time_total: time(transfer.elapsedMs),
    remote_ip: () => (transfer.connectMs > 0 ? address : ""),
    remote_port: () => (transfer.connectMs > 0 ? String(url?.port ?? "") : number < 729 ? "" : "0"),
    local_ip: () => "",
    local_port: () => "0",
    url_effective: () => url?.text ?? "",
    url: () => transfer.text,
    redirect_url: () => {
      const location = response && response.status >= 300 && response.status < 400 ? headerOf(response, "Location") : undefined;
      return location === undefined || url === undefined ? "" : redirected(location, url);
    },
    num_connects: () => String(transfer.connects),
    num_redirects: () => String(redirects),
    num_headers: () => String(response?.headers.length ?? 0),
    content_type: () => (response && headerOf(response, "Content-Type")) ?? "",
    filename_effective: () => fileName,
    ssl_verify_result: () => (transfer.certificate === undefined || failure !== undefined ? "0" : "20"),
    exitcode: () => String(failure?.exitCode ?? 0),
    errormsg: () => failure?.short ?? failure?.text ?? "",
    urlnum: () => "0",
  };
}
