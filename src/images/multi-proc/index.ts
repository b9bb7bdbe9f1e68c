import { server } from "../image.ts";

/** sysnet4admin/multi-proc: a supervisor that runs nginx and, again and again, a sleep of a minute. */
export const multiProc = server({
  name: "multi-proc",
  ports: () => [],
  startLog: ({ startedAt }) => {
    const at = new Date(startedAt)
      .toISOString()
      .replace("T", " ")
      .replace(/\.(\d+)Z$/, ",$1");
    return [
      `${at} INFO supervisord started with pid 1`,
      `${at} INFO spawned: 'nginx' with pid 7`,
      `${at} INFO spawned: 'sleep' with pid 8`,
      `${at} INFO success: nginx entered RUNNING state, process has stayed up for > than 1 seconds (startsecs)`,
      `${at} INFO success: sleep entered RUNNING state, process has stayed up for > than 1 seconds (startsecs)`,
      "",
    ].join("\n");
  },
  mainProcess: "{supervisord} /usr/bin/python3 /usr/bin/supervisord",
  idle: { cpuMillis: 1, memoryMi: 20 },
});
