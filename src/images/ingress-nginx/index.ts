import { byteLength, httpDate, type AppRequest, type HttpResponse } from "../../network/http.ts";
import type { ServerCertificate } from "../../network/types.ts";
import { type Entrypoint, server } from "../image.ts";
import { klogStamp } from "../klog-stamp.ts";
import type { ContainerView } from "../view.ts";
import { controllerFlags } from "./arguments.ts";
import { certificateFor, webhookCertificate } from "./certificates.ts";
import { controllerView, processKey } from "./controller-view.ts";
import { controllerRelease } from "./release.ts";
import { startLog } from "./start-log.ts";

/** The image's names: the controller's project has moved twice. */
export const CONTROLLER_IMAGES =
  /(^|\/)(ingress-nginx\/controller|kubernetes-ingress-controller\/nginx-ingress-controller(-amd64)?|ingress-nginx\/controller-chroot)$/;

/** kubernetes/ingress-nginx: a controller that writes nginx's configuration, and that nginx. */
export const ingressNginx = server({
  name: "ingress-nginx",
  ports: listeningPorts,
  listensAfterMs: 300,
  entrypoint,
  certificate,
  answer,
  startLog,
  cpuMsPerRequest: 0.5,
  idle: { cpuMillis: 2, memoryMi: 75 },
  // nginx drains within a second; then the controller waits for ten so that others notice.
  stop: { afterMs: 11_000, exitCode: 0 },
  shells: ["/bin/sh", "/bin/bash"],
  mainProcess: "/usr/bin/dumb-init -- /nginx-ingress-controller",
  files: (view) => ({
    "/etc/nginx/template/nginx.tmpl": "",
    "/nginx-ingress-controller": "",
    "/tmp/nginx.pid": `${view.startedAt % 100}\n`,
  }),
});

/** Since 1.0 a controller ends at once when the service that it shall publish is not there. cmd/nginx/main.go checkService */
function entrypoint(view: ContainerView): Entrypoint {
  const release = controllerRelease(view.container);
  const { publishService } = controllerFlags(view.pod, view.container, release);
  const [namespace = "", name = ""] = publishService.split("/");
  const hasBegun = view.memory.get(`${processKey(view)}/began`) !== undefined;
  if (hasBegun || name === "" || !release.has("ingressClasses") || view.lister.get("services", namespace, name)) return { kind: "serves" };
  const line = `F${klogStamp(view.startedAt)}       7 main.go:92] No service with name ${name} found in namespace ${namespace}: services "${name}" not found`;
  return { kind: "ends", afterMs: 300, exitCode: 255, output: `${startLog(view)}${line}\n` };
}

/** nginx listens once it has a configuration. */
function listeningPorts(view: ContainerView): readonly number[] {
  const { healthPort, httpPort, httpsPort, webhookPort } = controllerFlags(view.pod, view.container, controllerRelease(view.container));
  if (controllerView(view) === undefined) return [healthPort];
  return [httpPort, httpsPort, healthPort, ...(webhookPort === undefined ? [] : [webhookPort])];
}

function certificate(port: number, serverName: string, view: ContainerView): ServerCertificate | "no-tls" {
  const controller = controllerView(view);
  if (controller === undefined) return "no-tls";
  const { httpsPort, webhookPort } = controller.flags;
  if (port === webhookPort) return webhookCertificate(view);
  return port === httpsPort ? certificateFor(controller, serverName) : "no-tls";
}

function answer(request: AppRequest, view: ContainerView): HttpResponse {
  const controller = controllerView(view);
  const { healthPort, webhookPort } = controllerFlags(view.pod, view.container, controllerRelease(view.container));
  if (request.port === healthPort) return healthAnswer(request, view, controller !== undefined);
  if (controller === undefined || view.outside === undefined) return plain(503, "", view);
  // What answers requests is loaded with the first.
  if (request.port === webhookPort) return (require("./webhook.ts") as typeof import("./webhook.ts")).admissionAnswer(request, controller);
  return (require("./answer.ts") as typeof import("./answer.ts")).nginxAnswer(request, controller, view.outside);
}

/** The controller's own port, for probes and Prometheus. */
function healthAnswer(request: AppRequest, view: ContainerView, isReady: boolean): HttpResponse {
  const path = request.path.split("?")[0];
  if (path === "/metrics") return plain(501, "k8sim does not emulate the controller's metrics\n", view);
  if (path !== "/healthz") return plain(404, "404 page not found\n", view);
  return isReady
    ? plain(200, "ok", view)
    : plain(500, "[+]ping ok\n[-]nginx-ingress-controller failed: reason withheld\nhealthz check failed\n", view);
}

const TEXTS: Readonly<Record<number, string>> = {
  200: "OK",
  404: "Not Found",
  500: "Internal Server Error",
  501: "Not Implemented",
  503: "Service Unavailable",
};

function plain(status: number, body: string, view: ContainerView): HttpResponse {
  return {
    status,
    statusText: TEXTS[status] ?? "",
    headers: [
      ["Content-Type", "text/plain; charset=utf-8"],
      ["X-Content-Type-Options", "nosniff"],
      ["Date", httpDate(view.now)],
      ["Content-Length", String(byteLength(body))],
    ],
    body,
  };
}
