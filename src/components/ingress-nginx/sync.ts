import { createConfiguration } from "../../images/ingress-nginx/configuration.ts";
import { processKey } from "../../images/ingress-nginx/controller-view.ts";
import { say, sayValues } from "../../images/ingress-nginx/klog.ts";
import { DEFAULT_UPSTREAM, type RunningConfiguration } from "../../images/ingress-nginx/model.ts";
import { configurationSource } from "../../images/ingress-nginx/own-ingresses.ts";
import { ingressApi } from "../../images/ingress-nginx/release.ts";
import { StatusError } from "../../machinery/status.ts";
import type { Sim } from "../../sim/types.ts";
import { type ActingController } from "./acting.ts";
import { record } from "./events.ts";
import { noteReferences } from "./references.ts";

export const ACTOR = "ingress-nginx";
/** A change is queued and taken out again. */
const QUEUED_MS = 50;
/** From the first configuration until its pieces are handed to nginx. */
const FIRST_APPLY_MS = 1000;
/** Workers ask once a second for what has changed. lua/balancer.lua BACKENDS_SYNC_INTERVAL */
const APPLY_MS = 1000;

/** Asks for a sync of a process; there are three in ten seconds at most. --sync-rate-limit */
export function requestSync({ view }: ActingController, sim: Sim): void {
  const next = Number(view.memory.get(`${processKey(view)}/next-sync`) ?? 0);
  sim.scheduleIfSooner({ at: Math.max(sim.now() + QUEUED_MS, next), actor: ACTOR, name: "sync", key: view.pod.metadata.uid ?? "" });
}

/** Makes nginx's configuration of what there is, and hands it over when it has changed. controller/controller.go syncIngress */
export function sync(controller: ActingController, sim: Sim): void {
  const { view, release, flags } = controller;
  const base = processKey(view);
  view.memory.set(`${base}/next-sync`, sim.now() + 1000 / flags.syncRateLimit);
  const why = whyNotListed(controller);
  if (why !== undefined) return say(controller, "E", "listFailed", why);
  const configuration = createConfiguration(configurationSource(view, release, flags));
  noteReferences(controller, configuration);
  tellMissing(controller, configuration);
  const before = (view.memory.get(`${base}/pending`) ?? view.memory.get(`${base}/configuration`) ?? undefined) as unknown as
    | RunningConfiguration
    | undefined;
  if (before !== undefined && JSON.stringify(before) === JSON.stringify(configuration)) return;
  if (before === undefined || frameOf(before) !== frameOf(configuration)) tellReload(controller);
  if (before === undefined) tell(controller, "initialSync", "Initial sync, sleeping for 1 second");
  view.memory.set(`${base}/pending`, JSON.parse(JSON.stringify(configuration)));
  const at = sim.now() + (before === undefined ? FIRST_APPLY_MS : APPLY_MS);
  sim.scheduleIfSooner({ at, actor: ACTOR, name: "apply", key: view.pod.metadata.uid ?? "" });
}

/** From now on nginx answers so. */
export function apply({ view }: ActingController): void {
  const base = processKey(view);
  const pending = view.memory.get(`${base}/pending`);
  if (!pending) return;
  view.memory.set(`${base}/configuration`, pending);
  view.memory.set(`${base}/pending`, null);
}

/** A process ends: nobody asks for its configuration again. */
export function forget({ view }: ActingController): void {
  for (const part of ["configuration", "pending"]) view.memory.set(`${processKey(view)}/${part}`, null);
}

/** What stands in nginx.conf: all but the endpoints, which workers learn without a reload. */
function frameOf({ servers, upstreams, settings }: RunningConfiguration): string {
  return JSON.stringify([servers, settings, upstreams.map(({ name }) => name)]);
}

function tellReload(controller: ActingController): void {
  const { release, view } = controller;
  tell(controller, "changed", "Configuration changes detected, backend reload required");
  tell(controller, "reloaded", "Backend successfully reloaded");
  if (!release.has("reloadEvents")) return;
  const pod = { ...view.pod, apiVersion: "v1", kind: "Pod" };
  record(pod, "RELOAD", "NGINX reload triggered due to a change in configuration", controller);
}

/** One sentence: quoted where the log has values, with a full stop where it has none. */
function tell(controller: ActingController, said: "changed" | "initialSync" | "reloaded", sentence: string): void {
  if (controller.release.has("structuredLog")) sayValues(controller, "I", said, sentence, {});
  else say(controller, "I", said, `${sentence}.`);
}

/** Services that are not there, or have nobody behind them, are told of at each sync. */
function tellMissing(controller: ActingController, { upstreams }: RunningConfiguration): void {
  for (const { name, service, endpoints } of upstreams) {
    if (name === DEFAULT_UPSTREAM || endpoints.length > 0) continue;
    const [namespace = "", serviceName = ""] = service.split("/");
    if (controller.view.lister.get("services", namespace, serviceName)) {
      say(controller, "W", "noEndpoint", `Service "${service}" does not have any active Endpoint.`);
    } else {
      say(
        controller,
        "W",
        "noService",
        `Error obtaining Endpoints for Service "${service}": no object matching key "${service}" in local store`,
      );
    }
  }
}

/** Why the process may not, or cannot, list ingresses; undefined when it can. */
export function whyNotListed({ instance, release, flags }: ActingController): string | undefined {
  const { group, version } = ingressApi(release);
  try {
    instance.client.list({ group, version, resource: "ingresses", namespace: flags.watchNamespace }, { limit: 1 });
    return undefined;
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    return `k8s.io/client-go/informers/factory.go:134: Failed to watch *${version}.Ingress: failed to list *${version}.Ingress: ${error.message}`;
  }
}
