import type { Ingress } from "../../kinds/networking/ingress/types.ts";
import type { IngressClass } from "../../kinds/networking/ingressclass/types.ts";
import type { ControllerFlags } from "./arguments.ts";
import type { ControllerRelease } from "./release.ts";

const CLASS_ANNOTATION = "kubernetes.io/ingress.class";

/** The class by which an ingress is the controller's, or why it is not. */
export type ClassVerdict = { readonly valid: true; readonly name: string } | { readonly valid: false; readonly why: string };

/** Who asks: which release, with which flags, and the class objects that there are. */
export interface ClassAsker {
  readonly release: ControllerRelease;
  readonly flags: ControllerFlags;
  classNamed(name: string): IngressClass | undefined;
}

/** Whether a controller takes care of an ingress. store.go GetIngressClass (1.3), annotations/class (0.30) */
export function classOf(ingress: Ingress, asker: ClassAsker): ClassVerdict {
  const { release, flags } = asker;
  const annotation = ingress.metadata.annotations?.[CLASS_ANNOTATION];
  if (!release.has("ingressClasses")) return oldClass(annotation ?? "", flags);
  const { ingressClassName } = ingress.spec;
  if (ingressClassName !== undefined) {
    const found = asker.classNamed(ingressClassName);
    if (found && isOwnClass(found, flags)) return { valid: true, name: ingressClassName };
    return { valid: false, why: `no object matching key "${ingressClassName}" in local store` };
  }
  if (annotation !== undefined)
    return annotation === flags.ingressClass
      ? { valid: true, name: annotation }
      : { valid: false, why: "ingress class annotation is not equal to the expected by Ingress Controller" };
  return flags.watchIngressWithoutClass
    ? { valid: true, name: "_" }
    : { valid: false, why: "ingress does not contain a valid IngressClass" };
}

/** Whether a class object is the controller's. */
export function isOwnClass(
  { metadata, spec = {} }: IngressClass,
  { controllerClass, ingressClassByName, ingressClass }: ControllerFlags,
): boolean {
  return spec.controller === controllerClass || (ingressClassByName && metadata.name === ingressClass);
}

/** Without the annotation, or with an empty one, an ingress belongs to the controller of the default class. */
function oldClass(annotation: string, { ingressClass }: ControllerFlags): ClassVerdict {
  const own = ingressClass || "nginx";
  const valid = annotation === "" ? own === "nginx" : annotation === own;
  return valid
    ? { valid: true, name: annotation || own }
    : { valid: false, why: `ignoring add for ingress based on annotation ${CLASS_ANNOTATION} with value ${annotation}` };
}

/** The value of the class annotation, as logs of 0.x print it. */
export function classAnnotation({ metadata }: Ingress): string {
  return metadata.annotations?.[CLASS_ANNOTATION] ?? "";
}
