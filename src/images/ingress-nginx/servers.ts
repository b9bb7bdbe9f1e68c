import type { Ingress } from "../../kinds/networking/ingress/types.ts";
import { objectKey } from "../../machinery/object.ts";
import { annotationReader, optionsOf, shapingOf } from "./annotations.ts";
import { byLength, withExactTwins } from "./locations.ts";
import { CATCH_ALL, DEFAULT_UPSTREAM, type Location, type LocationOptions, type Server } from "./model.ts";
import { listOf } from "./settings.ts";
import type { ConfigurationSource } from "./source.ts";
import { addAffinity, upstreamName, type UpstreamDraft } from "./upstreams.ts";

type LocationDraft = { -readonly [K in keyof Location]: Location[K] } & { isDefault: boolean };

interface ServerDraft {
  hostname: string;
  aliases: readonly string[];
  certificate?: string;
  locations: LocationDraft[];
}

/** An ingress with what its annotations say. */
interface Member {
  readonly ingress: Ingress;
  readonly options: LocationOptions;
  readonly isCanary: boolean;
}

/** The server blocks of all hosts. controller/controller.go createServers and getBackendServers */
export function createServers(source: ConfigurationSource, upstreams: ReadonlyMap<string, UpstreamDraft>): Server[] {
  const members = source.ingresses.map((ingress): Member => {
    const read = annotationReader(ingress, source.flags.annotationsPrefix);
    return { ingress, options: optionsOf(ingress, read, source), isCanary: shapingOf(read) !== undefined };
  });
  const servers = emptyServers(members, source, upstreams);
  for (const member of members) if (!member.isCanary) describeServers(member, servers, source);
  settleAliases(servers);
  for (const member of members) addPaths(member, servers, source, upstreams);
  mergeCanaries(members, servers, upstreams, source);
  return [...servers.values()].toSorted((a, b) => (a.hostname < b.hostname ? -1 : 1)).map((server) => finished(server, source));
}

function hostsOf({ spec }: Ingress): string[] {
  return (spec.rules ?? []).map(({ host }) => host || CATCH_ALL);
}

/** Each host has a location `/` from the start, which an ingress may take over. */
function emptyServers(
  members: readonly Member[],
  source: ConfigurationSource,
  upstreams: ReadonlyMap<string, UpstreamDraft>,
): Map<string, ServerDraft> {
  const plain = optionsOf({ apiVersion: "", kind: "", metadata: {}, spec: {} }, () => undefined, source);
  const root = rootLocation(DEFAULT_UPSTREAM, { ...plain, accessLog: false });
  const servers = new Map<string, ServerDraft>([
    [CATCH_ALL, { hostname: CATCH_ALL, aliases: [], certificate: "default", locations: [root] }],
  ]);
  for (const { ingress, options, isCanary } of members) {
    if (isCanary) continue;
    const { namespace = "" } = ingress.metadata;
    const { defaultBackend, rules = [] } = ingress.spec;
    const named = defaultBackend?.service && upstreamName(namespace, defaultBackend);
    const backend = named !== undefined && upstreams.has(named) ? named : DEFAULT_UPSTREAM;
    if (backend !== DEFAULT_UPSTREAM) {
      root.backend = backend;
      root.ingress = objectKey(ingress);
      if (root.isDefault && rules.length === 0) {
        root.isDefault = false;
        // Redirects and rewrites do not hold for what nobody asked for.
        root.options = { ...options, rewriteTarget: "", useRegex: false, appRoot: "", sslRedirect: false, forceSslRedirect: false };
      }
    }
    for (const host of hostsOf(ingress)) {
      if (servers.has(host)) continue;
      const location = { ...rootLocation(backend, options), ingress: objectKey(ingress) };
      servers.set(host, { hostname: host, aliases: [], locations: [location] });
    }
  }
  return servers;
}

function rootLocation(backend: string, options: LocationOptions): LocationDraft {
  return { path: "/", pathType: "Prefix", ingressPath: "/", backend, options, isDefault: true };
}

