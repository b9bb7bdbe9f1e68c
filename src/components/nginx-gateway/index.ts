import type { Secret } from "../../kinds/core/secret/types.ts";
import type { Service } from "../../kinds/core/service/types.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";
import { canonicalJson } from "../../base/canonical-json.ts";
import { deepEqual } from "../../base/deep.ts";
import { md5Hex } from "../../base/md5.ts";
import { GATEWAY_LABEL } from "../../images/nginx-gateway/index.ts";
import {
  CONTROLLER_NAME,
  GATEWAY_CLASSES,
  GATEWAYS,
  GROUP,
  REFERENCE_GRANTS,
  type Gateway,
  type GatewayClass,
  type HttpRoute,
  type ListenerStatus,
} from "../../images/nginx-gateway/types.ts";
import type { Component } from "../../machinery/component.ts";
import type { KubeObject } from "../../machinery/object.ts";
import type { Requeue } from "../controller/retry.ts";
import { type ActingInstance, inPods, type ProgramContext } from "../in-pod/program.ts";
import { makeCertificates } from "./certificates.ts";
import {
  CLASS_ACCEPTED,
  CLASS_NO_PARAMETERS,
  CLASS_PARAMETERS,
  GATEWAY_NO_LISTENERS,
  GATEWAY_READY,
  GATEWAY_SOME_LISTENERS,
  stamped,
} from "./conditions.ts";
import { listenerProblems, listenerStatus } from "./listeners.ts";
import { dataPlaneOf, type Installation, type Planned, type ProxySettings } from "./objects.ts";
import { routeStatus } from "./routes.ts";

const SYNC = "sync";
/** Both sorts of routes; requests of gRPC itself are not emulated. */
const ROUTES = ["httproutes", "grpcroutes"] as const;
/** What a pass depends on, beside the data planes' pods. */
const SEEN = [
  GATEWAY_CLASSES,
  GATEWAYS,
  ...ROUTES.map((resource) => `${resource}.${GROUP}`),
  REFERENCE_GRANTS,
  "nginxproxies.gateway.nginx.org",
  "services",
  "secrets",
  "deployments.apps",
  "namespaces",
];

/** NGINX Gateway Fabric 2.x: its controller makes a data plane for each gateway and says what becomes of routes; its job makes certificates. */
export function createNginxGateway(): Component {
  const everything = (): readonly string[] => [SYNC];
  return inPods({
    name: "nginx-gateway",
    images: /(^|\/)nginx-gateway-fabric$/,
    startMs: 1000,
    userAgent: "gateway",
    watches: [
      ...SEEN.map((resource) => ({ resource, keys: everything })),
      { resource: "pods", keys: ({ object }) => (object.metadata.labels?.[GATEWAY_LABEL] === undefined ? [] : [SYNC]) },
    ],
    all: everything,
    reconcile: (_key, context) => sync(context),
  });
}

function sync(context: ProgramContext): Requeue {
  const jobs = context.instances.filter(({ container }) => container.args?.[0] === "generate-certs");
  for (const job of jobs) makeCertificates(job, context.cluster.seed, context.sim.now());
  const leader = context.instances.find(({ container }) => container.args?.[0] === "controller");
  if (leader === undefined) return undefined;
  const classes = syncClasses(leader, context);
  const gateways = (context.lister.list(GATEWAYS) as readonly Gateway[]).filter(
    ({ metadata, spec }) => !metadata.deletionTimestamp && classes.has(spec.gatewayClassName),
  );
  const served = gateways.filter((gateway) => {
    const invalid = gateway.spec.listeners.every((listener) => listenerProblems(listener, gateway, context.lister).length > 0);
    if (!invalid) provision(gateway, classes.get(gateway.spec.gatewayClassName), leader, context);
    return invalid || hasDataPlane(gateway, context);
  });
  for (const gateway of served) writeGateway(gateway, leader, context);
  for (const resource of ROUTES) {
    for (const route of context.lister.list(`${resource}.${GROUP}`) as readonly HttpRoute[]) {
      const status = routeStatus(route, served, context.lister, context.sim.now());
      if (!deepEqual(status, route.status ?? {})) leader.client.updateStatus(refOf(resource, route), { ...route, status });
    }
  }
  return undefined;
}

function refOf(resource: string, { metadata }: KubeObject, group = GROUP, version = "v1") {
  return { group, version, resource, namespace: metadata.namespace ?? "" };
}

/** Accepts the classes that name this controller; gives those, by name. */
function syncClasses(leader: ActingInstance, { lister, sim }: ProgramContext): Map<string, GatewayClass> {
  const ours = (lister.list(GATEWAY_CLASSES) as readonly GatewayClass[]).filter(({ spec }) => spec.controllerName === CONTROLLER_NAME);
  for (const one of ours) {
    const reference = one.spec.parametersRef;
    const found = reference && lister.get("nginxproxies.gateway.nginx.org", reference.namespace ?? "", reference.name);
    const parameters = reference === undefined ? [] : [found === undefined ? CLASS_NO_PARAMETERS : CLASS_PARAMETERS];
    const conditions = stamped([...CLASS_ACCEPTED, ...parameters], one.metadata.generation ?? 1, sim.now(), one.status?.conditions);
    if (!deepEqual(conditions, one.status?.conditions ?? []))
      leader.client.updateStatus(refOf("gatewayclasses", one), { ...one, status: { ...one.status, conditions } });
  }
  return new Map(ours.map((one) => [one.metadata.name ?? "", one]));
}

