import { type AsyncClient, ConnectionError, type ResourceRef } from "../machinery/client.ts";
import { apiVersionOf } from "../machinery/object.ts";
import { StatusError } from "../machinery/status.ts";
import type { DiscoveryMemory } from "./discovery-memory.ts";
import { CommandError, PlainError } from "./errors.ts";

/** metav1.APIResource with its group and version: all that the client knows of a type. */
export interface RestMapping {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** Plural. */
  readonly resource: string;
  readonly singular: string;
  readonly namespaced: boolean;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly verbs: readonly string[];
}

/** The resources of one group and version, in the server's order, without subresources. */
export interface ResourceList {
  readonly group: string;
  readonly version: string;
  readonly resources: readonly RestMapping[];
  /** Why the server of the group did not tell. */
  readonly failure?: string;
}

/** A group with its versions, the preferred one first. */
export interface ApiGroup {
  readonly name: string;
  readonly preferred: string;
  readonly versions: readonly string[];
}

/** Finds types by the words users write. It asks the server for what it needs, and only once. */
export interface RestMapper {
  /** By `po`, `pod`, `pods`, `deploy.apps`, `deployments.v1.apps`, `Deployment`; undefined when there is none. */
  find(word: string): Promise<RestMapping | undefined>;
  /** As {@link find}, but throws `the server doesn't have a resource type "x"`. */
  need(word: string): Promise<RestMapping>;
  /** By kind; any version when none is named. */
  byKind(group: string, kind: string, version?: string): Promise<RestMapping | undefined>;
  /** The types of a category such as `all`, as `deployments.apps`; undefined when there is no such category. */
  category(name: string): Promise<readonly string[] | undefined>;
  groups(): Promise<readonly ApiGroup[]>;
  /** Nothing that the server had before counts any longer. */
  invalidate(): void;
  /** Every list: all versions, or only the preferred version of each group. */
  lists(preferredOnly: boolean): Promise<readonly ResourceList[]>;
  /** `metrics.k8s.io/v1beta1: the server is …`, for each group version whose server did not answer when it was asked. */
  failures(): Promise<readonly string[]>;
}

/** Where objects of a type are. `namespace` counts only for namespaced types. */
export function refOf(mapping: RestMapping, namespace: string): ResourceRef {
  const { group, version, resource } = mapping;
  return { group, version, resource, namespace: mapping.namespaced ? namespace : "" };
}

/** `pods`, `deployments.apps` */
export function groupResourceOf(mapping: RestMapping): string {
  return mapping.group === "" ? mapping.resource : `${mapping.resource}.${mapping.group}`;
}

/** `pod`, `deployment.apps`: how messages name a type. */
export function groupKindOf(mapping: RestMapping): string {
  const kind = mapping.kind.toLowerCase();
  return mapping.group === "" ? kind : `${kind}.${mapping.group}`;
}

/** What StandardErrorMessage makes of a type that no server knows, where a command asks for it directly. */
// kubectl/pkg/cmd/util/helpers.go StandardErrorMessage, meta.NoResourceMatchError
export function noResourceMatch(word: string): PlainError {
  const dot = word.indexOf(".");
  const [resource, group] = dot < 0 ? [word, ""] : [word.slice(0, dot), word.slice(dot + 1)];
  const where = group === "" ? "" : ` in group ${JSON.stringify(group)}`;
  return new PlainError(`the server doesn't have a resource type ${JSON.stringify(resource)}${where}\n`);
}

/** Who hears what a mapper meets. */
export interface MapperListeners {
  /** Nobody answers; told once. */
  onUnreachable(error: ConnectionError): void;
  /** The servers of some group versions are away; told at each answer of discovery. Clients that do not tell have none. */
  onUndiscovered?(groupVersions: readonly string[]): void;
  /** A short name that several types have, and one that it does not stand for. Clients that do not tell have none. */
  onAmbiguous?(shortName: string, other: RestMapping): void;
}

/**
 * Makes a mapper. `connect` is asked for when the first question needs the server; `memory` holds types that are gone from the
 * server.
 */
