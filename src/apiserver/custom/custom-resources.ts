import type { GroupSchema, KindSchema } from "../../machinery/schema/schema.ts";
import { apiVersionOf, type KubeObject, resourceKey } from "../../machinery/object.ts";
import type { Store } from "../../machinery/store.ts";
import type { ServedResource } from "../resources.ts";
import { type CustomDefinition, type CustomVersion, compareVersions, readDefinition } from "./definition.ts";

const DEFINITIONS = "customresourcedefinitions.apiextensions.k8s.io";
const VERBS = ["delete", "deletecollection", "get", "list", "patch", "create", "update", "watch"];
const SUBRESOURCE_VERBS = ["get", "patch", "update"];
/** Priority of groups that come from definitions. apiextensions' autoregistration */
const GROUP_PRIORITY = 1000;

/** The resources that CustomResourceDefinitions in the store bring. */
export interface CustomResources {
  find(group: string, version: string, plural: string): ServedResource | undefined;
  groups(): GroupSchema[];
  rows(group: string, version: string): KindSchema[];
}

interface Entry {
  readonly definition: CustomDefinition;
  readonly served: Map<string, ServedResource>;
}

/** Reads definitions as they stand in the store; what was made of one is kept as long as it does not change. */
export function createCustomResources(store: Store): CustomResources {
  const made = new WeakMap<KubeObject, Entry>();

  function entryOf(object: KubeObject): Entry {
    let entry = made.get(object);
    if (!entry) {
      const definition = readDefinition(object);
      const served = definition.versions.filter((version) => version.served).map((version) => servedOf(definition, version));
      made.set(object, (entry = { definition, served: new Map(served.map((one) => [one.version, one])) }));
    }
    return entry;
  }

  const entries = (): Entry[] =>
    store
      .list(DEFINITIONS)
      .map(entryOf)
      .filter(({ definition }) => definition.isEstablished);

  return {
    find(group, version, plural) {
      const object = store.get(DEFINITIONS, "", `${plural}.${group}`);
      if (!object) return undefined;
      const { definition, served } = entryOf(object);
      return definition.isEstablished ? served.get(version) : undefined;
    },
    groups() {
      const versions = new Map<string, string[]>();
      for (const { group, versions: own } of entries().map(({ definition }) => definition)) {
        const names = versions.get(group) ?? [];
        for (const { name, served } of own) if (served && !names.includes(name)) names.push(name);
        versions.set(group, names);
      }
      return [...versions].map(([name, names]) => ({
        name,
        versions: names.sort(compareVersions),
        preferred: names[0] ?? null,
        priority: GROUP_PRIORITY,
        notServed: [],
      }));
    },
    rows: (group, version) =>
      entries()
        .filter(({ definition }) => definition.group === group)
        .flatMap(({ served }) => served.get(version)?.row ?? []),
  };
}

function servedOf(definition: CustomDefinition, version: CustomVersion): ServedResource {
  const { group, plural, kind, namespaced } = definition;
  // Loaded by the first of them: most clusters have none.
  const { customKind } = require("./custom-kind.ts") as typeof import("./custom-kind.ts");
  const behaviour = customKind(definition, version);
  const storageVersion = definition.versions.find((one) => one.storage)?.name ?? version.name;
  return {
    group,
    version: version.name,
    resource: plural,
    kind,
    apiVersion: apiVersionOf(group, version.name),
    namespaced,
    row: rowOf(definition, version),
    definition: undefined,
    behaviour,
    storeKey: resourceKey(group, plural),
    storageApiVersion: apiVersionOf(group, storageVersion),
    storageDefinition: undefined,
    convertHere: version.name,
    convertToStorage: storageVersion,
    hasStatus: version.hasStatus,
    custom: {
      schema: version.prunes ? version.schema : undefined,
      isTerminating: definition.isTerminating,
      deprecation: version.deprecation,
    },
  };
}

function rowOf(definition: CustomDefinition, version: CustomVersion): KindSchema {
  const { group, kind, plural, singular, listKind, shortNames, categories, namespaced } = definition;
  const status = version.hasStatus ? [{ name: "status", kind, verbs: SUBRESOURCE_VERBS }] : [];
  const scale = version.scale ? [{ name: "scale", kind: "Scale", group: "autoscaling", version: "v1", verbs: SUBRESOURCE_VERBS }] : [];
  return {
    group,
    version: version.name,
    kind,
    plural,
    singular,
    def: "",
    list: listKind,
    shortNames: [...shortNames],
    categories: [...categories],
    namespaced,
    verbs: VERBS,
    subresources: [...status, ...scale],
    served: true,
  };
}
