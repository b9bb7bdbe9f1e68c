import { isPodReady } from "../components/controller/pod-state.ts";
import { publishesUnready } from "../components/endpoints/subsets.ts";
import type { Endpoints } from "../kinds/core/endpoints/types.ts";
import type { Pod } from "../kinds/core/pod/types.ts";
import type { Service, ServicePort } from "../kinds/core/service/types.ts";
import type { Ingress, IngressBackend } from "../kinds/networking/ingress/types.ts";
import { formatLabels, mapSelects } from "../machinery/labels.ts";
import type { KubeObject } from "../machinery/object.ts";
import type { Cause, Finding } from "./answer.ts";
import { deletionCauses } from "./deletion.ts";
import { podTroubles } from "./pod.ts";
import { kubectl, lastEvent, type WhyWorld } from "./world.ts";

/** Why a service has no endpoints, or waits for its external address. */
export function explainService(world: WhyWorld, object: KubeObject): Finding {
  const service = object as Service;
  const { namespace = "", name = "" } = service.metadata;
  const endpoints = world.context.lister.get("endpoints", namespace, name) as Endpoints | undefined;
  const addresses = (endpoints?.subsets ?? []).flatMap(({ addresses: ready = [] }) => ready.map(({ ip }) => ip));
  const leaving = service.metadata.deletionTimestamp !== undefined ? deletionCauses(world, object, "services") : [];
  const causes = [
    ...leaving,
    ...balancerCauses(world, service),
    ...(addresses.length > 0 ? [] : emptyCauses(world, service)),
    ...portCauses(world, service),
  ];
  if (leaving.length > 0) return { state: "Terminating", causes };
  const pending = causes.some(({ reason }) => reason === "NoExternalAddress") ? ", without an external address" : "";
  return {
    state: `${addresses.length === 0 ? "without ready endpoints" : `sending to ${[...new Set(addresses)].join(", ")}`}${pending}`,
    causes,
  };
}

function podsIn({ context }: WhyWorld, namespace: string): readonly Pod[] {
  return context.lister.list("pods", { namespace }) as readonly Pod[];
}

function getEndpoints({ metadata }: Service): string {
  return kubectl("get", "endpoints", metadata.namespace ?? "", metadata.name);
}

function emptyCauses(world: WhyWorld, service: Service): Cause[] {
  const { namespace = "", name = "" } = service.metadata;
  const { selector, type, externalName } = service.spec;
  if (type === "ExternalName")
    return [
      {
        reason: "ExternalName",
        message: `it is a name for ${externalName ?? ""} and has no endpoints`,
        see: kubectl("describe", "service", namespace, name),
      },
    ];
  if (!selector || Object.keys(selector).length === 0) {
    return [{ reason: "NoSelector", message: "it has no selector: somebody else has to write its Endpoints", see: getEndpoints(service) }];
  }
  const selected = podsIn(world, namespace).filter((pod) => mapSelects(selector, pod.metadata.labels));
  if (selected.length === 0) return [mismatchCause(world, service, selector)];
  return selected.flatMap((pod) => excludedCauses(world, service, pod));
}

function excludedCauses(world: WhyWorld, service: Service, pod: Pod): Cause[] {
  if (isPodReady(pod) && pod.metadata.deletionTimestamp === undefined) return [];
  if (publishesUnready(service) && pod.status?.podIP) return [];
  const { state, causes } = podTroubles(world, pod);
  const [first] = causes;
  const see = first?.see ?? kubectl("describe", "pod", pod.metadata.namespace ?? "", pod.metadata.name);
  const message = `pod ${pod.metadata.name} is selected, but is ${state}${first === undefined ? "" : `: ${first.message}`}`;
  return [{ reason: "PodNotReady", message, see, data: { pod: pod.metadata.name ?? "" } }];
}

