import type { Service, ServicePort } from "../../kinds/core/service/types.ts";
import type { Ingress, IngressBackend } from "../../kinds/networking/ingress/types.ts";
import { type AnnotationReader, annotationReader, shapingOf } from "./annotations.ts";
import { type Affinity, DEFAULT_UPSTREAM, type Upstream, type UpstreamEndpoint } from "./model.ts";
import { parseBool, parseInteger } from "./settings.ts";
import type { ConfigurationSource } from "./source.ts";

/** An upstream while the configuration is made. */
export type UpstreamDraft = { -readonly [K in keyof Upstream]: Upstream[K] } & { alternatives: string[] };

/** The name of the upstream of a backend: `default-hname-svc-default-80`. controller/util.go upstreamName */
export function upstreamName(namespace: string, { service }: IngressBackend): string {
  const port = service?.port?.number || service?.port?.name;
  return service && port ? `${namespace}-${service.name}-${port}` : `${namespace}-INVALID`;
}

/** Upstreams of all backends that ingresses name, by name. controller/controller.go createUpstreams */
export function createUpstreams(source: ConfigurationSource): Map<string, UpstreamDraft> {
  const upstreams = new Map<string, UpstreamDraft>([[DEFAULT_UPSTREAM, defaultUpstream(source)]]);
  for (const ingress of source.ingresses) {
    const read = annotationReader(ingress, source.flags.annotationsPrefix);
    const { defaultBackend, rules = [] } = ingress.spec;
    const backends = [
      ...(defaultBackend ? [defaultBackend] : []),
      ...rules.flatMap(({ http }) => http?.paths ?? []).map(({ backend }) => backend),
    ];
    for (const backend of backends) {
      const name = upstreamName(ingress.metadata.namespace ?? "", backend);
      if (backend.service === undefined || upstreams.has(name)) continue;
      upstreams.set(name, upstreamOf(name, ingress, backend, read, source));
    }
  }
  return upstreams;
}

function upstreamOf(
  name: string,
  ingress: Ingress,
  backend: IngressBackend,
  read: AnnotationReader,
  source: ConfigurationSource,
): UpstreamDraft {
  const { namespace = "" } = ingress.metadata;
  const service = backend.service?.name ?? "";
  const port = String(backend.service?.port?.number || (backend.service?.port?.name ?? ""));
  const found = source.service(namespace, service);
  const virtual = found && parseBool(read("service-upstream")) === true ? clusterEndpoint(found, port) : undefined;
  const shaping = shapingOf(read);
  return {
    name,
    service: `${namespace}/${service}`,
    endpoints: virtual ? [virtual] : found ? serviceEndpoints(found, port, source) : [],
    alternatives: [],
    ...(shaping ? { shaping } : {}),
  };
}

/** nginx's own answer of 404, or the service that a flag names. */
function defaultUpstream(source: ConfigurationSource): UpstreamDraft {
  const [namespace = "", name = ""] = source.flags.defaultBackendService.split("/");
  const service = name ? source.service(namespace, name) : undefined;
  const endpoints = service?.spec.ports?.[0] ? endpointsOf(service, service.spec.ports[0], source) : [];
  const built = endpoints.length > 0 ? endpoints : [{ address: "127.0.0.1:8181" }];
  return { name: DEFAULT_UPSTREAM, service: service ? `${namespace}/${name}` : "", endpoints: built, alternatives: [] };
}

/** controller.go getServiceClusterEndpoint */
function clusterEndpoint({ spec }: Service, port: string): UpstreamEndpoint | undefined {
  if (!spec.clusterIP || spec.clusterIP === "None") return undefined;
  const number = /^\d+$/.test(port) ? port : spec.ports?.find(({ name }) => name === port)?.port;
  return number === undefined ? undefined : { address: `${spec.clusterIP}:${number}` };
}

/** The ready endpoints of the port that a backend means, by number, target or name. controller.go serviceEndpoints */
function serviceEndpoints(service: Service, port: string, source: ConfigurationSource): readonly UpstreamEndpoint[] {
  const ports = service.spec.ports ?? [];
  if (service.spec.type === "ExternalName") {
    const named = ports.find(({ name, port: number }) => name === port || String(number) === port);
    const target = Number(named?.targetPort ?? named?.port ?? port);
    return service.spec.externalName && target > 0 ? [{ address: `${service.spec.externalName}:${target}` }] : [];
  }
  const found = ports.find(({ name, port: number, targetPort }) => String(number) === port || String(targetPort) === port || name === port);
  return found ? endpointsOf(service, found, source) : [];
}

/** controller/endpoints.go getEndpoints */
function endpointsOf({ metadata }: Service, port: ServicePort, source: ConfigurationSource): UpstreamEndpoint[] {
  const found = new Map<string, UpstreamEndpoint>();
  const endpoints = source.endpoints(metadata.namespace ?? "", metadata.name ?? "");
  for (const { addresses = [], ports = [] } of endpoints?.subsets ?? []) {
    for (const { name, port: number, protocol = "TCP" } of ports) {
      if (protocol !== "TCP" || (port.name && port.name !== name)) continue;
      for (const { ip, targetRef } of addresses) {
        const address = `${ip}:${number}`;
        if (!found.has(address))
          found.set(address, { address, ...(targetRef?.kind === "Pod" && targetRef.name ? { pod: targetRef.name } : {}) });
      }
    }
  }
  return [...found.values()];
}

/** Joins what an ingress says of session affinity into the upstream of one of its paths. controller.go getBackendServers */
export function addAffinity(upstream: UpstreamDraft, read: AnnotationReader, host: string, aliases: readonly string[], path: string): void {
  if (read("affinity") !== "cookie") return;
  const locations: Record<string, readonly string[]> = { ...upstream.affinity?.locations };
  for (const name of [host, ...aliases]) locations[name] = [...(locations[name] ?? []), path];
  const expires = secondsOf(read("session-cookie-expires"));
  const maxAge = secondsOf(read("session-cookie-max-age"));
  const cookiePath = read("session-cookie-path");
  const sameSite = read("session-cookie-samesite");
  upstream.affinity = {
    cookie: read("session-cookie-name") ?? "INGRESSCOOKIE",
    locations,
    ...(cookiePath ? { path: cookiePath } : {}),
    ...(expires === undefined ? {} : { expires }),
    ...(maxAge === undefined ? {} : { maxAge }),
    ...(sameSite ? { sameSite } : {}),
    ...(parseBool(read("session-cookie-secure")) ? { secure: true } : {}),
    ...(parseBool(read("session-cookie-change-on-failure")) ? { changeOnFailure: true } : {}),
  } satisfies Affinity;
}

function secondsOf(text: string | undefined): number | undefined {
  return text !== undefined && /^-?\d+$/.test(text) ? parseInteger(text) : undefined;
}
