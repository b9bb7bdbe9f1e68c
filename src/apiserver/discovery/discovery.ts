import { sha256 } from "../../base/sha256.ts";
import type { JsonObject } from "../../base/json.ts";
import { apiVersionOf } from "../../machinery/object.ts";
import type { GroupSchema, KindSchema } from "../../machinery/schema/schema.ts";
import type { ApiServerOptions } from "../options.ts";
import { preferredVersion, type ResourceIndex } from "../resources.ts";

/** The discovery documents: `/api`, `/apis`, `/api/v1`, `/apis/GROUP`, `/apis/GROUP/VERSION`. Undefined for anything else. */
// apiserver/pkg/endpoints/discovery, 1.20; facts/discovery-1.20.jsonl
export function discoveryDocument(path: string, resources: ResourceIndex, options: ApiServerOptions): JsonObject | undefined {
  const parts = path.split("/").filter((part) => part !== "");
  if (parts[0] === "api")
    return parts.length === 1
      ? coreVersions(options)
      : parts.length === 2
        ? resourceList("", parts[1] ?? "", resources, options)
        : undefined;
  if (parts[0] !== "apis") return undefined;
  const [, group, version] = parts;
  if (group === undefined) return madeOnce(resources.groups(), groupList);
  const found = resources.groups().find((one) => one.name === group);
  if (!found || parts.length > 3) return undefined;
  if (version === undefined) return { kind: "APIGroup", apiVersion: "v1", ...apiGroup(found.name, found.versions) };
  return resourceList(group, version, resources, options);
}

/** Documents by the list of which they are made: without custom resources it stays the very same, and each kubectl asks for a few of them. */
const made = new WeakMap<readonly object[], JsonObject>();

function madeOnce<T extends object>(list: readonly T[], make: (list: readonly T[]) => JsonObject): JsonObject {
  let document = made.get(list);
  if (document === undefined) made.set(list, (document = Object.freeze(make(list))));
  return document;
}

function groupList(groups: readonly GroupSchema[]): JsonObject {
  const named = groups.filter((one) => one.name !== "").map((one) => apiGroup(one.name, one.versions));
  return { kind: "APIGroupList", apiVersion: "v1", groups: named };
}

function coreVersions({ settings }: ApiServerOptions): JsonObject {
  const serverAddress = settings.apiServerUrl.replace(/^https?:\/\//, "");
  return { kind: "APIVersions", versions: ["v1"], serverAddressByClientCIDRs: [{ clientCIDR: "0.0.0.0/0", serverAddress }] };
}

function apiGroup(name: string, versions: readonly string[]): JsonObject {
  const [preferred = ""] = versions;
  return {
    name,
    versions: versions.map((version) => ({ groupVersion: `${name}/${version}`, version })),
    preferredVersion: { groupVersion: `${name}/${preferred}`, version: preferred },
  };
}

function resourceList(group: string, version: string, index: ResourceIndex, options: ApiServerOptions): JsonObject | undefined {
  const rows = index.rows(group, version);
  if (rows.length === 0) return undefined;
  const { catalog, release, schema } = options;
  return madeOnce(rows, () => {
    const resources = rows.flatMap((row) => [resourceEntry(row, { catalog, release, schema }), ...subresourceEntries(row)]);
    // The core group's list alone has no apiVersion.
    const head = group === "" ? {} : { apiVersion: "v1" };
    return { kind: "APIResourceList", ...head, groupVersion: apiVersionOf(group, version), resources };
  });
}

/** What built-in resources follow from. */
type Origins = Pick<ApiServerOptions, "catalog" | "release" | "schema">;

function resourceEntry(row: KindSchema, options: Origins): JsonObject {
  const entry: JsonObject = {
    name: row.plural,
    // Custom resources (they have no definition of the schema) always carry it.
    singularName: options.release.has("singularNames") || row.def === "" ? row.singular : "",
    namespaced: row.namespaced,
    kind: row.kind,
    verbs: row.verbs,
    ...(row.shortNames.length > 0 ? { shortNames: row.shortNames } : {}),
    ...(row.categories.length > 0 ? { categories: row.categories } : {}),
  };
  if (!row.verbs.includes("create") || !row.verbs.includes("get")) return entry;
  // Worked out when it is read: kubectl's own commands never do, and all hashes together cost more than the rest of a command.
  let hash: string | undefined;
  return Object.defineProperty(entry, "storageVersionHash", { enumerable: true, get: () => (hash ??= storageHash(row, options)) });
}

function subresourceEntries(row: KindSchema): JsonObject[] {
  return row.subresources
    .filter((one) => one.served !== false)
    .map((one) => ({
      name: `${row.plural}/${one.name}`,
      singularName: "",
      namespaced: row.namespaced,
      ...(one.group === undefined ? {} : { group: one.group, version: one.version ?? "" }),
      kind: one.kind,
      verbs: one.verbs,
    }));
}

/** First 8 bytes of SHA-256 over `GROUP/VERSION/KIND` of the version in etcd, in base64. discovery/storageversionhash.go */
function storageHash(row: KindSchema, { catalog, release, schema }: Origins): string {
  const own = catalog.byResource(row.group, row.plural);
  const group = own?.storageGroup ?? row.group;
  const kind = catalog.byResource(group, row.plural) ?? own;
  const version = kind?.storageVersion?.(release) ?? preferredVersion(schema, group, row.plural) ?? row.version;
  return btoa(String.fromCharCode(...sha256(`${group}/${version}/${row.kind}`).slice(0, 8)));
}
