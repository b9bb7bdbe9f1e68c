import { compareBytewise } from "../../base/bytewise.ts";
import type { EndpointAddress, EndpointPort, EndpointSubset } from "../../kinds/core/endpoints/types.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";
import type { Service, ServicePort } from "../../kinds/core/service/types.ts";
import { isPodReady } from "../controller/pod-state.ts";
import { sortPorts, sortSubsets } from "./hash-order.ts";

const TOLERATE_UNREADY = "service.alpha.kubernetes.io/tolerate-unready-endpoints";
const TRUE_TEXTS = ["1", "t", "T", "TRUE", "true", "True"];
const FALSE_TEXTS = ["0", "f", "F", "FALSE", "false", "False"];

/** One pod as an endpoint: the address, and the ports that it offers of the service. */
interface PodEndpoint {
  address: EndpointAddress;
  ready: boolean;
  ports: EndpointPort[];
}

/** Whether the pods' addresses are published before they are ready. */
export function publishesUnready(service: Service): boolean {
  const text = service.metadata.annotations?.[TOLERATE_UNREADY];
  if (text !== undefined && TRUE_TEXTS.includes(text)) return true;
  if (text !== undefined && FALSE_TEXTS.includes(text)) return false;
  return service.spec.publishNotReadyAddresses === true;
}

/** The subsets of a service's Endpoints for the pods that its selector selects. */
// pkg/controller/endpoint/endpoints_controller.go syncService, 1.20
export function endpointSubsets(service: Service, pods: readonly Pod[], withResourceVersion: boolean): EndpointSubset[] {
  const unready = publishesUnready(service);
  const endpoints: PodEndpoint[] = [];
  for (const pod of pods) {
    if (!pod.status?.podIP || (pod.metadata.deletionTimestamp && !unready)) continue;
    const ready = unready || isPodReady(pod);
    if (!ready && !mayBecomeReady(pod)) continue;
    const ports = endpointPorts(service, pod);
    if (ports === undefined) continue;
    endpoints.push({ address: endpointAddress(service, pod, withResourceVersion), ready, ports });
  }
  return repack(endpoints, service.spec.ports ?? []);
}

/** Whether a pod that is not ready has containers to come. */
function mayBecomeReady(pod: Pod): boolean {
  const phase = pod.status?.phase;
  if (pod.spec.restartPolicy === "Never") return phase !== "Failed" && phase !== "Succeeded";
  return pod.spec.restartPolicy !== "OnFailure" || phase !== "Succeeded";
}

function endpointAddress(service: Service, pod: Pod, withResourceVersion: boolean): EndpointAddress {
  const { name = "", namespace = "", uid = "", resourceVersion = "" } = pod.metadata;
  const named = pod.spec.hostname && pod.spec.subdomain === service.metadata.name && namespace === service.metadata.namespace;
  return {
    ip: pod.status?.podIP ?? "",
    ...(named && pod.spec.hostname ? { hostname: pod.spec.hostname } : {}),
    ...(pod.spec.nodeName ? { nodeName: pod.spec.nodeName } : {}),
    targetRef: { kind: "Pod", namespace, name, uid, ...(withResourceVersion ? { resourceVersion } : {}) },
  };
}

/** The ports that a pod offers of a service; undefined when it offers none of them and so is no endpoint. */
function endpointPorts(service: Service, pod: Pod): EndpointPort[] | undefined {
  const servicePorts = service.spec.ports ?? [];
  // A headless service may have no ports at all; its pods are endpoints all the same.
  if (servicePorts.length === 0) return service.spec.clusterIP === "None" ? [] : undefined;
  const ports = servicePorts.flatMap((servicePort): EndpointPort[] => {
    const port = findPort(pod, servicePort);
    return port === undefined ? [] : [endpointPort(servicePort, port)];
  });
  return ports.length > 0 ? ports : undefined;
}

function endpointPort({ name, protocol, appProtocol }: ServicePort, port: number): EndpointPort {
  return { ...(name ? { name } : {}), port, ...(protocol ? { protocol } : {}), ...(appProtocol ? { appProtocol } : {}) };
}

/** The number of a service's target port in a pod: itself, or that of the container port of that name and protocol. */
// pkg/api/v1/pod/util.go FindPort, 1.20
export function findPort(pod: Pod, servicePort: ServicePort): number | undefined {
  const target = servicePort.targetPort ?? servicePort.port;
  if (typeof target === "number") return target === 0 ? servicePort.port : target;
  for (const container of pod.spec.containers) {
    const found = container.ports?.find((port) => port.name === target && (port.protocol ?? "TCP") === (servicePort.protocol ?? "TCP"));
    if (found) return found.containerPort;
  }
  return undefined;
}

/** Ports that exactly the same pods offer share a subset. */
// pkg/api/v1/endpoints/util.go RepackSubsets, 1.20
function repack(endpoints: readonly PodEndpoint[], servicePorts: readonly ServicePort[]): EndpointSubset[] {
  const byPort = new Map<string, { port: EndpointPort | undefined; members: number[] }>();
  for (const [index, endpoint] of endpoints.entries()) {
    const offered = servicePorts.length === 0 ? [undefined] : endpoint.ports;
    for (const port of offered) {
      const key = JSON.stringify(port ?? null);
      const entry = byPort.get(key);
      if (!entry) byPort.set(key, { port, members: [index] });
      else if (entry.members.at(-1) !== index) entry.members.push(index);
    }
  }
  const byMembers = new Map<string, { ports: EndpointPort[]; members: readonly number[] }>();
  for (const { port, members } of byPort.values()) {
    const key = members.join();
    const entry = byMembers.get(key) ?? { ports: [], members };
    byMembers.set(key, entry);
    if (port) entry.ports.push(port);
  }
  return sortSubsets(
    [...byMembers.values()].map(({ ports, members }) =>
      subsetOf(
        members.flatMap((index) => endpoints[index] ?? []),
        ports,
      ),
    ),
  );
}

function subsetOf(endpoints: readonly PodEndpoint[], ports: readonly EndpointPort[]): EndpointSubset {
  const addresses = sortedAddresses(endpoints.filter(({ ready }) => ready));
  const notReadyAddresses = sortedAddresses(endpoints.filter(({ ready }) => !ready));
  return {
    ...(addresses.length > 0 ? { addresses } : {}),
    ...(notReadyAddresses.length > 0 ? { notReadyAddresses } : {}),
    ...(ports.length > 0 ? { ports: sortPorts(ports) } : {}),
  };
}

function sortedAddresses(endpoints: readonly PodEndpoint[]): EndpointAddress[] {
  const addresses = endpoints.map(({ address }) => address);
  return addresses.sort((a, b) => compareBytewise(a.ip, b.ip) || compareBytewise(a.targetRef?.uid ?? "", b.targetRef?.uid ?? ""));
}
