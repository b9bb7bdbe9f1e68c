import { byteLength, httpDate, response, type HttpResponse } from "../../network/http.ts";
import type { CatalogueEntry } from "../catalogue.ts";
import { server, type ImageBehaviour } from "../image.ts";
import { manifestPorts } from "../ports.ts";
import { hostnameOf, type ContainerView } from "../view.ts";

/** An image of which only the catalogue (or nobody) knows more: it runs, and answers on its ports. */
export function generic(entry: CatalogueEntry | undefined): ImageBehaviour {
  const {
    ports,
    body = "",
    startMs = 200,
    exitCode,
    output = "",
    oneShot = [],
    stopMs = 1000,
    idleCpuMillis = 1,
    idleMemoryMi = 10,
  } = entry ?? {};
  return server({
    name: "generic",
    ports: ({ container }) => [...new Set([...(ports ?? []), ...manifestPorts(container)])],
    listensAfterMs: startMs,
    entrypoint({ container }) {
      const command = container.command?.join(" ") ?? "";
      const code = oneShot.some((program) => command.startsWith(program)) ? 0 : exitCode;
      return code === undefined ? { kind: "serves" } : { kind: "ends", afterMs: 100, exitCode: code, output };
    },
    answer: (_, view) => (entry === undefined ? emulatedAnswer(view) : plain(body, view)),
    stop: { afterMs: stopMs, exitCode: stopMs >= 30_000 ? 137 : 0 },
    idle: { cpuMillis: idleCpuMillis, memoryMi: idleMemoryMi },
  });
}

/** The answer of an image of which nothing is known but that it listens: it says so. */
export function emulatedAnswer(view: ContainerView): HttpResponse {
  const { image = "" } = view.container;
  return plain(`${hostnameOf(view.pod)}: k8sim emulates ${image}; "k8sim image add" tells it what to answer\n`, view);
}

function plain(body: string, view: ContainerView): HttpResponse {
  return response(
    200,
    [
      ["Date", httpDate(view.now)],
      ["Content-Type", "text/plain"],
      ["Content-Length", String(byteLength(body))],
    ],
    body,
  );
}
