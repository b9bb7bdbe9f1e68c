import { byteLength, httpDate, response } from "../../network/http.ts";
import type { Container } from "../../kinds/core/pod/container/types.ts";
import type { CatalogueEntry } from "../catalogue.ts";
import { server, type ImageBehaviour } from "../image.ts";

/** An image of which only the catalogue (or nobody) knows more: it runs, and answers on its ports. */
export function generic(entry: CatalogueEntry | undefined): ImageBehaviour {
  const { ports, body = "", startMs = 200, exitCode, output = "", stopMs = 1000, idleCpuMillis = 1, idleMemoryMi = 10 } = entry ?? {};
  return server({
    name: "generic",
    ports: ({ container }) => [...new Set([...(ports ?? []), ...declaredPorts(container), ...probedPorts(container)])],
    listensAfterMs: startMs,
    entrypoint: () => (exitCode === undefined ? { kind: "serves" } : { kind: "ends", afterMs: 100, exitCode, output }),
    answer: (_, view) =>
      response(
        200,
        [
          ["Date", httpDate(view.now)],
          ["Content-Type", "text/plain"],
          ["Content-Length", String(byteLength(body))],
        ],
        body,
      ),
    stop: { afterMs: stopMs, exitCode: stopMs >= 30_000 ? 137 : 0 },
    idle: { cpuMillis: idleCpuMillis, memoryMi: idleMemoryMi },
  });
}

function declaredPorts({ ports = [] }: Container): number[] {
  return ports.map(({ containerPort }) => containerPort);
}

/** Whoever wrote a probe knew that the program listens there. */
function probedPorts({ livenessProbe, readinessProbe, startupProbe }: Container): number[] {
  return [livenessProbe, readinessProbe, startupProbe]
    .map((probe) => probe?.httpGet?.port ?? probe?.tcpSocket?.port ?? probe?.grpc?.port)
    .filter((port) => typeof port === "number");
}
