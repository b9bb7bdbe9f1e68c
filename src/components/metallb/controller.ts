import { goQuote } from "../../base/go-format.ts";
import type { Service } from "../../kinds/core/service/types.ts";
import type { Component, ComponentContext, ComponentWatch } from "../../machinery/component.ts";
import { objectKey, splitKey } from "../../machinery/object.ts";
import { isReason } from "../../machinery/status.ts";
import type { Change } from "../../machinery/store.ts";
import { NAMESPACES, SERVICES } from "../controller/resources.ts";
import { retryDelayMs, type Requeue } from "../controller/retry.ts";
import { instancesOf } from "../in-pod/instances.ts";
import { type ActingInstance, inPods, type PodProgram, type ProgramContext } from "../in-pod/program.ts";
import { parseAddress } from "../../images/metallb/addresses.ts";
import { shown, type Allocations, claimOf } from "./allocator.ts";
import { ignores } from "./announcements.ts";
import { ConfigurationError, poolFor } from "../../images/metallb/configuration.ts";
import { converge, type Outcome } from "./converge.ts";
import { inForce, isInForce, putInForce, read, type Source } from "./in-force.ts";
import { writeLog } from "./log.ts";
import { countAddresses } from "./pool-counters.ts";
import { begin } from "./process.ts";
import { CONTROLLER_READS, GROUP, readsConfigMap, readSource } from "./sources.ts";
import { CONTROLLER } from "./speakers.ts";
import { addressTerm, BALANCERS } from "./terms.ts";
import { versionOf } from "../../images/metallb/versions.ts";

const SERVICE = "service/";
const CONFIGURATION = "configuration";
/** Services that wait for an address, after one has been freed, and after a service without any has been deleted. */
const PENDING = "pending";
const PENDING_STILL = "pending-still";
const COUNTERS = "counters";
const PROCESS = "process";
const FAILURES = "metallb/configuration/failures";

/** MetalLB's controller: gives services of type LoadBalancer their addresses. controller/main.go */
export function createMetalLbController(): Component {
  return inPods(program);
}

const program: PodProgram = {
  ...CONTROLLER,
  userAgent: "controller/v0.0.0 (linux/amd64) kubernetes/$Format",
  watches: [
    { resource: "services", keys: serviceKeys },
    { resource: "configmaps", keys: ({ object }, context) => (isRead(object, context) ? [CONFIGURATION] : []) },
    ...CONTROLLER_READS.map((plural): ComponentWatch => ({ resource: `${plural}.${GROUP}`, keys: () => [CONFIGURATION] })),
    {
      resource: "namespaces",
      keys: ({ type, object, previous }) =>
        type === "MODIFIED" && JSON.stringify(object.metadata.labels) !== JSON.stringify(previous?.metadata.labels) ? [PENDING] : [],
    },
  ],
  all: ({ lister }) => [PROCESS, CONFIGURATION, ...balancers(lister).map((service) => `${SERVICE}${objectKey(service)}`)],
  reconcile(key, context) {
    const [leader] = context.instances;
    if (leader === undefined) return undefined;
    if (key.startsWith(SERVICE)) return reconcileService(key.slice(SERVICE.length), leader, context);
    if (key === CONFIGURATION) return loadConfiguration(leader, context);
    if (key === PROCESS) return begin(leader, context);
    if (key === COUNTERS) {
      countAddresses(leader, context);
      return undefined;
    }
    if (key === PENDING) countSoon(context);
    const isPointless = key === PENDING_STILL && versionOf(leader.container).has("ownAnnotations");
    if (!isPointless) lookAtPending(context);
    return undefined;
  },
};

function balancers(lister: ComponentContext["lister"]): readonly Service[] {
  return lister.list("services", { index: BALANCERS }) as readonly Service[];
}

function hasAddress(service: Service | undefined): boolean {
  return (service?.status?.loadBalancer?.ingress?.length ?? 0) > 0;
}

