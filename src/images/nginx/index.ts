import { byteLength, headerOf, httpDate, logDate, response, type AppRequest, type HttpResponse } from "../../network/http.ts";
import { server } from "../image.ts";
import { manifestPorts } from "../ports.ts";
import { parseImage } from "../reference.ts";
import { fileSystem } from "../files.ts";
import type { ContainerView } from "../view.ts";
import { errorPage, welcomePage } from "./pages.ts";

const ROOT = "/usr/share/nginx/html";

/** The official nginx image with its stock configuration. */
export const nginx = server({
  name: "nginx",
  ports: (view) => (hasOwnConfiguration(view) ? manifestPorts(view.container) : [80]),
  startLog: startLog,
  answer: answerFromFiles,
  requestLog: accessLine,
  files: (view) => ({
    [`${ROOT}/index.html`]: welcomePage(versionOf(view)),
    [`${ROOT}/50x.html`]: errorPage(500, versionOf(view)),
    "/run/nginx.pid": "1\n",
    "/etc/nginx/nginx.conf": "user  nginx;\nworker_processes  auto;\n",
  }),
  idle: { cpuMillis: 0, memoryMi: 2 },
  lacks: ["nslookup", "ping", "ps", "top", "wget"],
  mainProcess: "nginx: master process nginx -g daemon off;",
});

/** The version that an nginx image's tag names, or that of `latest` in the year of the book's labs. */
export function versionOf({ container }: Pick<ContainerView, "container">): string {
  const tag = parseImage(container.image ?? "")?.tag ?? "";
  const [, version] = /^(\d+\.\d+(?:\.\d+)?)/.exec(tag) ?? [];
  if (version === undefined) return "1.27.5";
  return version.split(".").length === 3 ? version : `${version}.${LAST_PATCH[version] ?? 0}`;
}

const LAST_PATCH: Readonly<Record<string, number>> = {
  "1.15": 12,
  "1.16": 1,
  "1.17": 10,
  "1.18": 0,
  "1.19": 10,
  "1.20": 2,
  "1.21": 6,
  "1.22": 1,
  "1.23": 4,
  "1.25": 5,
  "1.26": 3,
  "1.27": 5,
};

/** Whether the whole configuration comes from the node's own files, as with kubespray's proxy on workers. */
function hasOwnConfiguration({ container, pod }: ContainerView): boolean {
  const mounted = container.volumeMounts?.find(({ mountPath }) => mountPath === "/etc/nginx")?.name;
  return mounted !== undefined && (pod.spec.volumes ?? []).some(({ name, hostPath }) => name === mounted && hostPath !== undefined);
}

function startLog(view: ContainerView): string {
  const [, series = 0] = versionOf(view).split(".").map(Number);
  if (series < 19) return "";
  return [
    "/docker-entrypoint.sh: /docker-entrypoint.d/ is not empty, will attempt to perform configuration",
    "/docker-entrypoint.sh: Looking for shell scripts in /docker-entrypoint.d/",
    "/docker-entrypoint.sh: Configuration complete; ready for start up",
    "",
  ].join("\n");
}

function answerFromFiles(request: AppRequest, view: ContainerView): HttpResponse {
  const version = versionOf(view);
  // Nothing is known of the machine's files but that the manifest's author counts on an answer.
  if (hasOwnConfiguration(view)) return returned("", view, version);
  const path = request.path.split(/[?#]/)[0] ?? "/";
  if (request.method !== "GET" && request.method !== "HEAD") return page(405, errorPage(405, version), view);
  const content = fileSystem(view).read(ROOT + (path.endsWith("/") ? `${path}index.html` : path));
  if (content === undefined)
    return path.endsWith("/") && path !== "/"
      ? page(404, errorPage(404, version), view)
      : page(path === "/" ? 403 : 404, errorPage(path === "/" ? 403 : 404, version), view);
  const length = byteLength(content);
  return response(
    200,
    [
      ["Server", `nginx/${version}`],
      ["Date", httpDate(view.now)],
      ["Content-Type", path.endsWith(".txt") ? "text/plain" : "text/html"],
      ["Content-Length", String(length)],
      ["Last-Modified", httpDate(BUILT_MS)],
      ["Connection", "keep-alive"],
      ["ETag", `"${Math.floor(BUILT_MS / 1000).toString(16)}-${length.toString(16)}"`],
      ["Accept-Ranges", "bytes"],
    ],
    content,
  );
}

/** When the stock page was made: Tue, 16 Apr 2019 13:08:19 GMT. */
const BUILT_MS = 1_555_420_099_000;

function page(status: number, body: string, view: ContainerView): HttpResponse {
  return response(
    status,
    [
      ["Server", `nginx/${versionOf(view)}`],
      ["Date", httpDate(view.now)],
      ["Content-Type", "text/html"],
      ["Content-Length", String(byteLength(body))],
      ["Connection", "keep-alive"],
    ],
    body,
  );
}

/** nginx's `return 200 text` with the headers that go with it. */
export function returned(body: string, view: ContainerView, version: string): HttpResponse {
  return response(
    200,
    [
      ["Server", `nginx/${version}`],
      ["Date", httpDate(view.now)],
      ["Content-Type", "text/html"],
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
