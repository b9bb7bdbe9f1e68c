import type { KubeObject } from "../../../machinery/object.ts";
import type { LoadBalancerStatus } from "../../core/service/types.ts";
import type { IntOrString, TypedLocalObjectReference } from "../../shared/types.ts";

/** networking.k8s.io/v1 Ingress */
export interface Ingress extends KubeObject {
  spec: IngressSpec;
  status?: { loadBalancer?: LoadBalancerStatus };
}

/** networking.k8s.io/v1 IngressSpec */
export interface IngressSpec {
  ingressClassName?: string;
  defaultBackend?: IngressBackend;
  tls?: IngressTLS[];
  rules?: IngressRule[];
}

/** networking.k8s.io/v1 IngressTLS */
export interface IngressTLS {
  hosts?: string[];
  secretName?: string;
}

/** networking.k8s.io/v1 IngressBackend */
export interface IngressBackend {
  service?: { name: string; port?: { name?: string; number?: number } };
  resource?: TypedLocalObjectReference;
}

/** networking.k8s.io/v1 IngressRule */
export interface IngressRule {
  host?: string;
  http?: { paths: HTTPIngressPath[] };
}

/** networking.k8s.io/v1 HTTPIngressPath */
export interface HTTPIngressPath {
  path?: string;
  pathType?: string;
  backend: IngressBackend;
}

/** The backend of networking.k8s.io/v1beta1 and extensions/v1beta1. */
export interface OldIngressBackend {
  serviceName?: string;
  servicePort?: IntOrString;
  resource?: TypedLocalObjectReference;
}
