import { byteLength, httpDate, response, type AppRequest, type HttpResponse } from "../../network/http.ts";
import { server } from "../image.ts";
import type { ContainerView } from "../view.ts";
import { printedBy } from "./log.ts";
import { optionsOf } from "./options.ts";
import { hasMetrics, START_MS } from "./scraping.ts";

const MEBIBYTE = 1024 * 1024;

/** metrics-server: its probes, its log and what it takes. What it answers to the API server stands in api.ts. */
export const metricsServer = server({
  name: "metrics-server",
  ports: (view) => [optionsOf(view).port],
  listensAfterMs: START_MS,
  answer,
  printed: printedBy,
  shells: [],
  stop: { afterMs: 1000, exitCode: 0 },
  cpuMsPerRequest: 1,
  mainProcess: "/metrics-server",
  // facts/images.md 2
  usage: (view) =>
    optionsOf(view).traits.rates === "kubelet"
      ? { cpuMillis: 2, memoryBytes: 12 * MEBIBYTE, reachedAfterMs: 0 }
      : { cpuMillis: 4, memoryBytes: 18 * MEBIBYTE, reachedAfterMs: 0 },
});

const PROBES: ReadonlySet<string> = new Set(["/healthz", "/livez", "/readyz"]);

function answer({ path }: AppRequest, view: ContainerView): HttpResponse {
  const [plain = ""] = path.split("?");
  if (!PROBES.has(plain)) {
    const message = `forbidden: User "system:anonymous" cannot get path "${plain}"`;
    const status = {
      kind: "Status",
      apiVersion: "v1",
      metadata: {},
      status: "Failure",
      message,
      reason: "Forbidden",
      details: {},
      code: 403,
    };
    return said(403, "application/json", `${JSON.stringify(status, null, 2)}\n`, view);
  }
  const options = optionsOf(view);
  if (plain !== "/readyz" || !options.traits.waitsForMetrics || hasMetrics(view, options)) return said(200, TEXT, "ok", view);
  return said(500, TEXT, "[+]ping ok\n[-]metric-storage-ready failed: reason withheld\nreadyz check failed\n", view);
}

const TEXT = "text/plain; charset=utf-8";

function said(status: number, type: string, body: string, { now }: ContainerView): HttpResponse {
  const headers = [
    ["Content-Type", type],
    ["Date", httpDate(now)],
    ["Content-Length", String(byteLength(body))],
  ] as const;
  return response(status, headers, body);
}
