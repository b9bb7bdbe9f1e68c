import { md5Hex } from "../../base/md5.ts";
import { byteLength, headerOf, httpDate, logDate, response, type AppRequest } from "../../network/http.ts";
import { fullEnvironment } from "../environment.ts";
import { server, type ImageBehaviour } from "../image.ts";
import { accessLine, returned } from "../nginx/index.ts";
import { manifestPorts } from "../ports.ts";
import { parseImage } from "../reference.ts";
import { hostnameOf, podAddress, type ContainerView } from "../view.ts";
import { requestsOf } from "../request-count.ts";

/** A text, or a failure of the program. */
type Answer = { readonly status: number; readonly body: string };
type Text = (request: AppRequest, view: ContainerView) => Answer | string;

const tagOf = ({ container }: ContainerView): string => parseImage(container.image ?? "")?.tag ?? "";
const pathOf = ({ path }: AppRequest): string => path.split(/[?#]/)[0] ?? "/";

/** A server that answers every request with a short text. */
function says(
  name: string,
  port: number,
  text: Text,
  more: Partial<ImageBehaviour> & { readonly type?: string; readonly portOf?: (view: ContainerView) => number } = {},
): ImageBehaviour {
  const { type = "text/plain; charset=utf-8", portOf = () => port, ...behaviour } = more;
  return server({
    name,
    ports: (view) => [...new Set([portOf(view), ...manifestPorts(view.container)])],
    answer(request, view) {
      const told = text(request, view);
      const { status, body } = typeof told === "string" ? { status: 200, body: told } : told;
      const headers: [string, string][] = [
        ["Date", httpDate(view.now)],
        ["Content-Length", String(byteLength(body))],
        ["Content-Type", type],
      ];
      return response(status, headers, body);
    },
    ...behaviour,
  });
}

/** Node's http module logs nothing by itself and stops by force, because it is process 1 without handlers. */
const NODE = { stop: { afterMs: 30_000, exitCode: 137 }, listensAfterMs: 500, cpuMsPerRequest: 1 } as const;
const receivedFrom = (request: AppRequest): string => `Received request from ::ffff:${request.clientAddress}`;

/** Servers of courses, books and tutorials, of which one has to know no more than what they say. */
export const CLASSROOM: readonly ImageBehaviour[] = [
  says("kubia", 8080, kubia, {
    ...NODE,
    countsRequests: true,
    startLog: () => "Kubia server starting...\n",
    requestLog: receivedFrom,
  }),
  says("appjs", 8080, (_, view) => `Container Hostname: ${hostnameOf(view.pod)}\n`, {
    ...NODE,
    startLog: () => "Test server starting...\n",
  }),
  says(
    "kubernetes-bootcamp",
    8080,
    (_, view) => `Hello Kubernetes bootcamp! | Running on: ${hostnameOf(view.pod)} | v=${/^v(\d)$/.exec(tagOf(view))?.[1] ?? "1"}\n`,
    { ...NODE, type: "text/plain" },
  ),
  says(
    "hello-app",
    8080,
    (_, view) => `Hello, world!\nVersion: ${tagOf(view) === "2.0" ? "2.0.0" : "1.0.0"}\nHostname: ${hostnameOf(view.pod)}\n`,
  ),
  says("http-go", 8080, (_, view) => `Welcome! ${hostnameOf(view.pod)}\n`),
  says("go-myweb", 8080, (_, view) => `Hello World!\n${hostnameOf(view.pod)}\n`),
  says("kubetm-app", 8080, (request, view) =>
    pathOf(request) === "/version"
      ? `Version : ${tagOf(view) === "latest" ? "v1" : tagOf(view)}\n`
      : `Hostname : ${hostnameOf(view.pod)}\n`,
  ),
  says("myweb", 8080, myWeb, NODE),
  says("rr-test", 80, (_, view) => GREETING.replace("NAME", hostnameOf(view.pod)), { type: "text/html" }),
  says("hpa-example", 80, () => "OK!", { type: "text/html; charset=UTF-8", cpuMsPerRequest: 10 }),
  says("http-echo", 5678, (_, view) => `${flagOf(view, "text")}\n`, {
    shells: [],
    portOf: (view) => Number(/:(\d+)$/.exec(flagOf(view, "listen"))?.[1] ?? "5678"),
  }),
  says("whoami", 80, whoami, { shells: [], type: "text/plain; charset=utf-8", portOf: (view) => Number(flagOf(view, "port") || "80") }),
  says("echo-server", 8080, echoed, { type: "text/plain" }),
  server({
    name: "nginx-hello",
    userland: "busybox",
    countsRequests: true,
    requestLog: accessLine,
    answer: (request, view) => returned(nginxHello(request, view), view, "1.27.5", "text/plain"),
  }),
  server({
    name: "my-app",
    userland: "busybox",
    requestLog: accessLine,
    answer(request, view) {
      const version = /^v\d+$/.test(tagOf(view)) ? tagOf(view) : "v1";
      const body =
        pathOf(request) === "/hostname.html"
          ? `${hostnameOf(view.pod)}\n`
          : `Hello MyApp | Version: ${version} | <a href="hostname.html">Pod Name</a>\n`;
      return returned(body, view, "1.12.2");
    },
  }),
];

const HEALTHY_REQUESTS = 5;

// luksa/kubernetes-in-action Chapter02/kubia, Chapter04/kubia-unhealthy, Chapter09/v1 to v4: app.js
function kubia(_: AppRequest, view: ContainerView): Answer | string {
  const host = hostnameOf(view.pod);
  const sick = requestsOf(view) >= HEALTHY_REQUESTS;
  if (sick && (view.container.image ?? "").includes("kubia-unhealthy")) return { status: 500, body: "I'm not well. Please restart me!" };
  const tag = tagOf(view);
  if (sick && tag === "v3") return { status: 500, body: `Some internal error has occurred! This is pod ${host}\n` };
  return /^v\d$/.test(tag) ? `This is ${tag} running in pod ${host}\n` : `You've hit ${host}\n`;
}

const GREETING = `<!DOCTYPE html>
<meta charset="utf-8" />
<link rel="stylesheet" type="text/css" href="./css/layout.css" />
<link rel="stylesheet" href="https://maxcdn.bootstrapcdn.com/bootstrap/3.3.2/css/bootstrap.min.css">

<div class="form-layout">
\t<blockquote>
\t<p>Hello,  NAME</p>\t</blockquote>
</div>
`;

function myWeb(_: AppRequest, view: ContainerView): string {
  const uptime = Math.floor((view.now - view.startedAt) / 1000);
  return `Message: Hello World!\nHostname: ${hostnameOf(view.pod)}\nPlatform: linux\nUptime: ${uptime}\nIP: ${podAddress(view.pod)}\nDNS: ${view.cluster.dnsAddress}\n`;
}

/** A Go program's flag among a container's arguments: `-text=x`, `--text x`. "" when it is not there. */
function flagOf({ container }: ContainerView, name: string): string {
  const words = [...(container.command ?? []), ...(container.args ?? [])];
  const at = words.findIndex((word) => new RegExp(`^--?${name}(=|$)`).test(word));
  const word = words[at] ?? "";
  return word.includes("=") ? word.slice(word.indexOf("=") + 1) : at < 0 ? "" : (words[at + 1] ?? "");
}

function headerText({ headers }: AppRequest, without: string): string {
  const sorted = headers.filter(([name]) => name.toLowerCase() !== without).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return sorted.map(([name, value]) => `${name}: ${value}\n`).join("");
}

/** Where Linux begins to number the ports of those who ask. */
const EPHEMERAL = 32_768;

// traefik/whoami app.go whoamiHandler
function whoami(request: AppRequest, view: ContainerView): string {
  const name = fullEnvironment(view)["WHOAMI_NAME"];
  const host = headerOf(request, "Host") ?? "";
  return `${name === undefined ? "" : `Name: ${name}\n`}Hostname: ${hostnameOf(view.pod)}
IP: 127.0.0.1
IP: ${podAddress(view.pod)}
RemoteAddr: ${request.clientAddress}:${EPHEMERAL + (requestsOf(view) % EPHEMERAL)}
${request.method} ${request.path} HTTP/1.1
Host: ${host}
${headerText(request, "host")}
`;
}

// jmalloc/echo-server main.go serveHTTP
function echoed(request: AppRequest, view: ContainerView): string {
  const host = headerOf(request, "Host") ?? "";
  const body = request.body ? `\n${request.body}` : "";
  return `Request served by ${hostnameOf(view.pod)}\n\nHTTP/1.1 ${request.method} ${request.path}\n\nHost: ${host}\n${headerText(request, "host")}${body}`;
}

// nginxinc/NGINX-Demos nginx-hello-nonroot plain-text
function nginxHello(request: AppRequest, view: ContainerView): string {
  return `Server address: ${podAddress(view.pod)}:${request.port}
Server name: ${hostnameOf(view.pod)}
Date: ${logDate(view.now)}
URI: ${request.path}
Request ID: ${md5Hex(`${view.pod.metadata.uid}/${view.startedAt}/${requestsOf(view)}`)}
`;
}
