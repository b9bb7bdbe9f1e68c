import type { JsonObject } from "../../base/json.ts";
import { failure } from "../../machinery/status.ts";
import type { ApiServerOptions } from "../options.ts";
import { type RemoteGroupVersion, remoteGroupVersions } from "./remote-groups.ts";

/**
 * Adds what other servers have to a discovery document of this one (undefined where it has none). Throws StatusError 503 for the
 * resources of a server that is away.
 */
// kube-aggregator/pkg/apiserver/handler_apis.go, 1.20
export function withRemoteGroups(path: string, document: JsonObject | undefined, options: ApiServerOptions): JsonObject | undefined {
  const [root, group, version, ...rest] = path.split("/").slice(1);
  if (root !== "apis" || rest.length > 0) return document;
  const remote = remoteGroupVersions(options.store, options.extensionServer);
  if (remote.length === 0) return document;
  if (group === undefined) return document && { ...document, groups: withGroups(document.groups, remote) };
  if (document) return document;
  const own = remote.filter((one) => one.group === group);
  if (version !== undefined) return resourceList(own.find((one) => one.version === version));
  return own.length === 0 ? undefined : { kind: "APIGroup", apiVersion: "v1", ...apiGroup(group, own) };
}

/** `metrics.k8s.io/v1beta1` for each group version whose server is away, where a client has to ask it. */
export function undiscovered({ store, extensionServer, release }: ApiServerOptions): string[] {
  if (release.has("aggregatedDiscovery")) return [];
  return remoteGroupVersions(store, extensionServer).flatMap(({ group, version, server }) => (server ? [] : [`${group}/${version}`]));
}

function withGroups(groups: unknown, remote: readonly RemoteGroupVersion[]): JsonObject[] {
  const own = Array.isArray(groups) ? (groups as JsonObject[]) : [];
  const names = [...new Set(remote.map(({ group }) => group))].filter((name) => !own.some((one) => one.name === name));
  const added = names.map((name) =>
    apiGroup(
      name,
      remote.filter(({ group }) => group === name),
    ),
  );
  return [...own, ...added];
}

function apiGroup(name: string, remote: readonly RemoteGroupVersion[]): JsonObject {
  const versions = remote.map(({ version }) => ({ groupVersion: `${name}/${version}`, version }));
  return { name, versions, ...(versions[0] ? { preferredVersion: versions[0] } : {}) };
}

function resourceList(remote: RemoteGroupVersion | undefined): JsonObject | undefined {
  if (!remote) return undefined;
  const { group, version, server } = remote;
  if (!server) throw failure(503, "ServiceUnavailable", "the server is currently unable to handle the request", {});
  const resources = server.resources(group, version);
  return resources && { kind: "APIResourceList", apiVersion: "v1", groupVersion: `${group}/${version}`, resources: [...resources] };
}
