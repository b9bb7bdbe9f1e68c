import { server } from "../image.ts";

/** sysnet4admin/sleepy: Alpine 3.13.5 that sleeps for ever; nothing listens. */
export const sleepy = server({
  name: "sleepy",
  ports: () => [],
  shells: ["/bin/sh"],
  // sleep has no handler for TERM, and the kernel keeps it from the first process
  stop: { afterMs: 30_000, exitCode: 137 },
  mainProcess: "sleep infinity",
  idle: { cpuMillis: 0, memoryMi: 0 },
});
