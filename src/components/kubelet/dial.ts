import type { Node } from "../../kinds/core/node/types.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";
import type { ComponentContext } from "../../machinery/component.ts";
import type { HttpRequest, HttpResponse } from "../../machinery/node-runtime.ts";
import { isControlPlane } from "../../machinery/object.ts";
import { faultOf } from "../../network/node-faults.ts";
import { addressOfNode } from "../../network/topology.ts";
import type { Connection, Network, Place } from "../../network/types.ts";

/** What becomes of a connection, as Go says it. net/net.go OpError, syscall/zerrors_linux_amd64.go */
const DIAL_ERRORS = { "no-route": "connect: no route to host", refused: "connect: connection refused", timeout: "i/o timeout" } as const;

/** Why the API server gets no connection to the kubelet of a node; undefined when it does. */
export function kubeletTrouble({ memory }: Pick<ComponentContext, "memory">, node: string): string | undefined {
  const fault = faultOf(memory, node);
  if (fault === undefined || fault.kind === "unauthorized") return undefined;
  return DIAL_ERRORS[fault.kind === "kubelet-stopped" ? "refused" : "no-route"];
}

/** A connection of the API server to a port of a pod, from the machine on which it runs. */
function dialPod(pod: Pod, port: number, context: ComponentContext, network: Network): Connection {
  return network.connect(apiServerPlace(context), pod.status?.podIP ?? "", port);
}

/** Why the API server gets no connection to a port of a pod; undefined when it does. */
export function podTrouble(pod: Pod, port: number, context: ComponentContext, network: Network): string | undefined {
  const connection = dialPod(pod, port, context, network);
  return connection.kind === "refused" ? DIAL_ERRORS[connection.why] : undefined;
}

/** One HTTP exchange of the API server with a port of a pod; undefined when no connection comes about. */
export function askPod(
  pod: Pod,
  port: number,
  request: HttpRequest,
  context: ComponentContext,
  network: Network,
): HttpResponse | undefined {
  const connection = dialPod(pod, port, context, network);
  if (connection.kind === "open") return network.exchange(connection, request);
  return connection.kind === "host" ? connection.answer(request) : undefined;
}

/** The machine whose address the API server has, or else a control plane's. */
function apiServerPlace({ lister, cluster }: ComponentContext): Place {
  const nodes = lister.list("nodes") as readonly Node[];
  const host = URL.parse(cluster.apiServerUrl)?.hostname;
  const node = nodes.find((one) => addressOfNode(one) === host) ?? nodes.find(isControlPlane);
  return node === undefined ? { kind: "pc" } : { kind: "node", name: node.metadata.name ?? "" };
}
