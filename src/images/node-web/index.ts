import { byteLength, httpDate, response } from "../../network/http.ts";
import { server } from "../image.ts";
import { parseImage } from "../reference.ts";
import { hostnameOf } from "../view.ts";

/** whatwant/node-web: the course's Node.js server. */
export const nodeWeb = server({
  name: "node-web",
  ports: () => [8080],
  listensAfterMs: 500,
  answer(_, view) {
    const version = parseImage(view.container.image ?? "")?.tag === "2.0" ? " (Ver2.0)" : "";
    const body = `You've hit ${hostnameOf(view.pod)}${version}\n`;
    return response(
      200,
      [
        ["Date", httpDate(view.now)],
        ["Connection", "keep-alive"],
        ["Content-Length", String(byteLength(body))],
      ],
      body,
    );
  },
  startLog: () => "node-web server starting...\n",
  requestLog: (request) => `Received request from ::ffff:${request.clientAddress}`,
  stop: { afterMs: 30_000, exitCode: 137 },
  cpuMsPerRequest: 1,
  idle: { cpuMillis: 0, memoryMi: 12 },
});