interface NginxProxy extends KubeObject {
  spec: {
    kubernetes?: {
      deployment?: { replicas?: number; container?: { image?: { repository?: string; tag?: string; pullPolicy?: string } } };
      service?: { type?: string; externalTrafficPolicy?: string };
    };
  };
}

function settingsOf(one: GatewayClass | undefined, tag: string, { lister }: ProgramContext): ProxySettings {
  const reference = one?.spec.parametersRef;
  const proxy =
    reference && (lister.get("nginxproxies.gateway.nginx.org", reference.namespace ?? "", reference.name) as NginxProxy | undefined);
  const { deployment, service } = proxy?.spec.kubernetes ?? {};
  const {
    repository = "ghcr.io/nginx/nginx-gateway-fabric/nginx",
    tag: own = tag,
    pullPolicy = "IfNotPresent",
  } = deployment?.container?.image ?? {};
  return {
    image: `${repository}:${own}`,
    pullPolicy,
    replicas: deployment?.replicas ?? 1,
    serviceType: service?.type ?? "LoadBalancer",
    externalTrafficPolicy: service?.externalTrafficPolicy ?? "Local",
  };
}

/** Makes what a gateway's data plane lacks, and what differs from what is wanted like it. */
function provision(gateway: Gateway, one: GatewayClass | undefined, leader: ActingInstance, context: ProgramContext): void {
  const { pod, container } = leader;
  const { namespace = "", labels = {} } = pod.metadata;
  const flag = (name: string): string => container.args?.find((word) => word.startsWith(`--${name}=`))?.split("=")[1] ?? "";
  const installed: Installation = {
    instance: labels["app.kubernetes.io/instance"] ?? "nginx-gateway",
    image: container.image ?? "",
    namespace,
    service: flag("service"),
    agentSecret: context.lister.get("secrets", namespace, flag("agent-tls-secret")) as Secret | undefined,
  };
  const tag = container.image?.split(":").at(-1) ?? "";
  for (const planned of dataPlaneOf(gateway, settingsOf(one, tag, context), installed)) put(planned, leader, context);
}

function put({ group, resource, object }: Planned, leader: ActingInstance, { lister, memory }: ProgramContext): void {
  const { namespace = "", name = "" } = object.metadata;
  const wanted = md5Hex(canonicalJson(object));
  const known = lister.get(group === "" ? resource : `${resource}.${group}`, namespace, name);
  const key = `nginx-gateway/${resource}/${namespace}/${name}`;
  const mark = `${known?.metadata.uid}/${wanted}`;
  if (known !== undefined && memory.get(key) === mark) return;
  const ref = { group, version: "v1", resource, namespace };
  const written = known === undefined ? leader.client.create(ref, object) : leader.client.update(ref, updated(known, object));
  memory.set(key, `${written.metadata.uid}/${wanted}`);
}

/** What somebody else has filled in stays. */
function updated(known: KubeObject, wanted: KubeObject): KubeObject {
  const { apiVersion: _version, kind: _kind, metadata, spec, ...rest } = wanted as KubeObject & { spec?: object };
  const mergedSpec = spec === undefined ? {} : { spec: { ...(known["spec"] as object | undefined), ...spec } };
  return { ...known, ...rest, ...mergedSpec, metadata: { ...known.metadata, ...metadata } } as KubeObject;
}

function hasDataPlane({ metadata }: Gateway, { lister }: ProgramContext): boolean {
  const pods = lister.list("pods", { namespace: metadata.namespace ?? "" }) as readonly Pod[];
  return pods.some(
    ({ metadata: { labels }, status }) =>
      labels?.[GATEWAY_LABEL] === metadata.name && status?.containerStatuses?.some(({ state }) => state?.running !== undefined),
  );
}

function writeGateway(gateway: Gateway, leader: ActingInstance, { lister, sim }: ProgramContext): void {
  const now = sim.now();
  const listeners: ListenerStatus[] = gateway.spec.listeners.map((one) => listenerStatus(one, gateway, lister, now));
  const valid = gateway.spec.listeners.filter((one) => listenerProblems(one, gateway, lister).length === 0).length;
  const said = valid === 0 ? GATEWAY_NO_LISTENERS : valid < listeners.length ? [...GATEWAY_READY, GATEWAY_SOME_LISTENERS] : GATEWAY_READY;
  const status = {
    ...gateway.status,
    addresses: addressesOf(gateway, lister),
    conditions: stamped(said, gateway.metadata.generation ?? 1, now, gateway.status?.conditions),
    listeners,
  };
  if (!deepEqual(status, gateway.status)) leader.client.updateStatus(refOf("gateways", gateway), { ...gateway, status });
}

function addressesOf({ metadata, spec }: Gateway, lister: ProgramContext["lister"]): { type: string; value: string }[] {
  const name = `${metadata.name}-${spec.gatewayClassName}`;
  const service = lister.get("services", metadata.namespace ?? "", name) as Service | undefined;
  const ingress = service?.status?.loadBalancer?.ingress ?? [];
  if (service?.spec.type === "LoadBalancer")
    return ingress.flatMap(({ ip, hostname }) =>
      ip ? [{ type: "IPAddress", value: ip }] : hostname ? [{ type: "Hostname", value: hostname }] : [],
    );
  return service?.spec.clusterIP ? [{ type: "IPAddress", value: service.spec.clusterIP }] : [];
}
