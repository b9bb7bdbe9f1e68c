import type { FrontAnswer } from "../../machinery/http-wire.ts";

const encoder = new TextEncoder();

/** An error as Go's servers say it. net/http Error */
export function textAnswer(status: number, text: string): FrontAnswer {
  const headers = [
    ["Content-Type", "text/plain; charset=utf-8"],
    ["X-Content-Type-Options", "nosniff"],
  ] as const;
  return { kind: "answer", status, headers, body: encoder.encode(`${text}\n`) };
}

/** Sends a client to another path, with a page for those that do not go by themselves where `page` is set. */
export function redirect(location: string, page = false): FrontAnswer {
  const headers: [string, string][] = [
    ...(page ? [["Content-Type", "text/html; charset=utf-8"] satisfies [string, string]] : []),
    ["Location", location],
  ];
  const body = encoder.encode(page ? `<a href="${location}">Moved Permanently</a>.\n\n` : "");
  return { kind: "answer", status: 301, headers, body };
}
