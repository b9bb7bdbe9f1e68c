import { server } from "../image.ts";

/** busybox, alpine and other images whose own command is a shell. */
export const busybox = server({
  name: "busybox",
  ports: () => [],
  entrypoint: () => ({ kind: "shell" }),
  shells: ["/bin/sh"],
  stop: { afterMs: 30_000, exitCode: 137 },
});
