import type { Node } from "../../kinds/core/node/types.ts";
import type { Service } from "../../kinds/core/service/types.ts";
import { type Call, type Program, UnsupportedCommand } from "../program.ts";

/** minikube as far as the cluster's state answers it: `ip`, `status`, `service NAME --url`. What makes or changes a cluster is refused by name. */
export const minikube: Program = (call) => {
  const [command = "", ...args] = call.args;
  if (command === "ip") return said(call, `${addressOf(call)}\n`);
  if (command === "status") return status(call);
  if (command === "service" && args.some((arg) => arg === "--url")) return service(call, args);
  throw new UnsupportedCommand(
    `the lab's minikube knows ip, status and service --url, not "${command}": "k8sim cluster create" makes clusters`,
  );
};

function said({ streams }: Call, text: string): number {
  streams.out(text);
  return 0;
}

function firstNode({ cluster }: Call): Node | undefined {
  return cluster.store.list("nodes")[0] as Node | undefined;
}

function addressOf(call: Call): string {
  return firstNode(call)?.status?.addresses?.find(({ type }) => type === "InternalIP")?.address ?? "";
}

/** cmd/minikube/cmd/status.go, 1.25 */
function status(call: Call): number {
  const name = firstNode(call)?.metadata.name ?? "minikube";
  return said(call, `${name}\ntype: Control Plane\nhost: Running\nkubelet: Running\napiserver: Running\nkubeconfig: Configured\n\n`);
}

/** A line for each node port of a service. */
function service(call: Call, args: readonly string[]): number {
  const at = args.findIndex((arg) => arg === "-n" || arg === "--namespace");
  const namespace = at < 0 ? "default" : (args[at + 1] ?? "default");
  const name = args.find((arg, index) => !arg.startsWith("-") && (at < 0 || index !== at + 1)) ?? "";
  const found = call.cluster.store.get("services", namespace, name) as Service | undefined;
  if (found === undefined) {
    call.streams.err(
      `\n❌  Exiting due to SVC_NOT_FOUND: Service '${name}' was not found in '${namespace}' namespace.\nYou may select another namespace by using 'minikube service ${name} -n <namespace>'. Or list out all the services using 'minikube service list'\n\n`,
    );
    return SVC_NOT_FOUND;
  }
  const ports = (found.spec.ports ?? []).flatMap(({ nodePort }) => nodePort ?? []);
  if (ports.length === 0) return said(call, `😿  service ${namespace}/${name} has no node port\n`);
  return said(call, ports.map((port) => `http://${addressOf(call)}:${port}\n`).join(""));
}

const SVC_NOT_FOUND = 115;
