import { server } from "../image.ts";
import { accessLine, returned } from "../nginx/index.ts";

const ASLEEP_MS = 60_000;
const MARK = "/tmp/healthy-on";

/** sysnet4admin/tardy-nginx: sleeps a minute before it serves, and leaves a file when it does. */
export const tardyNginx = server({
  name: "tardy-nginx",
  userland: "busybox",
  listensAfterMs: ASLEEP_MS,
  answer: (_, view) => returned("tardy again\n", view, "1.18.0"),
  startLog: () => "deep sleep\n",
  requestLog: accessLine,
  makesLater: [MARK],
  files: (view): Record<string, string> => (view.now >= view.startedAt + ASLEEP_MS ? { [MARK]: "" } : {}),
  // Its shell is the main process and takes no notice of TERM while it waits.
  stop: { afterMs: 30_000, exitCode: 137 },
});
