import { isPodReady } from "../controller/pod-state.ts";
import type { LoadBalancerIngress, Service } from "../../kinds/core/service/types.ts";
import type { Node } from "../../kinds/core/node/types.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";
import { say, sayValues } from "../../images/ingress-nginx/klog.ts";
import { objectKey } from "../../machinery/object.ts";
import { StatusError } from "../../machinery/status.ts";
import type { ActingController } from "./acting.ts";

/**
 * The addresses at which the controller is found: as a flag says, else those of a service, else of the nodes on which it runs. Throws
 * StatusError for a service that is not there or may not be read.
 */
// internal/ingress/status/status.go runningAddresses
export function runningAddresses(controller: ActingController): LoadBalancerIngress[] {
  const { flags, instance } = controller;
  if (flags.publishStatusAddress !== "") return flags.publishStatusAddress.split(/,\s*/).map(entryOf);
  if (flags.publishService !== "") {
    const [namespace = "", name = ""] = flags.publishService.split("/");
    return serviceAddresses(instance.client.get({ group: "", version: "v1", resource: "services", namespace }, name) as Service);
  }
  instance.client.list(
    { group: "", version: "v1", resource: "pods", namespace: controller.view.pod.metadata.namespace ?? "" },
    { limit: 1 },
  );
  const names: string[] = [];
  for (const pod of siblings(controller, true)) {
    if (pod.status?.phase !== "Running" || !isReady(pod, controller)) continue;
    const address = nodeAddress(pod.spec.nodeName ?? "", controller);
    if (!names.includes(address)) names.push(address);
  }
  return names.map(entryOf).sort((a, b) => ((a.ip ?? "") < (b.ip ?? "") ? -1 : 1));
}

/** Pods with the labels of the controller's own; those of another template count too where `isExact` is not set. */
export function siblings({ view, release }: ActingController, isExact: boolean): Pod[] {
  const { namespace = "", labels = {} } = view.pod.metadata;
  const ignored =
    isExact || !release.has("ingressClasses") ? [] : ["pod-template-hash", "controller-revision-hash", "pod-template-generation"];
  const wanted = Object.entries(labels).filter(([key]) => !ignored.includes(key));
  return (view.lister.list("pods", { namespace }) as readonly Pod[]).filter(({ metadata }) =>
    wanted.every(([key, value]) => metadata.labels?.[key] === value),
  );
}

/** Before 1.0 a pod that runs is enough. */
function isReady(pod: Pod, controller: ActingController): boolean {
  if (!controller.release.has("ingressClasses")) return true;
  const ready = isPodReady(pod);
  if (!ready) sayValues(controller, "I", "notReady", "POD is not ready", { pod: objectKey(pod), node: pod.spec.nodeName ?? "" });
  return ready;
}

/** internal/k8s/main.go GetNodeIPOrName */
function nodeAddress(name: string, controller: ActingController): string {
  const { flags } = controller;
  const addresses = nodeOf(name, controller)?.status?.addresses ?? [];
  const of = (wanted: string): string | undefined => addresses.find(({ type, address }) => type === wanted && address)?.address;
  const [internal, external] = [of("InternalIP"), of("ExternalIP")];
  return (flags.reportNodeInternalIp ? internal : (external ?? internal)) ?? "";
}

function nodeOf(name: string, controller: ActingController): Node | undefined {
  try {
    return controller.instance.client.get({ group: "", version: "v1", resource: "nodes", namespace: "" }, name) as Node;
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    if (controller.release.has("structuredLog")) sayValues(controller, "E", "noNode", "Error getting node", { err: error.message, name });
    else say(controller, "E", "noNode", `Error getting node ${name}: ${error.message}`);
    return undefined;
  }
}

/** status.go statusAddressFromService */
function serviceAddresses({ spec, status }: Service): LoadBalancerIngress[] {
  const { externalIPs = [], clusterIP = "", externalName = "" } = spec;
  if (spec.type === "ExternalName") return [{ hostname: externalName }];
  if (spec.type === "NodePort" && externalIPs.length > 0) return externalIPs.map((ip) => ({ ip }));
  if (spec.type !== "LoadBalancer") return [{ ip: clusterIP }];
  const given = (status?.loadBalancer?.ingress ?? []).map(({ ip, hostname }) => ({
    ...(ip ? { ip } : {}),
    ...(hostname ? { hostname } : {}),
  }));
  const more = externalIPs.filter((ip) => !given.some((one) => one.ip === ip));
  return [...given, ...more.map((ip) => ({ ip }))];
}

function entryOf(address: string): LoadBalancerIngress {
  return /^[\d.]+$|:/.test(address) ? { ip: address } : { hostname: address };
}
