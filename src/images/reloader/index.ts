import { byteLength, httpDate, response } from "../../network/http.ts";
import { server } from "../image.ts";
import { logLine } from "./log.ts";

const KINDS = ["configMaps", "secrets"];

/** Stakater's Reloader; what it does in the cluster is src/components/reloader. */
export const reloader = server({
  name: "reloader",
  ports: () => [9090],
  listensAfterMs: 300,
  shells: [],
  mainProcess: "/manager",
  answer({ path }, view) {
    const isKnown = path === "/live" || path.startsWith("/metrics");
    const body = isKnown ? (path === "/live" ? "" : "# k8sim does not emulate Reloader's metrics\n") : "404 page not found\n";
    const headers = [
      ["Content-Type", "text/plain; charset=utf-8"],
      ["Date", httpDate(view.now)],
      ["Content-Length", String(byteLength(body))],
    ] as const;
    return response(isKnown ? 200 : 404, headers, body);
  },
  // internal/pkg/cmd/reloader.go, v1.0.41
  startLog: ({ startedAt }) =>
    [
      logLine(startedAt, "info", "Environment: Kubernetes"),
      logLine(startedAt, "info", "Starting Reloader"),
      logLine(startedAt, "warning", "KUBERNETES_NAMESPACE is unset, will detect changes in all namespaces."),
      ...KINDS.flatMap((kind) => [
        logLine(startedAt, "info", `created controller for: ${kind}`),
        logLine(startedAt, "info", `Starting Controller to watch resource type: ${kind}`),
      ]),
      "",
    ].join("\n"),
  idle: { cpuMillis: 1, memoryMi: 14 },
});
