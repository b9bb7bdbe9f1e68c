import type { Draft } from "../../../machinery/kind.ts";
import { splitApiVersion } from "../../../machinery/object.ts";
import type { Ingress, IngressBackend, IngressSpec, OldIngressBackend } from "./types.ts";

/** What v1beta1 calls the default backend. */
interface OldSpec {
  backend?: OldIngressBackend;
}

/** Whether an apiVersion is the newest shape: `networking.k8s.io/v1`. */
function isCurrent(apiVersion: string): boolean {
  return splitApiVersion(apiVersion).version === "v1";
}

/** Between v1 and v1beta1, whose backends differ; v1beta1 is alike in networking.k8s.io and extensions. In place. */
// pkg/apis/networking/v1beta1/conversion.go, 1.20
export function convertIngress(object: Draft, toVersion: string): void {
  const toCurrent = isCurrent(toVersion);
  if (toCurrent === isCurrent(object.apiVersion)) return;
  const { spec } = object as Ingress;
  if (toCurrent) renewDefaultBackend(spec);
  else ageDefaultBackend(spec);
  for (const rule of spec.rules ?? []) {
    for (const path of rule.http?.paths ?? []) {
      path.backend = toCurrent ? newBackend(path.backend as OldIngressBackend) : (oldBackend(path.backend) as IngressBackend);
    }
  }
}

function renewDefaultBackend(spec: IngressSpec): void {
  const old = spec as OldSpec;
  if (old.backend) spec.defaultBackend = newBackend(old.backend);
  delete old.backend;
}

function ageDefaultBackend(spec: IngressSpec): void {
  if (spec.defaultBackend) (spec as OldSpec).backend = oldBackend(spec.defaultBackend);
  delete spec.defaultBackend;
}

/** A v1beta1 backend in v1's shape. */
export function newBackend({ serviceName = "", servicePort, resource }: OldIngressBackend): IngressBackend {
  const backend: IngressBackend = resource ? { resource } : {};
  if (serviceName === "" && !servicePort) return backend;
  const port = typeof servicePort === "string" ? { name: servicePort } : servicePort ? { number: servicePort } : {};
  return { ...backend, service: { name: serviceName, port } };
}

/** The port is there without a service too: a struct is never left out. k8s.io/api/networking/v1beta1 IngressBackend */
function oldBackend({ service, resource }: IngressBackend): OldIngressBackend {
  return {
    ...(service ? { serviceName: service.name } : {}),
    servicePort: service?.port?.name || (service?.port?.number ?? 0),
    ...(resource ? { resource } : {}),
  };
}
