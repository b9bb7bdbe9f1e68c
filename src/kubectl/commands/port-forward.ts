import type { Pod } from "../../kinds/core/pod/types.ts";
import type { Service } from "../../kinds/core/service/types.ts";
import type { Command } from "../command.ts";
import { findObject, podOf } from "../containers/pods.ts";
import { CommandError, PlainError, UsageError } from "../errors.ts";

const POD_RUNNING_MS = 60_000;

/** `kubectl port-forward`: its checks. No process listens between commands here. kubectl/pkg/cmd/portforward/portforward.go */
export const portForwardCommand: Command = {
  use: () => "port-forward TYPE/NAME [options] [LOCAL_PORT:]REMOTE_PORT [...[LOCAL_PORT_N:]REMOTE_PORT_N]",
  long: "Forward local ports to a pod.",
  examples: "kubectl port-forward deployment/web 8080:80",
  flags: () => [
    { name: "address", type: "stringSlice", default: ["localhost"], usage: "Addresses to listen on: IP addresses or localhost." },
    { name: "pod-running-timeout", type: "duration", default: POD_RUNNING_MS, usage: "How long to wait until a pod runs" },
  ],
  async run(invocation) {
    const [name, ...ports] = invocation.args;
    if (ports.length === 0) throw new UsageError("TYPE/NAME and list of ports are required for port-forward");
    const object = await findObject(invocation, name);
    const { pod } = await podOf(invocation, object, "cannot attach to", "attach");
    for (const port of ports) {
      if (object.kind === "Service") servicePort(object as Service, pod, port);
      else podPort(pod, port);
    }
    const phase = pod.status?.phase ?? "";
    if (phase !== "Running") throw new CommandError(`unable to forward port because pod is not running. Current status=${phase}`);
    throw new PlainError(
      "error: k8sim does not emulate forwarding local ports (kubectl port-forward); k8sim curl reaches pods and services inside the cluster\n",
    );
  },
};

/** `8080:80` has the remote port 80, `80` as well. */
function remotePortOf(text: string): string {
  const parts = text.split(":");
  return (parts.length === 2 ? parts[1] : parts[0]) ?? "";
}

/** The pod's port that is meant. Throws CommandError for a name that no port has, and for UDP. */
function podPort(pod: Pod, text: string): number {
  const remote = remotePortOf(text);
  const number = /^[+-]?\d+$/.test(remote) ? Number(remote) : namedPort(pod, remote);
  const all = (pod.spec.containers ?? []).flatMap((container) => container.ports ?? []).filter((port) => port.containerPort === number);
  refuseUdp(
    all.map((port) => port.protocol ?? "TCP"),
    remote,
  );
  return number;
}

function namedPort(pod: Pod, name: string): number {
  const found = (pod.spec.containers ?? []).flatMap((container) => container.ports ?? []).find((port) => port.name === name);
  if (found === undefined) throw new CommandError(`Pod '${pod.metadata.name ?? ""}' does not have a named port '${name}'`);
  return found.containerPort;
}

/** The pod's port behind a service's port. kubectl/pkg/util/service_port.go */
function servicePort(service: Service, pod: Pod, text: string): number {
  const remote = remotePortOf(text);
  const name = service.metadata.name ?? "";
  const ports = service.spec.ports ?? [];
  const numeric = /^[+-]?\d+$/.test(remote);
  const found = ports.find((port) => (numeric ? port.port === Number(remote) : port.name === remote));
  if (found === undefined && !numeric) throw new CommandError(`Service '${name}' does not have a named port '${remote}'`);
  refuseUdp(
    ports.filter(({ port }) => port === found?.port).map(({ protocol }) => protocol ?? "TCP"),
    remote,
  );
  if (found === undefined) throw new CommandError(`Service ${name} does not have a service port ${Number(remote)}`);
  if (service.spec.clusterIP === "None") return found.port;
  const { targetPort = found.port } = found;
  return typeof targetPort === "number" ? targetPort : namedPort(pod, targetPort);
}

function refuseUdp(protocols: readonly string[], remote: string): void {
  if (protocols.includes("UDP") && !protocols.includes("TCP")) throw new CommandError(`UDP protocol is not supported for ${remote}`);
}
