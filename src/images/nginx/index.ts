import { byteLength, headerOf, httpDate, logDate, response, type AppRequest, type HttpResponse } from "../../network/http.ts";
import { server } from "../image.ts";
import { manifestPorts } from "../ports.ts";
import { parseImage } from "../reference.ts";
import { filesNow } from "../program.ts";
import type { FileMap } from "../files.ts";
import type { ContainerView } from "../view.ts";
import { control } from "./control.ts";
import { errorPage, welcomePage as stock } from "./pages.ts";
import { builtAt, LAST_PATCH } from "./releases.ts";
import { startLog } from "./start-log.ts";

const ROOT = "/usr/share/nginx/html";

/** The official nginx image with its stock configuration. */
export const nginx = server({
  name: "nginx",
  ports: (view) => (hasOwnConfiguration(view) ? manifestPorts(view.container) : [80]),
  startLog: (view) => startLog(view, versionOf(view)),
  answer: answerFromFiles,
  requestLog: accessLine,
  files: (view) => ({
    [`${ROOT}/index.html`]: stock(versionOf(view)),
    [`${ROOT}/50x.html`]: errorPage(500, versionOf(view)),
    "/run/nginx.pid": "1\n",
    "/etc/nginx/nginx.conf": "user  nginx;\nworker_processes  auto;\n",
    ...baseFiles(view),
  }),
  idle: { cpuMillis: 0, memoryMi: 2 },
  serverProgram: "nginx",
  programs: (view) => ({ nginx: control(versionOf(view)) }),
  lacks: ["nslookup", "ping", "ps", "top", "wget"],
  mainProcess: "nginx: master process nginx -g daemon off;",
});

/** What its base has at the root: Debian's directories, and since 1.19 the script that it begins with. */
function baseFiles(view: ContainerView): FileMap {
  const isAlpine = /alpine/.test(parseImage(view.container.image ?? "")?.tag ?? "");
  const hasScript = !/^1\.(?:\d|1[0-8])\./.test(versionOf(view));
  return {
    ...(isAlpine ? {} : { "/boot/": "", "/lib64/": "" }),
    ...(hasScript ? { "/docker-entrypoint.d/": "", "/docker-entrypoint.sh": "#!/bin/sh\n" } : {}),
  };
}

/** The version that an nginx image's tag names, or that of `latest` in the year of the book's labs. */
export function versionOf({ container }: Pick<ContainerView, "container">): string {
  const tag = parseImage(container.image ?? "")?.tag ?? "";
  const [, version] = /^(\d+\.\d+(?:\.\d+)?)/.exec(tag) ?? [];
  if (version === undefined) return "1.27.5";
  return version.split(".").length === 3 ? version : `${version}.${LAST_PATCH[version] ?? 0}`;
}

/** Whether the whole configuration comes from the node's own files, as with kubespray's proxy on workers. */
function hasOwnConfiguration({ container, pod }: ContainerView): boolean {
  const mounted = container.volumeMounts?.find(({ mountPath }) => mountPath === "/etc/nginx")?.name;
  return mounted !== undefined && (pod.spec.volumes ?? []).some(({ name, hostPath }) => name === mounted && hostPath !== undefined);
}

function answerFromFiles(request: AppRequest, view: ContainerView): HttpResponse {
  const version = versionOf(view);
  // Nothing is known of the machine's files but that the manifest's author counts on an answer.
  if (hasOwnConfiguration(view)) return returned("", view, version);
  const path = request.path.split(/[?#]/)[0] ?? "/";
  if (request.method !== "GET" && request.method !== "HEAD") return page(405, errorPage(405, version), view);
  const files = filesNow(view);
  const file = ROOT + (path.endsWith("/") ? `${path}index.html` : path);
  const content = files.read(file);
  if (content === undefined)
    return path.endsWith("/") && path !== "/"
      ? page(404, errorPage(404, version), view)
      : page(path === "/" ? 403 : 404, errorPage(path === "/" ? 403 : 404, version), view);
  const length = byteLength(content);
  // A page of the user's own is as old as it is.
  const modified = content === stock(version) ? builtAt(version) : files.modified(file);
  return response(
    200,
    [
      ["Server", `nginx/${version}`],
      ["Date", httpDate(view.now)],
      ["Content-Type", path.endsWith(".txt") ? "text/plain" : "text/html"],
      ["Content-Length", String(length)],
      ["Last-Modified", httpDate(modified)],
      ["Connection", "keep-alive"],
      ["ETag", `"${Math.floor(modified / 1000).toString(16)}-${length.toString(16)}"`],
      ["Accept-Ranges", "bytes"],
    ],
    content,
  );
}

function page(status: number, body: string, view: ContainerView): HttpResponse {
  return answered(status, body, view, versionOf(view), "text/html");
}

/** nginx's `return 200 text` with the headers that go with it. */
export function returned(body: string, view: ContainerView, version: string, type = "text/html"): HttpResponse {
  return answered(200, body, view, version, type);
}

/** nginx's own page for what is not there. */
export function missing(view: ContainerView, version: string): HttpResponse {
  return answered(404, errorPage(404, version), view, version, "text/html");
}

function answered(status: number, body: string, view: ContainerView, version: string, type: string): HttpResponse {
  return response(
    status,
    [
      ["Server", `nginx/${version}`],
      ["Date", httpDate(view.now)],
      ["Content-Type", type],
      ["Content-Length", String(byteLength(body))],
      ["Connection", "keep-alive"],
    ],
    body,
  );
}

/** A line of nginx's combined access log. */
export function accessLine(request: AppRequest, answer: HttpResponse, view: ContainerView): string {
  const sent = request.method === "HEAD" ? 0 : byteLength(answer.body);
  return `${request.clientAddress} - - [${logDate(view.now)}] "${request.method} ${request.path} HTTP/1.1" ${answer.status} ${sent} "-" "${headerOf(request, "User-Agent") ?? "-"}" "${headerOf(request, "X-Forwarded-For") ?? "-"}"`;
}
