import type { KindCatalog, KindDefinition } from "../machinery/kind.ts";
import { apiVersionOf, resourceKey, type ResourceKey } from "../machinery/object.ts";
import type { Definition, GroupSchema, KindSchema, Schema } from "../machinery/schema/schema.ts";
import type { JsonSchema } from "../machinery/structural-schema/json-schema.ts";
import type { Store } from "../machinery/store.ts";
import type { Release } from "../release/release.ts";
import { createCustomResources } from "./custom/custom-resources.ts";

/** A resource that is served in one API version: schema and kind together. */
export interface ServedResource {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly kind: string;
  /** `apps/v1` */
  readonly apiVersion: string;
  readonly namespaced: boolean;
  readonly row: KindSchema;
  readonly definition: Definition | undefined;
  readonly behaviour: KindDefinition;
  /** Where its objects lie, and in which apiVersion. */
  readonly storeKey: ResourceKey;
  readonly storageApiVersion: string;
  readonly storageDefinition: Definition | undefined;
  /** What `convert` is told to reach this version, and to reach the stored one. */
  readonly convertHere: string;
  readonly convertToStorage: string;
  readonly hasStatus: boolean;
  /** Set for custom resources. */
  readonly custom?: CustomTraits;
}

/** What only custom resources have. */
export interface CustomTraits {
  /** They are pruned by this schema instead of decoded by a definition; undefined when they keep everything. */
  readonly schema: JsonSchema | undefined;
  readonly isTerminating: boolean;
  /** The warning that comes with every use of a deprecated version. */
  readonly deprecation: string | undefined;
}

/** What the server serves, by URL. */
export interface ResourceIndex {
  find(group: string, version: string, resource: string): ServedResource | undefined;
  /** Whether the release has the resource at all, be it one that is stored or one that is only asked. */
  serves(group: string, version: string, resource: string): boolean;
  /** Groups with something to serve, in discovery order. */
  groups(): readonly GroupSchema[];
  /** Rows of one group version in discovery order. */
  rows(group: string, version: string): readonly KindSchema[];
}

/** Puts schema and catalog together. Entries are made when they are first asked for. */
export function createResourceIndex(schema: Schema, catalog: KindCatalog, release: Release, store: Store): ResourceIndex {
  const custom = createCustomResources(store);
  const builtIn = builtInResources(schema, catalog, release);
  return {
    find: (group, version, resource) => builtIn.find(group, version, resource) ?? custom.find(group, version, resource),
    serves: (group, version, resource) => builtIn.rows(group, version).some((one) => one.plural === resource),
    groups() {
      const [own, others] = [builtIn.groups(), custom.groups()];
      if (others.length === 0) return own;
      const names = new Set(own.map((group) => group.name));
      return [...own, ...others.filter((group) => !names.has(group.name))];
    },
    rows(group, version) {
      const [own, others] = [builtIn.rows(group, version), custom.rows(group, version)];
      return others.length === 0 ? own : [...own, ...others];
    },
  };
}

/** What is served without custom resources; the lists that it gives stay the very same. */
type BuiltInResources = Pick<ResourceIndex, "find" | "groups" | "rows">;

const known = new WeakMap<KindCatalog, WeakMap<Release, { readonly schema: Schema; readonly resources: BuiltInResources }>>();

/** The built-in resources of a release: one for all clusters of one catalog. */
function builtInResources(schema: Schema, catalog: KindCatalog, release: Release): BuiltInResources {
  let ofCatalog = known.get(catalog);
  if (ofCatalog === undefined) known.set(catalog, (ofCatalog = new WeakMap()));
  let found = ofCatalog.get(release);
  if (found?.schema !== schema) ofCatalog.set(release, (found = { schema, resources: createBuiltIn(schema, catalog, release) }));
  return found.resources;
}

function createBuiltIn(schema: Schema, catalog: KindCatalog, release: Release): BuiltInResources {
  let groups: readonly GroupSchema[] | undefined;
  const known = new Map<string, ServedResource | undefined>();
  const rows = new Map<string, KindSchema[]>();

  function rowsOf(group: string, version: string): KindSchema[] {
    const key = `${group}/${version}`;
    let found = rows.get(key);
    if (!found) {
      found = schema.kindsOf(group, version).filter((kind) => kind.served);
      rows.set(key, found);
    }
    return found;
  }

  function build(group: string, version: string, resource: string): ServedResource | undefined {
    const behaviour = catalog.byResource(group, resource);
    const row = rowsOf(group, version).find((one) => one.plural === resource);
    if (!behaviour || !row) return undefined;
    const storageGroup = behaviour.storageGroup ?? group;
    const storageKind = catalog.byResource(storageGroup, resource) ?? behaviour;
    const storageVersion = storageKind.storageVersion?.(release) ?? preferredVersion(schema, storageGroup, resource) ?? version;
    const foreign = storageGroup !== group;
    return {
      group,
      version,
      resource,
      kind: row.kind,
      apiVersion: apiVersionOf(group, version),
      namespaced: row.namespaced,
      row,
      definition: schema.definition(row.def),
      behaviour,
      storeKey: resourceKey(storageGroup, resource),
      storageApiVersion: apiVersionOf(storageGroup, storageVersion),
      storageDefinition: schema.kindDefinition(storageGroup, storageVersion, row.kind),
      convertHere: foreign ? apiVersionOf(group, version) : version,
      convertToStorage: foreign ? apiVersionOf(storageGroup, storageVersion) : storageVersion,
      hasStatus: row.subresources.some((subresource) => subresource.name === "status"),
    };
  }

  return {
    find(group, version, resource) {
      const key = `${group}/${version}/${resource}`;
      if (!known.has(key)) known.set(key, build(group, version, resource));
      return known.get(key);
    },
    groups: () => (groups ??= schema.groups.filter((group) => group.versions.some((version) => rowsOf(group.name, version).length > 0))),
    rows: rowsOf,
  };
}

/** The first version of a group, in discovery order, that serves the resource. */
export function preferredVersion(schema: Schema, group: string, resource: string): string | undefined {
  const versions = schema.groups.find((one) => one.name === group)?.versions ?? [];
  return versions.find((version) => schema.kindsOf(group, version).some((kind) => kind.plural === resource && kind.served));
}
