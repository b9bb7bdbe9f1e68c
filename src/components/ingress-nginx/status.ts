import { deepEqual } from "../../base/deep.ts";
import { processKey } from "../../images/ingress-nginx/controller-view.ts";
import { say, sayValues } from "../../images/ingress-nginx/klog.ts";
import { ownIngresses } from "../../images/ingress-nginx/own-ingresses.ts";
import { ingressApi } from "../../images/ingress-nginx/release.ts";
import type { LoadBalancerIngress } from "../../kinds/core/service/types.ts";
import type { Ingress } from "../../kinds/networking/ingress/types.ts";
import { StatusError } from "../../machinery/status.ts";
import type { Sim } from "../../sim/types.ts";
import type { ActingController } from "./acting.ts";
import { runningAddresses, siblings } from "./addresses.ts";
import { isLeader } from "./leader.ts";
import { ACTOR } from "./sync.ts";

/** The leader looks at once, and then at this rhythm. */
export function beginStatusRounds({ view }: ActingController, sim: Sim): void {
  view.memory.set(`${processKey(view)}/status-origin`, sim.now());
  sim.schedule({ at: sim.now(), actor: ACTOR, name: "status", key: view.pod.metadata.uid ?? "" });
}

/** Something has changed that the leader will see in its next round; rounds without a change are not played. */
export function awaitStatusRound(controller: ActingController, sim: Sim): void {
  const { view, flags } = controller;
  const origin = view.memory.get(`${processKey(view)}/status-origin`);
  if (typeof origin !== "number" || !isLeader(controller)) return;
  const rounds = Math.ceil((sim.now() + 1 - origin) / flags.statusIntervalMs);
  sim.scheduleIfSooner({ at: origin + rounds * flags.statusIntervalMs, actor: ACTOR, name: "status", key: view.pod.metadata.uid ?? "" });
}

/** One round: the addresses of all ingresses are what they should be. internal/ingress/status/status.go sync */
export function statusRound(controller: ActingController, sim: Sim): void {
  if (!controller.flags.updateStatus || !isLeader(controller)) return;
  const addresses = addressesOrError(controller);
  if (Array.isArray(addresses)) {
    updateStatus(addresses, controller);
    return;
  }
  tellRequeue(addresses, controller);
  awaitStatusRound(controller, sim);
}

function addressesOrError(controller: ActingController): LoadBalancerIngress[] | string {
  try {
    return runningAddresses(controller);
  } catch (error) {
    if (error instanceof StatusError) return error.message;
    throw error;
  }
}

/** How the queue names what it will try again: an object that is nothing but a name. */
const DUMMY_FIELDS =
  "GenerateName:,Namespace:,SelfLink:,UID:,ResourceVersion:,Generation:0,CreationTimestamp:0001-01-01 00:00:00 +0000 UTC,DeletionTimestamp:<nil>,DeletionGracePeriodSeconds:nil,Labels:map[string]string{},Annotations:map[string]string{},OwnerReferences:[]OwnerReference{},Finalizers:[],ClusterName:,ManagedFields:[]ManagedFieldsEntry{},";

function tellRequeue(why: string, controller: ActingController): void {
  const key = `&ObjectMeta{Name:sync status,${DUMMY_FIELDS}}`;
  if (controller.release.has("structuredLog")) sayValues(controller, "E", "requeuing", "requeuing", { err: why, key });
  else say(controller, "E", "requeuing", `requeuing ${key}, err ${why}`);
}

function updateStatus(addresses: readonly LoadBalancerIngress[], controller: ActingController): void {
  for (const ingress of ownIngresses(controller.view, controller.flags)) {
    const known = ingress.status?.loadBalancer?.ingress ?? [];
    const plain = known.map(({ ip, hostname }) => ({ ...(ip ? { ip } : {}), ...(hostname ? { hostname } : {}) }));
    if (!deepEqual(plain.sort(byText), [...addresses].sort(byText))) writeStatus(ingress, known, addresses, controller);
  }
}

function byText(a: LoadBalancerIngress, b: LoadBalancerIngress): number {
  const text = ({ hostname = "", ip = "" }: LoadBalancerIngress): string => `${hostname} ${ip}`;
  return text(a) < text(b) ? -1 : 1;
}

function writeStatus(
  { metadata: { namespace = "", name = "" } }: Ingress,
  before: readonly LoadBalancerIngress[],
  addresses: readonly LoadBalancerIngress[],
  controller: ActingController,
): void {
  const { release, instance } = controller;
  const ref = { ...ingressApi(release), resource: "ingresses", namespace };
  try {
    const current = instance.client.get(ref, name);
    tellUpdate(`${namespace}/${name}`, before, addresses, controller);
    instance.client.updateStatus(ref, { ...current, status: { loadBalancer: addresses.length > 0 ? { ingress: addresses } : {} } });
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    say(controller, "W", "forbiddenStatus", `error updating ingress rule: ${error.message}`);
  }
}

function tellUpdate(
  key: string,
  before: readonly LoadBalancerIngress[],
  addresses: readonly LoadBalancerIngress[],
  controller: ActingController,
): void {
  const [namespace = "", ingress = ""] = key.split("/");
  const shown = (list: readonly LoadBalancerIngress[]): string =>
    `[${list.map(({ ip = "", hostname = "" }) => `{IP:${ip} Hostname:${hostname} Ports:[]}`).join(" ")}]`;
  const oldForm = (list: readonly LoadBalancerIngress[]): string =>
    `[${list.map(({ ip = "", hostname = "" }) => `{${ip} ${hostname}}`).join(" ")}]`;
  if (controller.release.has("structuredLog")) {
    const values = `namespace="${namespace}" ingress="${ingress}" currentValue=${shown(before)} newValue=${shown(addresses)}`;
    say(controller, "I", "status", `"updating Ingress status" ${values}`);
  } else say(controller, "I", "status", `updating Ingress ${key} status from ${oldForm(before)} to ${oldForm(addresses)}`);
}

/** The last process takes its addresses back when it is told to stop. status.go Shutdown */
export function clearStatus(controller: ActingController): void {
  const { flags, release } = controller;
  if (!flags.updateStatus || !flags.updateStatusOnShutdown) return;
  const addresses = addressesOrError(controller);
  if (!Array.isArray(addresses) || addresses.length > 1 || siblings(controller, false).length > 1) return;
  if (release.has("structuredLog")) sayValues(controller, "I", "removing", "removing value from ingress status", { address: addresses });
  else
    say(
      controller,
      "I",
      "removing",
      `removing address from ingress status (${addresses.map(({ ip, hostname }) => ip ?? hostname).join(" ")})`,
    );
  updateStatus([], controller);
}
