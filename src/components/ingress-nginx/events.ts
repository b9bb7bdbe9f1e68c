import { classAnnotation, classOf } from "../../images/ingress-nginx/classes.ts";
import { noteSeen, type SeenIngress, seenIngress } from "../../images/ingress-nginx/accepted.ts";
import { say, sayValues } from "../../images/ingress-nginx/klog.ts";
import { convertedIngress } from "../../images/ingress-nginx/old-shape.ts";
import { classAsker } from "../../images/ingress-nginx/own-ingresses.ts";
import type { Lister } from "../../machinery/component.ts";
import { type KubeObject, objectKey } from "../../machinery/object.ts";
import { type ControllerRelease, ingressApi } from "../../images/ingress-nginx/release.ts";
import type { Ingress } from "../../kinds/networking/ingress/types.ts";
import { type ActingController, SOURCE } from "./acting.ts";

/** Lists what is there when a process begins, and looks at what has changed since. Returns whether nginx may need another configuration. */
// internal/ingress/controller/store/store.go ingEventHandler
export function noteIngress(key: string, controller: ActingController, lister: Lister): boolean {
  const { view, release, flags } = controller;
  const [namespace = "", name = ""] = key.split("/");
  if (flags.watchNamespace && flags.watchNamespace !== namespace) return false;
  const before = seenIngress(view, key);
  const stored = lister.get("ingresses.networking.k8s.io", namespace, name) as Ingress | undefined;
  const ingress = stored && servedToOld(stored, release);
  if (ingress === undefined) {
    if (before === undefined) return false;
    noteSeen(view, key, undefined);
    if (before.valid) tellDeleted(key, before, controller);
    return before.valid;
  }
  const { uid = "", resourceVersion = "" } = ingress.metadata;
  if (before?.uid === uid && before.resourceVersion === resourceVersion) return false;
  const verdict = classOf(convertedIngress(ingress), classAsker(lister, release, flags));
  noteSeen(view, key, { uid, resourceVersion, valid: verdict.valid });
  if (!verdict.valid) {
    if (!before?.valid) tellIgnored(ingress, verdict.why, controller);
    return before?.valid ?? false;
  }
  if (before === undefined && release.has("ingressClasses"))
    sayValues(controller, "I", "valid", "Found valid IngressClass", { ingress: key, ingressclass: verdict.name });
  tellSync(ingress, before?.valid ? "UPDATE" : "CREATE", controller);
  return true;
}

/** Events name the version in which the controller has read the object. */
function servedToOld(ingress: Ingress, release: ControllerRelease): Ingress {
  const { group, version } = ingressApi(release);
  return { ...ingress, apiVersion: `${group}/${version}` };
}

function tellSync(ingress: KubeObject, reason: "CREATE" | "UPDATE", controller: ActingController): void {
  if (controller.release.has("pathTypes")) record(ingress, "Sync", "Scheduled for sync", controller);
  else record(ingress, reason, `Ingress ${objectKey(ingress)}`, controller);
}

function tellDeleted(key: string, { uid, resourceVersion }: SeenIngress, controller: ActingController): void {
  if (controller.release.has("pathTypes")) return;
  const [namespace = "", name = ""] = key.split("/");
  const { group, version } = ingressApi(controller.release);
  const gone = { apiVersion: `${group}/${version}`, kind: "Ingress", metadata: { namespace, name, uid, resourceVersion } };
  record(gone, "DELETE", `Ingress ${key}`, controller);
}

function tellIgnored(ingress: Ingress, why: string, controller: ActingController): void {
  if (controller.release.has("ingressClasses")) {
    const message = "Ignoring ingress because of error while validating ingress class";
    sayValues(controller, "I", "ignored", message, { ingress: objectKey(ingress), error: why });
    return;
  }
  const { name } = ingress.metadata;
  const value = classAnnotation(ingress);
  say(controller, "I", "ignored", `ignoring add for ingress ${name} based on annotation kubernetes.io/ingress.class with value ${value}`);
}

/** An event in the controller's name, which also stands in its log. */
export function record(object: KubeObject, reason: string, message: string, controller: ActingController): void {
  controller.instance.recorder(SOURCE).record(object, "Normal", reason, message);
  const { namespace = "", name = "", uid = "", resourceVersion = "" } = object.metadata;
  const reference = `Kind:"${object.kind}", Namespace:"${namespace}", Name:"${name}", UID:"${uid}", APIVersion:"${object.apiVersion}", ResourceVersion:"${resourceVersion}", FieldPath:""`;
  say(controller, "I", "event", `Event(v1.ObjectReference{${reference}}): type: 'Normal' reason: '${reason}' ${message}`);
}