export function createRestMapper(connect: () => Promise<AsyncClient>, listeners: MapperListeners, memory: DiscoveryMemory): RestMapper {
  const { onAmbiguous } = listeners;
  const client = (): Promise<Discovery> => connect().then((each) => heeding(each, listeners));
  const lists = new Map<string, Promise<ResourceList>>();
  let groupList: Promise<readonly ApiGroup[]> | undefined;

  function list(group: string, version: string): Promise<ResourceList> {
    const path = group === "" ? `/api/${version}` : `/apis/${group}/${version}`;
    const known = lists.get(path) ?? client().then((each) => fetchList(each, path, group, version));
    lists.set(path, known);
    return known;
  }
  function groups(): Promise<readonly ApiGroup[]> {
    groupList ??= client().then(fetchGroups);
    return groupList;
  }
  /** Lists in the order in which they win: core first, then groups as the server has them, preferred versions first. */
  async function* inOrder(): AsyncGenerator<ResourceList> {
    yield await list("", "v1");
    for (const group of await groups()) {
      if (group.name === "") continue;
      for (const version of group.versions) yield await list(group.name, version);
    }
  }
  async function firstMatch(wanted: Wanted): Promise<RestMapping | undefined> {
    for await (const each of inOrder()) {
      if (!matchesGroup(each, wanted)) continue;
      const found = each.resources.find((resource) => matchesName(resource, wanted));
      if (found !== undefined) return found;
    }
    return undefined;
  }
  async function find(word: string): Promise<RestMapping | undefined> {
    if (word === "") return undefined;
    const wanted = readings(word);
    for (const each of wanted) {
      const found = await firstMatch(each);
      if (found === undefined) continue;
      if (onAmbiguous !== undefined && found.shortNames.includes(word))
        for (const other of await othersCalled(word, found)) onAmbiguous(word, other);
      return noted(found);
    }
    return memory.recall((known) => wanted.some((each) => matchesGroup(known, each) && matchesName(known, each)));
  }
  /** Further types with a short name. client-go/restmapper/shortcut.go */
  async function othersCalled(shortName: string, chosen: RestMapping): Promise<RestMapping[]> {
    const others = new Map<string, RestMapping>();
    for (const each of await allLists(groups, list, true))
      for (const resource of each.resources) if (resource.shortNames.includes(shortName)) others.set(groupResourceOf(resource), resource);
    others.delete(groupResourceOf(chosen));
    return [...others.values()];
  }
  async function noted(found: RestMapping): Promise<RestMapping> {
    memory.note(
      found,
      (await Promise.all(lists.values())).flatMap(({ resources }) => resources),
    );
    return found;
  }
  return {
    find,
    async need(word) {
      const found = await find(word);
      if (found === undefined) throw new CommandError(`the server doesn't have a resource type "${word.split(".")[0] ?? ""}"`);
      return found;
    },
    async byKind(group, kind, version) {
      const known = (await groups()).find((each) => each.name === group);
      const versions = known?.versions ?? (group === "" ? ["v1"] : []);
      for (const each of version === undefined ? versions : versions.filter((one) => one === version)) {
        const found = (await list(group, each)).resources.find((resource) => isKind(resource, kind));
        if (found !== undefined) return noted(found);
      }
      return memory.recall((each) => each.group === group && isKind(each, kind) && (version === undefined || each.version === version));
    },
    async category(name) {
      const members: string[] = [];
      if (name !== "all" && (await find(name)) !== undefined) return undefined;
      for (const each of await allLists(groups, list, true)) {
        for (const resource of each.resources) if (resource.categories.includes(name)) members.push(groupResourceOf(resource));
      }
      return members.length > 0 ? members : undefined;
    },
    groups,
    invalidate: memory.forget,
    lists: (preferredOnly) => allLists(groups, list, preferredOnly),
    async failures() {
      const asked = await Promise.all(lists.values());
      return asked.flatMap(({ group, version, failure }) => (failure === undefined ? [] : [`${group}/${version}: ${failure}`])).toSorted();
    },
  };
}

/** What the mapper needs of a client. */
type Discovery = Pick<AsyncClient, "path">;

/** The client, with word to the listeners of what discovery does not find. */
function heeding(client: AsyncClient, listeners: MapperListeners): Discovery {
  return {
    async path(path) {
      try {
        const response = await client.path(path);
        if (response.undiscovered) listeners.onUndiscovered?.(response.undiscovered);
        return response;
      } catch (error) {
        if (error instanceof ConnectionError) listeners.onUnreachable(error);
        throw error;
      }
    },
  };
}

