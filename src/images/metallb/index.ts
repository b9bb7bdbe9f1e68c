import { byteLength, httpDate, type AppRequest, type HttpResponse } from "../../network/http.ts";
import { type ImageBehaviour, server } from "../image.ts";
import { manifestPorts } from "../ports.ts";
import type { ContainerView } from "../view.ts";

const METRICS_PORT = 7472;
const MEMBERLIST_PORT = 7946;
const WEBHOOK_PORT = 9443;
const NO_REVIEW =
  '{"response":{"uid":"","allowed":false,"status":{"metadata":{},"message":"contentType=, expected application/json","code":400}}}\n';

function metallb(program: "controller" | "speaker", port: number, idle: ImageBehaviour["idle"]): ImageBehaviour {
  return server({
    name: `metallb-${program}`,
    ports: ({ container }) => [...new Set([METRICS_PORT, port, ...manifestPorts(container)])],
    listensAfterMs: 200,
    answer,
    shells: [],
    mainProcess: `/${program}`,
    idle,
  });
}

/** MetalLB's controller; what it does in the cluster is src/components/metallb. */
export const metallbController = metallb("controller", WEBHOOK_PORT, { cpuMillis: 2, memoryMi: 9 });
/** MetalLB's speaker. */
export const metallbSpeaker = metallb("speaker", MEMBERLIST_PORT, { cpuMillis: 4, memoryMi: 14 });

function answer(request: AppRequest, view: ContainerView): HttpResponse {
  if (request.port === WEBHOOK_PORT && request.method === "POST") {
    // Few clusters ask.
    const { admissionReview } = require("./webhook.ts") as typeof import("./webhook.ts");
    return respond(200, "application/json", admissionReview(request.body ?? "", view), view);
  }
  // The readiness probe of v0.13.6: who sends no review is told so, with status 200. controller-runtime/pkg/webhook/admission/http.go
  if (request.port === WEBHOOK_PORT && request.path.startsWith("/validate-metallb-io-"))
    return respond(200, "application/json", NO_REVIEW, view);
  if (request.port === METRICS_PORT && request.path.split("?")[0] === "/metrics") {
    return respond(200, "text/plain; version=0.0.4; charset=utf-8", "# k8sim does not emulate MetalLB's metrics\n", view);
  }
  return respond(404, "text/plain; charset=utf-8", "404 page not found\n", view);
}

function respond(status: 200 | 404, type: string, body: string, view: ContainerView): HttpResponse {
  const headers = [
    ["Content-Type", type],
    ["Date", httpDate(view.now)],
    ["Content-Length", String(byteLength(body))],
  ] as const;
  return { status, statusText: status === 200 ? "OK" : "Not Found", headers, body };
}
