import type { AppRequest } from "../../network/http.ts";
import { server } from "../image.ts";
import { infoPage } from "../chk-info/index.ts";
import { accessLine, returned } from "../nginx/index.ts";
import { heldBytes } from "../held-memory.ts";
import { hostnameOf } from "../view.ts";

const MEBIBYTE = 1024 * 1024;
const VERSION = "1.18.0";
const IDLE_MI = 8;
/** What one request for memory takes, and for how long. facts/images.md 1: 8-10 MiB for 300 s */
const TAKEN_BYTES = 9 * MEBIBYTE;
const HELD_MS = 300_000;

const pathOf = ({ path }: AppRequest): string => path.split(/[?#]/)[0] ?? "/";

/** sysnet4admin/hpa-cpu-memory: works on /hpa/cpu, holds memory for five minutes on /hpa/memory, and else tells about itself. */
export const hpaCpuMemory = server({
  name: "hpa-cpu-memory",
  userland: "busybox",
  cpuMsPerRequest: 2,
  // an idle lab was seen at `cpu: 0%/50%` of 10m, facts/images.md 3
  idle: { cpuMillis: 0, memoryMi: IDLE_MI },
  answer(request, view) {
    const path = pathOf(request);
    if (path === "/hpa/cpu") return returned(`${hostnameOf(view.pod)}\n`, view, VERSION);
    if (path === "/hpa/memory") return returned("Memory test finished\n", view, VERSION);
    return infoPage(request, view, VERSION);
  },
  requestLog: (request, answer, view) =>
    pathOf(request) === "/hpa/memory" ? "Memory test started, wait for 5minutes" : accessLine(request, answer, view),
  laterLog: (request) => (pathOf(request) === "/hpa/memory" ? { afterMs: HELD_MS, text: "Memory test finished" } : undefined),
  holds: (request) => (pathOf(request) === "/hpa/memory" ? { bytes: TAKEN_BYTES, forMs: HELD_MS } : undefined),
  usage: (view) => ({ cpuMillis: 0, memoryBytes: IDLE_MI * MEBIBYTE + heldBytes(view), reachedAfterMs: 0 }),
});