function serviceKeys({ type, object, previous }: Change): string[] {
  const service = object as Service;
  if (type === "DELETED") return [hasAddress(service) ? PENDING : PENDING_STILL];
  const concerns =
    service.spec.type === "LoadBalancer" || hasAddress(service) || (previous as Service | undefined)?.spec.type === "LoadBalancer";
  return concerns ? [`${SERVICE}${objectKey(service)}`] : [];
}

function isRead(object: Change["object"], context: ComponentContext): boolean {
  return instancesOf(CONTROLLER, context).some((instance) => readsConfigMap(instance, object));
}

function lookAt(service: Service, { sim }: ProgramContext): void {
  sim.scheduleIfSooner({ at: sim.now(), actor: CONTROLLER.name, name: "reconcile", key: `${SERVICE}${objectKey(service)}` });
}

function countSoon({ instances: [leader], sim }: ProgramContext): void {
  if (leader === undefined || !versionOf(leader.container).has("poolCounters")) return;
  sim.scheduleIfSooner({ at: sim.now(), actor: CONTROLLER.name, name: "reconcile", key: COUNTERS });
}

function lookAtPending(context: ProgramContext): void {
  for (const service of balancers(context.lister)) if (!hasAddress(service)) lookAt(service, context);
}

/** Takes over a changed configuration, unless it is wrong or takes addresses away that are in use. controller/main.go SetConfig, SetPools */
function loadConfiguration(leader: ActingInstance, context: ProgramContext): Requeue {
  const { memory } = context;
  const version = versionOf(leader.container);
  const source = readSource(leader, CONTROLLER_READS);
  if (source === undefined) {
    if (inForce(leader, memory) !== undefined) {
      const msg = "configuration is missing, MetalLB will not function";
      writeLog(leader, { level: "error", ...origin(leader), op: "setConfig", error: "no MetalLB configuration in cluster", msg }, context);
    }
    return undefined;
  }
  if (isInForce(source, leader, memory)) return undefined;
  const problem = problemOf(source, leader, context);
  if (problem !== undefined) return reject(problem, leader, context);
  putInForce(source, leader, memory);
  memory.set(FAILURES, 0);
  if (version.has("configurationObjects")) {
    writeLog(leader, { level: "info", controller: "PoolReconciler", event: "force service reload" }, context);
    writeLog(leader, { level: "info", controller: "PoolReconciler", event: "config reloaded" }, context);
  } else {
    writeLog(leader, { level: "info", ...origin(leader), event: "configLoaded", msg: "config (re)loaded" }, context);
  }
  for (const service of balancers(context.lister)) lookAt(service, context);
  countSoon(context);
  return undefined;
}

/** How versions with a ConfigMap say what they read. */
function origin({ pod, container }: ActingInstance): { configmap?: string } {
  return versionOf(container).has("configurationObjects") ? {} : { configmap: `${pod.metadata.namespace}/config` };
}

interface Problem {
  readonly error: string;
  /** It is right, but some address would no longer be allowed. */
  readonly isInUse: boolean;
}

function problemOf(source: Source, leader: ActingInstance, context: ProgramContext): Problem | undefined {
  try {
    const configuration = read(source, leader);
    const version = versionOf(leader.container);
    // What a process that begins finds in services is no allocation of its own yet.
    if (version.has("excludesNodes") || inForce(leader, context.memory) === undefined) return undefined;
    for (const service of balancers(context.lister)) {
      const addresses = (service.status?.loadBalancer?.ingress ?? [])
        .map(({ ip = "" }) => parseAddress(ip))
        .filter((one) => one !== undefined);
      if (addresses.length === 0 || ignores(service, version) || poolFor(configuration, addresses) !== undefined) continue;
      const what = `service ${goQuote(objectKey(service))} cannot own ${shown(addresses, version)} under new config`;
      return { error: `new config not compatible with assigned IPs: ${what}`, isInUse: true };
    }
    return undefined;
  } catch (error) {
    if (error instanceof ConfigurationError) return { error: error.message, isInUse: false };
    throw error;
  }
}