/** The selector meets no pod: the pod that comes nearest, and the labels in which it differs. */
function mismatchCause(world: WhyWorld, { metadata }: Service, selector: Readonly<Record<string, string>>): Cause {
  const { namespace = "" } = metadata;
  const text = formatLabels(selector);
  const see = `${kubectl("get", "pods", namespace)} --show-labels`;
  const none = `its selector ${text} matches no pod in namespace ${namespace}`;
  const pods = podsIn(world, namespace);
  const near = pods
    .map((pod) => ({ pod, wrong: Object.keys(selector).filter((key) => pod.metadata.labels?.[key] !== selector[key]) }))
    .sort((left, right) => closeness(left.pod, selector, left.wrong) - closeness(right.pod, selector, right.wrong))[0];
  if (near === undefined) return { reason: "NoMatchingPods", message: `${none}; there are no pods at all`, see };
  const differences = near.wrong.map((key) => {
    const value = near.pod.metadata.labels?.[key];
    return value === undefined ? `${key} is not set` : `${key} is ${value}, not ${selector[key]}`;
  });
  const { name = "" } = near.pod.metadata;
  const elsewhere = (world.context.lister.list("pods") as readonly Pod[]).find(({ metadata: { labels } }) => mapSelects(selector, labels));
  const hint =
    elsewhere === undefined
      ? ""
      : `; pod ${elsewhere.metadata.name} in namespace ${elsewhere.metadata.namespace} would match, but a service sees its own namespace alone`;
  const message = `${none}; nearest is pod ${name}: ${differences.join(", ")}${hint}`;
  return { reason: "NoMatchingPods", message, see, data: { selector: { ...selector }, nearest: name, differs: near.wrong } };
}

/** Smaller is nearer: labels that are missing or differ; a name like the value counts as half a match. */
function closeness(pod: Pod, selector: Readonly<Record<string, string>>, wrong: readonly string[]): number {
  const missing = wrong.filter((key) => pod.metadata.labels?.[key] === undefined).length;
  const alike = Object.values(selector).some((value) => value !== "" && pod.metadata.name?.includes(value.slice(0, 3))) ? 0.5 : 0;
  return wrong.length + missing - alike;
}

/** Named target ports that a selected pod does not have. */
function portCauses(world: WhyWorld, service: Service): Cause[] {
  const { selector, ports = [] } = service.spec;
  const { namespace = "" } = service.metadata;
  if (!selector) return [];
  const pods = podsIn(world, namespace).filter((pod) => mapSelects(selector, pod.metadata.labels));
  return ports.flatMap((port) => {
    const target = port.targetPort;
    const without = typeof target === "string" ? pods.find((pod) => !hasPort(pod, port, target)) : undefined;
    if (without === undefined) return [];
    const names = without.spec.containers.flatMap(({ ports: own = [] }) => own.flatMap(({ name }) => (name ? [name] : [])));
    const message = `its targetPort ${target} is no port name of pod ${without.metadata.name}${names.length > 0 ? `, which has ${names.join(", ")}` : ", which names none"}`;
    return [
      {
        reason: "NoSuchPort",
        message,
        see: kubectl("describe", "pod", namespace, without.metadata.name),
        data: { targetPort: String(target) },
      },
    ];
  });
}

function hasPort({ spec }: Pod, { protocol = "TCP" }: ServicePort, target: string): boolean {
  return spec.containers.some(({ ports = [] }) => ports.some((port) => port.name === target && (port.protocol ?? "TCP") === protocol));
}

/** Images of what gives load balancers their addresses. */
const BALANCERS = /metallb.*controller|cloud-controller-manager/;
const INGRESS_CONTROLLERS = /ingress/;

function runsProgram({ context }: WhyWorld, image: RegExp): "absent" | "not ready" | "ready" {
  const pods = (context.lister.list("pods") as readonly Pod[]).filter(({ spec }) =>
    spec.containers.some((container) => image.test(container.image ?? "")),
  );
  if (pods.length === 0) return "absent";
  return pods.some(isPodReady) ? "ready" : "not ready";
}

