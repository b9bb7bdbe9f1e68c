import { headerOf, logDate, type AppRequest, type HttpResponse } from "../../network/http.ts";
import { server } from "../image.ts";
import { accessLine, returned } from "../nginx/index.ts";
import { requestsOf } from "../request-count.ts";
import { md5Hex } from "../../base/md5.ts";
import { hostnameOf, type ContainerView } from "../view.ts";

const VERSION = "1.18.0";

/** sysnet4admin/chk-info: a page about the pod and the request. */
export const chkInfo = server({
  name: "chk-info",
  userland: "busybox",
  countsRequests: true,
  answer: (request, view) => infoPage(request, view, VERSION),
  requestLog: accessLine,
});

/** The demonstration page of NGINX, Inc. with what it knows of itself and of the request. facts/images.md 1 */
export function infoPage(request: AppRequest, view: ContainerView, version: string): HttpResponse {
  const rows: readonly (readonly [string, string])[] = [
    ["Server name", hostnameOf(view.pod)],
    ["Server address", `${request.address}:${request.port}`],
    ["User Agent", headerOf(request, "User-Agent") ?? ""],
    ["URI", request.path],
    ["Document Root", "/usr/share/nginx/html"],
    ["Date", logDate(view.now)],
    ["Frontend Load Balancer IP", request.clientAddress],
    ["NGINX version", version],
    ["Request ID", md5Hex(`${view.pod.metadata.uid}/${view.startedAt}/${requestsOf(view)}`)],
  ];
  const lines = rows.map(([name, value]) => `<p><span>${name}:</span> <span>${escaped(value)}</span></p>`);
  const body = `<!DOCTYPE html>
<html>
<head>
<title>${escaped(hostnameOf(view.pod))}</title>
</head>
<body>
<div class="info">
${lines.join("\n")}
</div>
<footer>&copy; NGINX, Inc. 2021</footer>
</body>
</html>
`;
  return returned(body, view, version);
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
