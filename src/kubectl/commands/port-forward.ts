import type { Pod } from "../../kinds/core/pod/types.ts";
import type { Service } from "../../kinds/core/service/types.ts";
import type { Command, Invocation } from "../command.ts";
import { checkRunningTimeout, findObject, podOf } from "../containers/pods.ts";
import { CommandError, PlainError, UsageError } from "../errors.ts";
import { openForwarder } from "../port-forward/forward.ts";
import { listenForAll, parseAddresses } from "../port-forward/listen.ts";
import { parsePorts, podPorts, servicePorts } from "../port-forward/ports.ts";

const POD_RUNNING_MS = 60_000;

/** `kubectl port-forward`: listens until Ctrl-C. kubectl/pkg/cmd/portforward/portforward.go */
export const portForwardCommand: Command = {
  use: () => "port-forward TYPE/NAME [options] [LOCAL_PORT:]REMOTE_PORT [...[LOCAL_PORT_N:]REMOTE_PORT_N]",
  long: "Forward local ports to a pod.",
  examples: "kubectl port-forward deployment/web 8080:80",
  flags: () => [
    { name: "address", type: "stringSlice", default: ["localhost"], usage: "Addresses to listen on: IP addresses or localhost." },
    { name: "pod-running-timeout", type: "duration", default: POD_RUNNING_MS, usage: "How long to wait until a pod runs" },
  ],
  async run(invocation) {
    const [name, ...words] = invocation.args;
    if (words.length === 0) throw new UsageError("TYPE/NAME and list of ports are required for port-forward");
    checkRunningTimeout(invocation);
    const object = await findObject(invocation, name);
    const { pod } = await podOf(invocation, object, "cannot attach to", "attach");
    const ports = object.kind === "Service" ? servicePorts(object as Service, pod, words) : podPorts(pod, words);
    const phase = pod.status?.phase ?? "";
    if (phase !== "Running") throw new CommandError(`unable to forward port because pod is not running. Current status=${phase}`);
    await forward(invocation, pod, ports);
  },
};

async function forward(invocation: Invocation, pod: Pod, words: readonly string[]): Promise<void> {
  const { env, flags } = invocation;
  const addresses = parseAddresses(flags.list("address"));
  const ports = parsePorts(words);
  if (env.sockets === undefined) {
    throw new PlainError(
      "error: k8sim does not emulate forwarding local ports (kubectl port-forward) here; k8sim curl reaches pods and services inside the cluster\n",
    );
  }
  const sockets = await env.sockets();
  const { accept, lost } = await openForwarder(invocation, sockets, pod);
  const listeners = await listenForAll(env, sockets, addresses, ports, accept);
  sockets.release();
  try {
    await Promise.race([lost, sockets.interrupted()]);
  } finally {
    for (const listener of listeners) listener.close();
  }
}
