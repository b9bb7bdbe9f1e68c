import type { KubeObject } from "../../machinery/object.ts";
import { pickDefault } from "./default-class.ts";
import type { AdmissionPlugin } from "./plugin.ts";

interface Ingress extends KubeObject {
  spec?: { ingressClassName?: string };
}

const IS_DEFAULT = ["ingressclass.kubernetes.io/is-default-class"];
const OLD_ANNOTATION = "kubernetes.io/ingress.class";

/** Ingresses without a class get the default one. plugin/pkg/admission/network/defaultingressclass/admission.go, 1.20 */
export const defaultIngressClass: AdmissionPlugin = {
  name: "DefaultIngressClass",
  scope: { resources: ["ingresses.networking.k8s.io"] },
  admit(request) {
    const { operation, object, group, resource, subresource } = request;
    if (operation !== "CREATE" || resource !== "ingresses" || group !== "networking.k8s.io" || subresource !== "" || !object) return;
    const ingress = object as Ingress;
    if (ingress.spec?.ingressClassName !== undefined || ingress.metadata.annotations?.[OLD_ANNOTATION] !== undefined) return;
    const classes = request.context.list("ingressclasses.networking.k8s.io");
    const chosen = pickDefault(request, classes, IS_DEFAULT, "default IngressClasses were found, only 1 allowed");
    if (chosen) (ingress.spec ??= {}).ingressClassName = chosen;
  },
};