async function allLists(
  groups: () => Promise<readonly ApiGroup[]>,
  list: (group: string, version: string) => Promise<ResourceList>,
  preferredOnly: boolean,
): Promise<ResourceList[]> {
  const result = [await list("", "v1")];
  for (const group of await groups()) {
    if (group.name === "") continue;
    const seen = new Set<string>();
    for (const version of group.versions) {
      const each = await list(group.name, version);
      // A resource that only an older version has is still the preferred form of itself.
      const resources = preferredOnly ? each.resources.filter((resource) => !seen.has(resource.resource)) : each.resources;
      for (const resource of resources) seen.add(resource.resource);
      if (resources.length > 0) result.push({ ...each, resources });
    }
  }
  return result;
}

interface Wanted {
  readonly resource: string;
  readonly asWritten: string;
  readonly group?: string;
  readonly version?: string;
}

/** `a.b.c` may mean resource a, version b, group c, or resource a, group b.c. */
function readings(word: string): Wanted[] {
  const [first = "", second, ...rest] = word.split(".");
  const name = { resource: first.toLowerCase(), asWritten: first };
  if (second === undefined) return [name];
  const wholeGroup: Wanted = { ...name, group: [second, ...rest].join(".") };
  return rest.length === 0 ? [wholeGroup] : [{ ...name, version: second, group: rest.join(".") }, wholeGroup];
}

function matchesGroup(list: Pick<ResourceList, "group" | "version">, wanted: Wanted): boolean {
  if (wanted.version !== undefined && list.version !== wanted.version) return false;
  if (wanted.group === undefined) return true;
  return wanted.group === "" ? list.group === "" : list.group.startsWith(wanted.group);
}

/** A kind in lower case is found as well; the server then knows better. client-go/restmapper/discovery.go */
function isKind(mapping: RestMapping, kind: string): boolean {
  return mapping.kind === kind || mapping.kind.toLowerCase() === kind;
}

/** Short names count only as they are written: there is no `PO`. client-go/restmapper/shortcut.go */
function matchesName(resource: RestMapping, { resource: name, asWritten }: Wanted): boolean {
  return (
    resource.resource === name ||
    resource.singular === name ||
    resource.kind.toLowerCase() === name ||
    resource.shortNames.includes(asWritten)
  );
}

interface WireResource {
  name: string;
  singularName?: string;
  namespaced: boolean;
  kind: string;
  group?: string;
  version?: string;
  shortNames?: string[];
  categories?: string[];
  verbs: string[];
}

/** What was read out of documents that cannot change: an emulated server gives the very same again. */
const read = new WeakMap<object, unknown>();

function readOnce<Body extends object, T>(body: Body, make: (body: Body) => T): T {
  if (!Object.isFrozen(body)) return make(body);
  let found = read.get(body) as T | undefined;
  if (found === undefined) read.set(body, (found = make(body)));
  return found;
}

async function fetchList(client: Discovery, path: string, group: string, version: string): Promise<ResourceList> {
  try {
    const response = await client.path(path);
    return readOnce(response.body as object, (body: { resources?: WireResource[] }) => {
      const resources = (body.resources ?? []).filter((wire) => !wire.name.includes("/"));
      return { group, version, resources: resources.map((wire) => mappingOf(wire, group, version)) };
    });
  } catch (error) {
    // A group whose server is away has no types; the others still work.
    if (error instanceof StatusError && error.code === 404) return { group, version, resources: [] };
    if (error instanceof StatusError && error.code === 503) return { group, version, resources: [], failure: error.message };
    throw error;
  }
}

function mappingOf(wire: WireResource, group: string, version: string): RestMapping {
  return {
    group,
    version,
    kind: wire.kind,
    resource: wire.name,
    singular: wire.singularName || wire.kind.toLowerCase(),
    namespaced: wire.namespaced,
    shortNames: wire.shortNames ?? [],
    categories: wire.categories ?? [],
    verbs: wire.verbs,
  };
}

interface WireGroup {
  name: string;
  versions: { version: string }[];
  preferredVersion?: { version: string };
}

async function fetchGroups(client: Discovery): Promise<readonly ApiGroup[]> {
  const response = await client.path("/apis");
  return readOnce(response.body as object, (body: { groups?: WireGroup[] }) => {
    const named = (body.groups ?? []).map((wire): ApiGroup => {
      const all = wire.versions.map((each) => each.version);
      const preferred = wire.preferredVersion?.version ?? all[0] ?? "";
      return { name: wire.name, preferred, versions: [preferred, ...all.filter((version) => version !== preferred)] };
    });
    return [{ name: "", preferred: "v1", versions: ["v1"] }, ...named];
  });
}

/** The `apiVersion` of a mapping's objects. */
export function apiVersionOfMapping(mapping: RestMapping): string {
  return apiVersionOf(mapping.group, mapping.version);
}
