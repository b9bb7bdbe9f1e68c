import { isPodReady } from "../controller/pod-state.ts";
import { CONTROLLER_IMAGES } from "../../images/ingress-nginx/index.ts";
import { processKey } from "../../images/ingress-nginx/controller-view.ts";
import { say } from "../../images/ingress-nginx/klog.ts";
import type { Pod, PodSpec } from "../../kinds/core/pod/types.ts";
import type { Service } from "../../kinds/core/service/types.ts";
import type { Component, ComponentWatch } from "../../machinery/component.ts";
import { objectKey } from "../../machinery/object.ts";
import type { Change } from "../../machinery/store.ts";
import { containerIn } from "../in-pod/instances.ts";
import { inPods, type PodProgram, type ProgramContext } from "../in-pod/program.ts";
import { type ActingController, actingControllers, allControllers, controllerOf } from "./acting.ts";
import { noteIngress, record } from "./events.ts";
import { observeLock, tryToLead } from "./leader.ts";
import { isReferenced } from "./references.ts";
import { tellStart, tellStop, tellStopped } from "./start-and-stop.ts";
import { awaitStatusRound, beginStatusRounds, clearStatus, statusRound } from "./status.ts";
import { ACTOR, apply, forget, requestSync, sync, whyNotListed } from "./sync.ts";

/** kubernetes/ingress-nginx: events and addresses of ingresses, and what nginx in the same pod answers by. */
const program: PodProgram = {
  name: ACTOR,
  images: CONTROLLER_IMAGES,
  startMs: 400,
  userAgent: "nginx-ingress-controller",
  watches: [
    watch("ingresses.networking.k8s.io", ({ object }) => [`ingress/${objectKey(object)}`]),
    watch("configmaps", ({ object }, isOurs) => (isOurs ? [`configmap/${objectKey(object)}`] : [])),
    watch("services", (_, isOurs) => (isOurs ? ["changed"] : [])),
    watch("endpoints", (_, isOurs) => (isOurs ? ["changed"] : [])),
    watch("secrets", (_, isOurs) => (isOurs ? ["changed"] : [])),
    {
      resource: "pods",
      concerns: ({ type, spec }) => type === "MODIFIED" && containerIn(program, spec as PodSpec) !== undefined,
      keys: keysOfPod,
    },
  ],
  all: () => ["begin"],
  reconcile(key, context) {
    const [what = "", namespace = "", name = ""] = key.split("/");
    if (what === "stop") stop(`${namespace}/${name}`, context);
    else for (const controller of actingControllers(context)) look(what, `${namespace}/${name}`, controller, context);
    return undefined;
  },
  handle(event, context) {
    const acting = actingControllers(context);
    const controller = controllerOf(event.key, acting);
    if (controller === undefined) return;
    if (event.name === "sync") sync(controller, context.sim);
    else if (event.name === "apply") apply(controller);
    else if (event.name === "status") statusRound(controller, context.sim);
    else if (event.name === "lead") lead(controller, acting, context);
  },
};

/** Makes the component of ingress-nginx's controllers. */
export function createIngressNginx(): Component {
  return { ...inPods(program), observe: (object, { memory, sim }) => observeLock(object, memory, sim.now()) };
}

/** Endpoints go by the name of their service. */
function watch(resource: string, keys: (change: Change, isOurs: boolean) => readonly string[]): ComponentWatch {
  const named = resource === "endpoints" ? "services" : resource;
  return { resource, keys: (change, { memory }) => keys(change, isReferenced(memory, `${named}/${objectKey(change.object)}`)) };
}

/** A controller's own pods: one is told to stop, or becomes ready. */
function keysOfPod({ object, previous }: Change): readonly string[] {
  const [pod, before] = [object as Pod, previous as Pod | undefined];
  if (pod.metadata.deletionTimestamp && !before?.metadata.deletionTimestamp) return [`stop/${objectKey(pod)}`];
  return before && isPodReady(pod) !== isPodReady(before) ? ["round"] : [];
}

function look(what: string, key: string, controller: ActingController, context: ProgramContext): void {
  const { sim, lister } = context;
  if (what === "begin") return begin(controller, context);
  if (controller.view.memory.get(`${processKey(controller.view)}/began`) === undefined) return;
  if (what === "ingress") {
    const why = whyNotListed(controller);
    if (why !== undefined) return say(controller, "E", "listFailed", why);
    if (!noteIngress(key, controller, lister)) return;
    requestSync(controller, sim);
  } else if (what === "configmap") {
    if (key === controller.flags.configMap) tellConfigMap(key, "UPDATE", controller, context);
    requestSync(controller, sim);
  } else if (what === "changed") requestSync(controller, sim);
  awaitStatusRound(controller, sim);
}

/** A process begins, or another of its kind has begun or ended. */
function begin(controller: ActingController, context: ProgramContext): void {
  const { view } = controller;
  const acting = actingControllers(context);
  const began = `${processKey(view)}/began`;
  if (view.memory.get(began) !== undefined) return lead(controller, acting, context);
  view.memory.set(began, context.sim.now());
  tellStart(controller, context.release, inClusterUrl(context));
  tellConfigMap(controller.flags.configMap, "CREATE", controller, context);
  const why = whyNotListed(controller);
  if (why === undefined) {
    for (const ingress of context.lister.list("ingresses.networking.k8s.io")) noteIngress(objectKey(ingress), controller, context.lister);
  }
  requestSync(controller, context.sim);
  lead(controller, acting, context);
}

/** Where pods find the API server. */
function inClusterUrl({ lister }: ProgramContext): string {
  const service = lister.get("services", "default", "kubernetes") as Service | undefined;
  return `https://${service?.spec.clusterIP ?? "10.96.0.1"}:443`;
}

function tellConfigMap(key: string, reason: "CREATE" | "UPDATE", controller: ActingController, { lister }: ProgramContext): void {
  const [namespace = "", name = ""] = key.split("/");
  const map = lister.get("configmaps", namespace, name);
  if (map) record({ ...map, apiVersion: "v1", kind: "ConfigMap" }, reason, `ConfigMap ${key}`, controller);
}

function lead(controller: ActingController, acting: readonly ActingController[], { sim }: ProgramContext): void {
  if (tryToLead(controller, acting, sim)) beginStatusRounds(controller, sim);
}

/** A pod's deletion: its controller takes its addresses back, and nginx stops. */
function stop(key: string, context: ProgramContext): void {
  const controller = allControllers(context).find(({ view }) => objectKey(view.pod) === key);
  if (controller === undefined) return;
  tellStop(controller);
  clearStatus(controller);
  forget(controller);
  tellStopped(controller);
}
