import { compareBytewise } from "../../base/bytewise.ts";
import { md5Hex } from "../../base/md5.ts";
import type { Node } from "../../kinds/core/node/types.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";
import type { Service } from "../../kinds/core/service/types.ts";
import { isPodReady } from "../controller/pod-state.ts";
import { findPort } from "../endpoints/subsets.ts";
import type { SliceEndpoint, SlicePort, SliceStyle } from "./shapes.ts";

const ZONE = "topology.kubernetes.io/zone";
const REGION = "topology.kubernetes.io/region";

/** Pods that offer the same ports: they share slices. */
export interface Group {
  ports: SlicePort[];
  endpoints: SliceEndpoint[];
}

/** The key of a set of ports, in whatever order. */
export function portsKey(ports: readonly SlicePort[]): string {
  return ports
    .map(({ name, port, protocol, appProtocol }) => [name, port, protocol, appProtocol ?? ""].join(" "))
    .sort(compareBytewise)
    .join();
}

/** The endpoints of a service by the ports that their pods offer. `nodeOf` finds a node by name. */
// pkg/controller/endpointslice/reconciler.go reconcileByAddressType, 1.20
export function endpointGroups(
  service: Service,
  pods: readonly Pod[],
  nodeOf: (name: string) => Node | undefined,
  style: SliceStyle,
): Map<string, Group> {
  const groups = new Map<string, Group>();
  for (const pod of pods) {
    if (!isListed(pod, service.spec.publishNotReadyAddresses === true || style.terminating)) continue;
    const ports = slicePorts(service, pod, style);
    const key = portsKey(ports);
    const group = groups.get(key) ?? { ports, endpoints: [] };
    groups.set(key, group);
    group.endpoints.push(sliceEndpoint(service, pod, nodeOf(pod.spec.nodeName ?? ""), style));
  }
  return groups;
}

function isListed(pod: Pod, withTerminating: boolean): boolean {
  const phase = pod.status?.phase;
  if (!pod.status?.podIP || (pod.metadata.deletionTimestamp && !withTerminating)) return false;
  if (pod.spec.restartPolicy === "Never") return phase !== "Failed" && phase !== "Succeeded";
  return pod.spec.restartPolicy !== "OnFailure" || phase !== "Succeeded";
}

/** The ports that a pod offers, in the order of their hashes: that is how the controller makes equal lists of equal sets. */
// pkg/controller/util/endpoint/controller_utils.go NewPortMapKey, 1.20
function slicePorts(service: Service, pod: Pod, style: SliceStyle): SlicePort[] {
  const ports = (service.spec.ports ?? []).flatMap((servicePort): SlicePort[] => {
    const port = findPort(pod, servicePort);
    if (port === undefined) return [];
    const { name = "", protocol = "TCP", appProtocol } = servicePort;
    return [{ name, port, protocol, ...(appProtocol ? { appProtocol } : {}) }];
  });
  if (ports.length < 2) return ports;
  const hashed = ports.map((port) => ({ port, hash: md5Hex(portSyntax(port, style)) }));
  return hashed.sort((left, right) => compareBytewise(left.hash, right.hash)).map(({ port }) => port);
}

/** What is hashed of a port: Go's dump of it, with the type of the API version that the controller writes. */
function portSyntax({ name, protocol, port, appProtocol }: SlicePort, { nodeNames }: SliceStyle): string {
  const type = nodeNames ? "v1" : "v1beta1";
  const fields = `Name:(*string)${name} Protocol:(*v1.Protocol)${protocol} Port:(*int32)${port} AppProtocol:(*string)${appProtocol ?? "<nil>"}`;
  return `(${type}.EndpointPort){${fields}}`;
}

function sliceEndpoint(service: Service, pod: Pod, node: Node | undefined, style: SliceStyle): SliceEndpoint {
  const { name = "", namespace = "", uid = "", resourceVersion = "" } = pod.metadata;
  const serving = service.spec.publishNotReadyAddresses === true || isPodReady(pod);
  const terminating = pod.metadata.deletionTimestamp !== undefined;
  const named = pod.spec.hostname && pod.spec.subdomain === service.metadata.name;
  return {
    addresses: [pod.status?.podIP ?? ""],
    conditions: style.terminating
      ? { ready: conditionReady(service, serving, terminating), serving: isPodReady(pod), terminating }
      : { ready: serving },
    ...(named && pod.spec.hostname ? { hostname: pod.spec.hostname } : {}),
    ...placeOf(pod, node, style),
    targetRef: { kind: "Pod", namespace, name, uid, ...(style.resourceVersions ? { resourceVersion } : {}) },
  };
}

function conditionReady(service: Service, serving: boolean, terminating: boolean): boolean {
  return service.spec.publishNotReadyAddresses === true || (serving && !terminating);
}

function placeOf(pod: Pod, node: Node | undefined, { nodeNames }: SliceStyle): Pick<SliceEndpoint, "nodeName" | "topology" | "zone"> {
  const { nodeName } = pod.spec;
  const zone = node?.metadata.labels?.[ZONE];
  const region = node?.metadata.labels?.[REGION];
  if (nodeNames) return { ...(nodeName ? { nodeName } : {}), ...(zone ? { zone } : {}) };
  const topology = {
    ...(nodeName ? { "kubernetes.io/hostname": nodeName } : {}),
    ...(zone ? { [ZONE]: zone } : {}),
    ...(region ? { [REGION]: region } : {}),
  };
  return { topology };
}
