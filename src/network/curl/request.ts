import { byteLength } from "../http.ts";
import type { CurlVersion } from "./messages.ts";
import type { CurlOptions } from "./options.ts";
import type { Url } from "./url.ts";

/** What is sent as the request's body. */
export function contentOf({ data, has }: CurlOptions): string {
  return has("get") ? "" : data.join("&");
}

/** The method of a request; after a redirect other than 307 and 308 a POST has become a GET. */
export function methodOf({ method, data, has }: CurlOptions, redirectStatus?: number): string {
  if (method !== undefined) return method;
  if (has("head")) return "HEAD";
  if (data.length === 0 || has("get")) return "GET";
  return redirectStatus === undefined || redirectStatus === 307 || redirectStatus === 308 ? "POST" : "GET";
}

/** A request's headers in the order in which this curl sends them. */
export function requestHeaders(
  url: Url,
  body: string,
  options: CurlOptions,
  { text, number }: CurlVersion,
  jar: string | undefined,
): [string, string][] {
  const host: [string, string] = ["Host", url.portGiven ? `${url.host}:${url.port}` : url.host];
  const agent: [string, string] = ["User-Agent", options.userAgent ?? `curl/${text}`];
  const accept: [string, string] = ["Accept", options.json ? "application/json" : "*/*"];
  const user = options.user ?? url.user;
  const headers: [string, string][] = number <= 729 ? [] : [host];
  if (user !== undefined) headers.push(["Authorization", `Basic ${btoa(user)}`]);
  headers.push(agent);
  if (number <= 729) headers.push(host);
  headers.push(accept);
  if (options.has("compressed")) headers.push(["Accept-Encoding", number <= 729 ? "deflate, gzip" : "deflate, gzip, br"]);
  if (options.referer !== undefined) headers.push(["Referer", options.referer]);
  const cookie = [...(jar === undefined ? [] : [jar]), ...options.cookies].join("; ");
  if (cookie !== "") headers.push(["Cookie", cookie]);
  if (body !== "" || (options.data.length > 0 && !options.has("get") && methodOf(options) === "POST")) {
    const type = options.json ? "application/json" : "application/x-www-form-urlencoded";
    headers.push(["Content-Length", String(byteLength(body))], ["Content-Type", type]);
  }
  for (const line of options.headers) override(headers, line);
  return headers;
}

/** `Name: value` sets a header, `Name:` takes it away, `Name;` sends it empty. */
function override(headers: [string, string][], line: string): void {
  const isEmpty = /^[^:]+;$/.test(line);
  const [name = "", value = ""] = isEmpty ? [line.slice(0, -1), ""] : line.split(/:\s*(.*)/s);
  const at = headers.findIndex(([known]) => known.toLowerCase() === name.toLowerCase());
  if (value === "" && !isEmpty) {
    if (at >= 0) headers.splice(at, 1);
  } else if (at >= 0) headers[at] = [name, value];
  else headers.push([name, value]);
}
