import type { Node } from "../../kinds/core/node/types.ts";
import type { Service } from "../../kinds/core/service/types.ts";
import type { Json } from "../../base/json.ts";
import type { Component, ComponentContext, ComponentWatch } from "../../machinery/component.ts";
import { objectKey, splitKey } from "../../machinery/object.ts";
import { isReason } from "../../machinery/status.ts";
import type { Change } from "../../machinery/store.ts";
import { SERVICES } from "../controller/resources.ts";
import type { Requeue } from "../controller/retry.ts";
import { instancesOf } from "../in-pod/instances.ts";
import { type ActingInstance, inPods, type PodProgram, type ProgramContext } from "../in-pod/program.ts";
import { type Announcement, announcementsOf } from "./announcements.ts";
import { BALANCERS } from "./terms.ts";
import { writeLog } from "./log.ts";
import { sayStarted } from "./process.ts";
import { observeReannouncements } from "./reannouncements.ts";
import { GROUP, readsConfigMap, SPEAKER_READS } from "./sources.ts";
import { loadConfigurations } from "./speaker-configuration.ts";
import { hideAnnouncement, showAnnouncement } from "./status-objects.ts";
import { actingSpeakers, members, MEMBERS_KEY, SPEAKER } from "./speakers.ts";
import { versionOf } from "../../images/metallb/versions.ts";

/** A service has changed: who announces it says so again. */
const SERVICE = "service/";
/** Something else has changed: only who has newly come to announce it says so. */
const LOOK = "look/";
const CONFIGURATION = "configuration";
const PROCESSES = "processes";
const KNOWN_MEMBERS = "metallb/members";
/** The devices by which machines of a lab hang on their network. */
const NODE_INTERFACE = /^(eth\d+|en[opsx]\w+)$/;

/** MetalLB's speakers: announce the addresses of services. One component for all nodes. speaker/main.go */
export function createMetalLbSpeaker(): Component {
  return { ...inPods(program), observe: observeReannouncements };
}

const program: PodProgram = {
  ...SPEAKER,
  userAgent: "speaker/v0.0.0 (linux/amd64) kubernetes/$Format",
  watches: [
    {
      resource: "services",
      keys: ({ object, previous }) => (concerns(object) || concerns(previous) ? [`${SERVICE}${objectKey(object)}`] : []),
    },
    { resource: "endpoints", keys: endpointKeys },
    { resource: "nodes", keys: nodeKeys },
    {
      resource: "configmaps",
      keys: ({ object }, context) => (instancesOf(SPEAKER, context).some((one) => readsConfigMap(one, object)) ? [CONFIGURATION] : []),
    },
    ...SPEAKER_READS.map((plural): ComponentWatch => ({ resource: `${plural}.${GROUP}`, keys: () => [CONFIGURATION] })),
  ],
  all: () => [PROCESSES, CONFIGURATION, MEMBERS_KEY],
  reconcile(key, context) {
    if (key.startsWith(SERVICE)) return announce(key.slice(SERVICE.length), true, context);
    if (key.startsWith(LOOK)) return announce(key.slice(LOOK.length), false, context);
    if (key === CONFIGURATION) return loadConfigurations(context, (isNew) => lookAtAll(isNew ? LOOK : SERVICE, context));
    if (key === PROCESSES) for (const instance of context.instances) sayStarted("speaker", instance, context);
    if (key === MEMBERS_KEY) lookAtMembers(context);
    if (key === EVERY_SERVICE) lookAtAll(SERVICE, context);
    return undefined;
  },
};

/** The labels of a node are part of a configuration. */
const EVERY_SERVICE = "services";

function concerns(object: Change["object"] | undefined): boolean {
  return (object as Service | undefined)?.spec.type === "LoadBalancer";
}

function endpointKeys({ object }: Change, { lister }: ComponentContext): string[] {
  const { namespace = "", name = "" } = object.metadata;
  return concerns(lister.get(SERVICES.key, namespace, name)) ? [`${SERVICE}${objectKey(object)}`] : [];
}

function nodeKeys({ type, object, previous }: Change): string[] {
  if (type !== "MODIFIED") return [EVERY_SERVICE];
  const isSame = JSON.stringify(object.metadata.labels) === JSON.stringify(previous?.metadata.labels);
  return isSame && isCutOff(object as Node) === isCutOff(previous as Node) ? [] : [EVERY_SERVICE];
}

function isCutOff(node: Node | undefined): boolean {
  return node?.status?.conditions?.some(({ type, status }) => type === "NetworkUnavailable" && status === "True") ?? false;
}

function lookAtAll(prefix: string, { lister, sim }: ProgramContext): void {
  for (const service of lister.list(SERVICES.key, { index: BALANCERS })) {
    sim.scheduleIfSooner({ at: sim.now(), actor: SPEAKER.name, name: "reconcile", key: `${prefix}${objectKey(service)}` });
  }
}

