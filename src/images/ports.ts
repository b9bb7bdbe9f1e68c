import type { Container } from "../kinds/core/pod/container/types.ts";

/** The ports that a container's manifest speaks of: those it declares and those it is probed on by number. */
export function manifestPorts({ ports = [], livenessProbe, readinessProbe, startupProbe }: Container): number[] {
  const probed = [livenessProbe, readinessProbe, startupProbe].map(
    // Whoever wrote a probe knew that the program listens there.
    (probe) => probe?.httpGet?.port ?? probe?.tcpSocket?.port ?? probe?.grpc?.port,
  );
  return [...ports.map(({ containerPort }) => containerPort), ...probed.filter((port) => typeof port === "number")];
}
