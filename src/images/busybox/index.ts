import { server } from "../image.ts";

const shellImage = {
  ports: () => [],
  entrypoint: () => ({ kind: "shell" }) as const,
  stop: { afterMs: 30_000, exitCode: 137 },
};

/** busybox, alpine and other images whose own command is a shell, and that have no other shell. */
export const busybox = server({ ...shellImage, name: "busybox", shells: ["/bin/sh"] });

/** Images of people who look at networks or build things: bash and more. */
export const bash = server({ ...shellImage, name: "bash", shells: ["/bin/sh", "/bin/bash"] });
