import { byteLength, headerOf, logDate, type AppRequest, type HttpResponse } from "../../network/http.ts";
import { server } from "../image.ts";
import { manifestPorts } from "../ports.ts";
import type { ContainerView } from "../view.ts";

/** Where nginx answers its readiness probe. */
export const READINESS_PORT = 8081;
/** The label by which a data plane's pods name their gateway. */
export const GATEWAY_LABEL = "gateway.networking.k8s.io/gateway-name";

/** NGINX Gateway Fabric's own program: controller, maker of certificates, or what prepares a data plane's files. */
export const nginxGatewayController = server({
  name: "nginx-gateway-controller",
  ports: ({ container }) => manifestPorts(container),
  entrypoint: ({ container }) =>
    container.args?.[0] === "generate-certs" || container.command?.includes("initialize")
      ? { kind: "ends", afterMs: 1500, exitCode: 0, output: "" }
      : { kind: "serves" },
  shells: [],
  idle: { cpuMillis: 2, memoryMi: 25 },
});

/** Its data plane: an nginx that routes as the gateway and the routes on it say, once the controller has accepted them. */
export const nginxGateway = server({
  name: "nginx-gateway",
  ports: ({ container }) => manifestPorts(container),
  listensAfterMs: 500,
  answer,
  requestLog: (request, { status, body }, view) =>
    request.port === READINESS_PORT ? undefined : accessLine(request, status, byteLength(body), view),
  idle: { cpuMillis: 1, memoryMi: 30 },
  userland: "busybox",
});

function answer(request: AppRequest, view: ContainerView): HttpResponse {
  // What routes is loaded with the first request.
  return (require("./route.ts") as typeof import("./route.ts")).routed(request, view);
}

function accessLine(request: AppRequest, status: number, bytes: number, view: ContainerView): string {
  const agent = headerOf(request, "User-Agent") ?? "-";
  const line = `"${request.method} ${request.path} HTTP/1.1" ${status} ${request.method === "HEAD" ? 0 : bytes}`;
  return `${request.clientAddress} - - [${logDate(view.now)}] ${line} "-" "${agent}"`;
}
