import type { Draft } from "../../../machinery/kind.ts";
import { splitApiVersion } from "../../../machinery/object.ts";
import type { Ingress } from "./types.ts";

/** v1beta1 fills in the path type that v1 demands. */
// pkg/apis/networking/v1beta1/defaults.go SetDefaults_HTTPIngressPath, 1.20
export function defaultIngress(object: Draft): void {
  if (splitApiVersion(object.apiVersion).version === "v1") return;
  for (const rule of (object as Ingress).spec.rules ?? []) {
    for (const path of rule.http?.paths ?? []) path.pathType ??= "ImplementationSpecific";
  }
}