/** Aliases and certificates: the first ingress of a host that has any decides. */
function describeServers({ ingress }: Member, servers: ReadonlyMap<string, ServerDraft>, source: ConfigurationSource): void {
  const read = annotationReader(ingress, source.flags.annotationsPrefix);
  const aliases = listOf(read("server-alias") ?? "");
  const { namespace = "" } = ingress.metadata;
  for (const host of hostsOf(ingress)) {
    const server = servers.get(host);
    if (server === undefined) continue;
    if (server.aliases.length === 0) server.aliases = aliases;
    const tls = ingress.spec.tls ?? [];
    if (server.certificate !== undefined || tls.length === 0) continue;
    const secret = tls.find(({ hosts = [] }) => hosts.some((one) => one.toLowerCase() === host.toLowerCase()))?.secretName ?? "";
    server.certificate = secret && source.hasCertificate(namespace, secret, host) ? `${namespace}/${secret}` : "default";
  }
}

/** An alias that is a host of its own, or twice there, is none. */
function settleAliases(servers: ReadonlyMap<string, ServerDraft>): void {
  for (const server of servers.values()) {
    server.aliases = [...new Set(server.aliases)].filter((alias) => alias !== server.hostname && !servers.has(alias)).toSorted();
  }
}

function addPaths(
  { ingress, options }: Member,
  servers: ReadonlyMap<string, ServerDraft>,
  source: ConfigurationSource,
  upstreams: ReadonlyMap<string, UpstreamDraft>,
): void {
  const read = annotationReader(ingress, source.flags.annotationsPrefix);
  for (const { host = "", http } of ingress.spec.rules ?? []) {
    const server = servers.get(host || CATCH_ALL) ?? (servers.get(CATCH_ALL) as ServerDraft);
    for (const path of http?.paths ?? []) {
      const upstream = path.backend.service && upstreams.get(upstreamName(ingress.metadata.namespace ?? "", path.backend));
      if (upstream === undefined || upstream.shaping) continue;
      const pathType = effectiveType(path.pathType, source);
      const added: LocationDraft = {
        path: path.path || "/",
        pathType,
        ingressPath: path.path || "/",
        backend: upstream.name,
        ingress: objectKey(ingress),
        options,
        isDefault: false,
      };
      addLocation(server, added, source);
      addAffinity(upstream, read, host || CATCH_ALL, server.aliases, path.path || "/");
    }
  }
}

/** Where types have a meaning, the one that is the implementation's own means Prefix. internal/k8s/main.go SetDefaultNGINXPathType */
function effectiveType(given: string | undefined, { release }: ConfigurationSource): string {
  if (!release.has("pathTypes")) return "ImplementationSpecific";
  return given === "Exact" ? given : "Prefix";
}

/** The oldest ingress keeps a path; up to 0.40 types of paths do not matter. */
function addLocation(server: ServerDraft, added: LocationDraft, { release }: ConfigurationSource): void {
  const same = server.locations.find(({ path }) => path === added.path);
  if (same === undefined || (release.has("pathTypes") && same.pathType !== added.pathType)) {
    server.locations.push(added);
    return;
  }
  if (same.isDefault) Object.assign(same, added);
}

/** A canary joins the upstreams of the paths that it shares with another ingress. controller.go mergeAlternativeBackends */
function mergeCanaries(
  members: readonly Member[],
  servers: ReadonlyMap<string, ServerDraft>,
  upstreams: ReadonlyMap<string, UpstreamDraft>,
  source: ConfigurationSource,
): void {
  if (members.every(({ isCanary }) => isCanary)) return;
  for (const { ingress, isCanary } of members) {
    if (!isCanary) continue;
    for (const { host = "", http } of ingress.spec.rules ?? []) {
      for (const path of http?.paths ?? []) {
        const name = upstreamName(ingress.metadata.namespace ?? "", path.backend);
        for (const location of servers.get(host || CATCH_ALL)?.locations ?? []) {
          const primary = upstreams.get(location.backend);
          if (primary === undefined || primary.name === name || primary.shaping || primary.name === DEFAULT_UPSTREAM) continue;
          const isSame = location.path === (path.path || "/") && location.pathType === effectiveType(path.pathType, source);
          if (isSame && !primary.alternatives.includes(name)) primary.alternatives.push(name);
        }
      }
    }
  }
}

function finished({ hostname, aliases, certificate, locations }: ServerDraft, { release }: ConfigurationSource): Server {
  const sorted = byLength(
    locations.map(({ path, pathType, ingressPath, backend, ingress, options }) => ({
      path,
      pathType,
      ingressPath,
      backend,
      options,
      ...(ingress === undefined ? {} : { ingress }),
    })),
  );
  return {
    hostname,
    aliases,
    ...(certificate === undefined ? {} : { certificate }),
    locations: release.has("pathTypes") ? withExactTwins(sorted) : sorted,
  };
}