/** Speakers that know of each other look at all services when one comes or goes; others only at their own start. */
function lookAtMembers(context: ProgramContext): void {
  const speakers = actingSpeakers(context);
  const now = JSON.stringify([...members(context, speakers)].sort());
  const before = context.memory.get(KNOWN_MEMBERS);
  context.memory.set(KNOWN_MEMBERS, now);
  const isKnown = speakers.some(({ version }) => version.has("memberlist"));
  lookAtAll(isKnown && before !== undefined && before !== now ? SERVICE : LOOK, context);
}

/** What is remembered of an announcement: by which processes. */
interface Remembered {
  readonly by: readonly string[];
  readonly nodes: readonly string[];
  readonly addresses: readonly string[];
}

function processOf({ pod, startedAt }: ActingInstance): string {
  return `${pod.metadata.uid}@${startedAt}`;
}

/** Finds out who announces a service now, and has who does say so. speaker/main.go SetBalancer, handleService */
function announce(key: string, hasChanged: boolean, context: ProgramContext): Requeue {
  const { memory, instances } = context;
  const remembered = (memory.get(`metallb/announced/${key}`) ?? {}) as Partial<Record<Announcement["protocol"], Remembered>>;
  const service = serviceNamed(key, context);
  const speakers = actingSpeakers(context);
  const found = service === undefined ? [] : announcementsOf(service, context, speakers);
  const next: Partial<Record<Announcement["protocol"], Remembered>> = {};
  for (const announcement of found) {
    const { protocol, nodes, addresses } = announcement;
    const before = remembered[protocol]?.by ?? [];
    const announcing = instances.filter(({ pod }) => nodes.includes(pod.spec.nodeName ?? ""));
    for (const instance of announcing) {
      if (service && (hasChanged || !before.includes(processOf(instance)))) say(announcement, instance, service, context);
      if (protocol === "layer2" && versionOf(instance.container).has("statusObjects"))
        showAnnouncement(key, announcement, instance, context);
    }
    next[protocol] = { by: announcing.map(processOf), nodes: [...nodes], addresses };
  }
  for (const protocol of ["bgp", "layer2"] as const) withdraw(key, remembered[protocol], next[protocol], context);
  const isEmpty = Object.keys(next).length === 0;
  if (!isEmpty || Object.keys(remembered).length > 0) memory.set(`metallb/announced/${key}`, isEmpty ? null : (next as unknown as Json));
  return undefined;
}

function serviceNamed(key: string, { instances: [first], lister }: ProgramContext): Service | undefined {
  const { namespace, name } = splitKey(key);
  // A service that is gone needs no permission; one that is there is seen by who may.
  if (lister.get(SERVICES.key, namespace, name) === undefined) return undefined;
  try {
    return first?.client.get(SERVICES.in(namespace), name) as Service;
  } catch (error) {
    if (isReason(error, "NotFound")) return undefined;
    throw error;
  }
}

function say(
  { protocol, addresses, pool, interfaces }: Announcement,
  instance: ActingInstance,
  service: Service,
  context: ProgramContext,
): void {
  const version = versionOf(instance.container);
  const node = instance.pod.spec.nodeName ?? "";
  const events = instance.recorder({ component: SPEAKER.name });
  if (interfaces.length > 0 && !interfaces.some((name) => NODE_INTERFACE.test(name))) {
    const why = `the interfaces specified by LB IP "${addresses[0]}" doesn't exist in assigned node "${node}" with protocol "${protocol}"`;
    events.record(service, "Warning", "announceFailed", why);
    return;
  }
  const ip = version.has("configurationObjects") ? { ips: addresses } : { ip: addresses[0] ?? "" };
  const fields = { ...ip, pool, protocol, service: objectKey(service) };
  writeLog(instance, { level: "info", event: "serviceAnnounced", msg: "service has IP, announcing", ...fields }, context);
  const how = version.has("configurationObjects") ? ` with protocol "${protocol}"` : "";
  events.record(service, "Normal", "nodeAssigned", `announcing from node "${node}"${how}`);
}

function withdraw(service: string, before: Remembered | undefined, now: Remembered | undefined, context: ProgramContext): void {
  for (const instance of context.instances) {
    if (!before?.by.includes(processOf(instance)) || now?.by.includes(processOf(instance))) continue;
    const { namespace, name } = splitKey(service);
    const isGone = context.lister.get(SERVICES.key, namespace, name) === undefined;
    const fields = { ip: before.addresses[0] ?? "", reason: isGone ? "serviceDeleted" : "notOwner", service };
    writeLog(instance, { level: "info", event: "serviceWithdrawn", msg: "withdrawing service announcement", ...fields }, context);
    if (versionOf(instance.container).has("statusObjects")) hideAnnouncement(service, instance, context);
  }
}