function balancerCauses(world: WhyWorld, service: Service): Cause[] {
  const { spec, status, metadata } = service;
  if (spec.type !== "LoadBalancer" || (status?.loadBalancer?.ingress ?? []).length > 0) return [];
  const told = lastEvent(world, service, ["AllocationFailed", "SyncLoadBalancerFailed"]);
  const see = kubectl("describe", "service", metadata.namespace ?? "", metadata.name);
  if (told !== undefined) return [{ reason: "NoExternalAddress", message: told.message, see }];
  const found = runsProgram(world, BALANCERS);
  const message = {
    absent: "EXTERNAL-IP stays <pending>: nothing in the cluster gives out load balancer addresses (no MetalLB controller runs)",
    "not ready": "EXTERNAL-IP stays <pending>: the MetalLB controller's pod is not ready",
    ready: "EXTERNAL-IP is <pending>: the MetalLB controller has not assigned an address yet",
  }[found];
  return [{ reason: "NoExternalAddress", message, see: "kubectl get pods -A" }];
}

/** Why an ingress has no address, or leads nowhere. */
export function explainIngress(world: WhyWorld, object: KubeObject): Finding {
  const ingress = object as Ingress;
  const { namespace = "", name = "" } = ingress.metadata;
  const addresses = (ingress.status?.loadBalancer?.ingress ?? []).map(({ ip, hostname }) => ip ?? hostname ?? "");
  const backends = [
    ingress.spec.defaultBackend,
    ...(ingress.spec.rules ?? []).flatMap(({ http }) => (http?.paths ?? []).map(({ backend }) => backend)),
  ];
  const see = kubectl("describe", "ingress", namespace, name);
  const className = ingress.spec.ingressClassName;
  const unknownClass = className !== undefined && world.context.lister.get("ingressclasses.networking.k8s.io", "", className) === undefined;
  const found = runsProgram(world, INGRESS_CONTROLLERS);
  const controller = {
    absent: [{ reason: "NoController", message: "no ingress controller runs in the cluster", see: "kubectl get pods -A" }],
    "not ready": [{ reason: "ControllerNotReady", message: "the ingress controller's pod is not ready", see: "kubectl get pods -A" }],
    ready: [],
  }[found];
  const causes: Cause[] = [
    ...controller,
    ...(unknownClass
      ? [{ reason: "NoIngressClass", message: `its ingressClassName ${className} does not exist`, see: "kubectl get ingressclass" }]
      : []),
    ...backends.flatMap((backend) => (backend === undefined ? [] : backendCauses(world, namespace, backend, see))),
  ];
  const seen = new Set<string>();
  const distinct = causes.filter(({ message }) => !seen.has(message) && seen.add(message));
  return { state: addresses.length === 0 ? "without an address" : `at ${addresses.join(", ")}`, causes: distinct };
}

function backendCauses(world: WhyWorld, namespace: string, { service: named }: IngressBackend, see: string): Cause[] {
  if (named === undefined) return [];
  const service = world.context.lister.get("services", namespace, named.name) as Service | undefined;
  if (service === undefined)
    return [
      { reason: "NoService", message: `its backend service ${named.name} does not exist`, see: kubectl("get", "services", namespace) },
    ];
  const { number, name } = named.port ?? {};
  const hasIt = (service.spec.ports ?? []).some((port) => (number === undefined ? port.name === name : port.port === number));
  const port = hasIt
    ? []
    : [{ reason: "NoSuchPort", message: `its backend service ${named.name} has no port ${number ?? name ?? ""}`, see }];
  const { state, causes } = explainService(world, service);
  const [first] = causes;
  if (!state.startsWith("without ready endpoints") || first === undefined) return port;
  return [...port, { ...first, message: `its backend service ${named.name} has no ready endpoints: ${first.message}` }];
}