function reject({ error, isInUse }: Problem, leader: ActingInstance, context: ProgramContext): Requeue {
  const version = versionOf(leader.container);
  const stale = "config (re)load failed, config marked stale";
  if (isInUse)
    writeLog(leader, { level: "error", ...origin(leader), op: "setConfig", error, msg: "applying new configuration failed" }, context);
  if (!version.has("configurationObjects")) {
    // The error of a configuration that was refused is told by the line before; this one has none.
    const fields = isInUse ? {} : { error };
    writeLog(leader, { level: "error", ...origin(leader), event: "configStale", ...fields, msg: stale }, context);
    return undefined;
  }
  if (!isInUse) {
    writeLog(leader, { level: "error", controller: "PoolReconciler", error, msg: "failed to parse the configuration" }, context);
    return undefined;
  }
  const failures = Number(context.memory.get(FAILURES) ?? 0) + 1;
  context.memory.set(FAILURES, failures);
  writeLog(leader, { level: "error", controller: "PoolReconciler", event: "reload failed, retry" }, context);
  return { requeueAfterMs: retryDelayMs(failures) ?? 0 };
}

function reconcileService(key: string, leader: ActingInstance, context: ProgramContext): Requeue {
  const version = versionOf(leader.container);
  const configuration = inForce(leader, context.memory);
  if (configuration === undefined) return undefined;
  const service = serviceNamed(key, leader);
  if (service === undefined || ignores(service, version)) return undefined;
  const { lister } = context;
  const ownersOf = (address: string): readonly Service[] =>
    (lister.list("services", { index: addressTerm(address) }) as readonly Service[]).filter(
      (one) => one.spec.type === "LoadBalancer" && !ignores(one, version),
    );
  const allocations: Allocations = {
    configuration,
    version,
    claimsOn: (address) => ownersOf(address).map((one) => claimOf(one, version)),
    isTaken: (address, own) => ownersOf(address).some((one) => objectKey(one) !== own),
    namespaceLabels: (namespace) => lister.get(NAMESPACES.key, "", namespace)?.metadata.labels,
  };
  const outcome = converge(service, allocations);
  const events = leader.recorder({ component: CONTROLLER.name });
  for (const fields of outcome.logs) writeLog(leader, { ...fields, service: key }, context);
  for (const { type, reason, message } of outcome.events) events.record(service, type, reason, message);
  if (outcome.isLeft) return undefined;
  if (write(service, outcome, leader)) {
    writeLog(leader, { level: "info", event: "serviceUpdated", msg: "updated service object", service: key }, context);
    countSoon(context);
    if (hasAddress(service) && !outcome.assigned && version.has("serviceAllocation")) lookAtPending(context);
  }
  return undefined;
}

function serviceNamed(key: string, { client }: ActingInstance): Service | undefined {
  const { namespace, name } = splitKey(key);
  try {
    return client.get(SERVICES.in(namespace), name) as Service;
  } catch (error) {
    if (isReason(error, "NotFound")) return undefined;
    throw error;
  }
}

const POOL_ANNOTATION = "ip-allocated-from-pool";

/** Writes what has become of a service; true when that is something new. */
function write(service: Service, { assigned }: Outcome, { client, container }: ActingInstance): boolean {
  const version = versionOf(container);
  const before = (service.status?.loadBalancer?.ingress ?? []).map(({ ip = "" }) => ip);
  const after = assigned?.addresses ?? [];
  const annotation = `${version.has("ownAnnotations") ? "metallb.io" : "metallb.universe.tf"}/${POOL_ANNOTATION}`;
  const { [annotation]: poolBefore, ...others } = service.metadata.annotations ?? {};
  const pool = version.has("serviceAllocation") ? assigned?.pool : undefined;
  const isSame = before.join() === after.join();
  if (isSame && poolBefore === pool) return false;
  const annotations = pool === undefined ? others : { ...others, [annotation]: pool };
  const loadBalancer = isSame ? service.status?.loadBalancer : after.length > 0 ? { ingress: after.map((ip) => ({ ip })) } : {};
  client.updateStatus(SERVICES.in(service.metadata.namespace ?? ""), {
    ...service,
    metadata: { ...service.metadata, ...(Object.keys(annotations).length > 0 || service.metadata.annotations ? { annotations } : {}) },
    status: { ...service.status, loadBalancer },
  } as Service);
  return true;
}
