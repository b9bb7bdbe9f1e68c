import { byteLength, httpDate, type HttpResponse } from "../../network/http.ts";
import type { ControllerView } from "./controller-view.ts";

/** Reasons as nginx's own pages have them, where they differ from the status line's. */
const REASONS: Readonly<Record<number, string>> = {
  204: "No Content",
  301: "Moved Permanently",
  302: "Moved Temporarily",
  303: "See Other",
  307: "Temporary Redirect",
  308: "Permanent Redirect",
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  413: "Request Entity Too Large",
  501: "Not Implemented",
  502: "Bad Gateway",
  503: "Service Temporarily Unavailable",
  504: "Gateway Time-out",
};
const TITLES: Readonly<Record<number, string>> = { 302: "302 Found", 401: "401 Authorization Required" };

/** nginx's page for a status; it names itself and its version where server tokens are on. ngx_http_special_response.c */
export function statusPage(status: number, tail: string, note = ""): string {
  const title = note === "" ? (TITLES[status] ?? `${status} ${REASONS[status] ?? ""}`) : `${status} ${note}`;
  const heading = title.replace(/^400 The plain.*/, "400 Bad Request");
  return [
    "<html>",
    `<head><title>${title}</title></head>`,
    "<body>",
    `<center><h1>${heading}</h1></center>`,
    ...(note.startsWith("The plain") ? [`<center>${note}</center>`] : []),
    `<hr><center>${tail}</center>`,
    "</body>",
    "</html>",
    "",
  ].join("\r\n");
}

type HeaderList = readonly (readonly [string, string])[];

/** An answer of nginx's own: a page, or a redirect with one. */
export function ownAnswer(status: number, controller: ControllerView, extra: HeaderList = [], note = ""): HttpResponse {
  const body = status === 204 || status === 200 ? "" : statusPage(status, tailOf(controller), note);
  const closes = status === 400 || status === 413;
  return {
    status,
    statusText: REASONS[status] ?? "OK",
    headers: [
      ...serverHeader(controller),
      ["Date", httpDate(controller.view.now)],
      ...(status === 204
        ? []
        : ([
            ["Content-Type", "text/html"],
            ["Content-Length", String(byteLength(body))],
          ] as const)),
      ["Connection", closes ? "close" : "keep-alive"],
      ...extra,
    ],
    body,
  };
}

/** `nginx/1.17.8`, or `nginx` where server tokens are off. */
function tailOf({ release, configuration }: ControllerView): string {
  return configuration.settings.serverTokens ? `nginx/${release.nginx}` : "nginx";
}

/** Where server tokens are off the header is cleared altogether. nginx.tmpl */
export function serverHeader({ release, configuration }: ControllerView): HeaderList {
  return configuration.settings.serverTokens ? [["Server", `nginx/${release.nginx}`]] : [];
}
