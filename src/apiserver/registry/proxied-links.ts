import type { HttpResponse } from "../../machinery/node-runtime.ts";

/** Attributes that hold an address. apimachinery/pkg/util/proxy/transport.go atomsToAttrs, 1.20 */
const ATTRIBUTES = "action|background|cite|classid|codebase|data|formaction|href|icon|longdesc|manifest|poster|profile|src|usemap";
const START_TAGS = /<[a-zA-Z][^<>]*>/g;
const ADDRESSES = new RegExp(`(\\s(?:${ATTRIBUTES})\\s*=\\s*)(["'])((?:https?:/)?/[^"']*)\\2`, "gi");

/**
 * An answer as it comes through the API server's proxy: absolute paths in `Location` and in a page's links lead through the proxy again.
 * `prefix` is the path up to `proxy`, `/api/v1/namespaces/default/services/web/proxy`; `host` the address of the program.
 */
export function throughProxy(answer: HttpResponse, prefix: string, host: string): HttpResponse {
  const rewrite = (address: string): string => rewritten(address, prefix, host);
  const hasLocation = answer.headers.some(([name]) => name.toLowerCase() === "location");
  const headers = answer.headers.map(([name, value]): readonly [string, string] => [
    name,
    name.toLowerCase() === "location" ? rewrite(value) : value,
  ]);
  const type = answer.headers.find(([name]) => name.toLowerCase() === "content-type")?.[1] ?? "";
  if (hasLocation || type.split(";")[0]?.trim() !== "text/html") return { ...answer, headers };
  const body = answer.body.replace(START_TAGS, (tag) =>
    tag.replace(ADDRESSES, (_, name: string, quote: string, address: string) => `${name}${quote}${rewrite(address)}${quote}`),
  );
  return { ...answer, headers, body };
}

function rewritten(address: string, prefix: string, host: string): string {
  const own = [`http://${host}`, `https://${host}`].find((origin) => address === origin || address.startsWith(`${origin}/`));
  const path = own === undefined ? address : address.slice(own.length) || "/";
  if (!path.startsWith("/") || path.startsWith("//") || path.startsWith(prefix)) return address;
  return `${prefix}${path}`;
}
