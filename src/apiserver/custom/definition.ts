import type { KubeObject } from "../../machinery/object.ts";
import type { JsonSchema } from "../../machinery/structural-schema/json-schema.ts";

/** One served or stored version of a custom resource. */
export interface CustomVersion {
  readonly name: string;
  readonly served: boolean;
  readonly storage: boolean;
  readonly schema?: JsonSchema;
  /** Whether fields that the schema does not know are dropped. */
  readonly prunes: boolean;
  /** The warning that its use brings. */
  readonly deprecation?: string;
  readonly hasStatus: boolean;
  readonly scale?: { specReplicasPath: string; statusReplicasPath: string; labelSelectorPath?: string };
  readonly columns: readonly PrinterColumn[];
}

export interface PrinterColumn {
  name: string;
  type: string;
  format?: string;
  description?: string;
  priority?: number;
  jsonPath: string;
}

/** A CustomResourceDefinition as the server acts on it. */
export interface CustomDefinition {
  readonly group: string;
  readonly kind: string;
  readonly listKind: string;
  readonly plural: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly namespaced: boolean;
  /** Whether its names are its own, so that its objects are served. */
  readonly isEstablished: boolean;
  /** Whether it is on its way out: no more objects may be made. */
  readonly isTerminating: boolean;
  /** In the order of discovery: the first is preferred. */
  readonly versions: readonly CustomVersion[];
}

interface RawVersion {
  name: string;
  served?: boolean;
  storage?: boolean;
  deprecated?: boolean;
  deprecationWarning?: string;
  schema?: { openAPIV3Schema?: JsonSchema };
  subresources?: { status?: object; scale?: NonNullable<CustomVersion["scale"]> };
  additionalPrinterColumns?: PrinterColumn[];
}
interface RawSpec {
  group?: string;
  scope?: string;
  names?: Names;
  versions?: RawVersion[];
  preserveUnknownFields?: boolean;
}
interface Names {
  plural?: string;
  singular?: string;
  kind?: string;
  listKind?: string;
  shortNames?: string[];
  categories?: string[];
}
interface RawStatus {
  acceptedNames?: Names;
  conditions?: { type: string; status: string }[] | null;
}

const AGE: PrinterColumn = { name: "Age", type: "date", jsonPath: ".metadata.creationTimestamp" };

/** Reads a stored CustomResourceDefinition. What it has been granted counts, not what it asks for. */
export function readDefinition(object: KubeObject): CustomDefinition {
  const spec = (object.spec ?? {}) as RawSpec;
  const { acceptedNames, conditions } = (object.status ?? {}) as RawStatus;
  const is = (type: string): boolean => (conditions ?? []).some((condition) => condition.type === type && condition.status === "True");
  const { plural = "", kind = "", ...names } = acceptedNames?.plural ? acceptedNames : (spec.names ?? {});
  const { singular = kind.toLowerCase(), listKind = `${kind}List`, shortNames = [], categories = [] } = names;
  const group = spec.group ?? "";
  const versions = (spec.versions ?? []).map((version) => readVersion(version, spec, kind));
  return {
    group,
    kind,
    listKind,
    plural,
    singular,
    shortNames,
    categories,
    namespaced: spec.scope !== "Cluster",
    isEstablished: is("Established"),
    isTerminating: is("Terminating"),
    versions: versions.sort((left, right) => compareVersions(left.name, right.name)),
  };
}

function readVersion(version: RawVersion, { group = "", preserveUnknownFields }: RawSpec, kind: string): CustomVersion {
  const { name, deprecated, deprecationWarning, subresources, additionalPrinterColumns: columns = [] } = version;
  const schema = version.schema?.openAPIV3Schema;
  return {
    name,
    served: version.served ?? true,
    storage: version.storage ?? false,
    ...(schema ? { schema } : {}),
    prunes: preserveUnknownFields !== true,
    ...(deprecated ? { deprecation: deprecationWarning ?? `${group}/${name} ${kind} is deprecated` } : {}),
    hasStatus: subresources?.status !== undefined,
    ...(subresources?.scale ? { scale: subresources.scale } : {}),
    columns: columns.length > 0 ? columns : [AGE],
  };
}

const VERSION = /^v(\d+)(?:(alpha|beta)(\d+))?$/;

/** GA before beta before alpha, higher numbers first; names of another form last, by name. apimachinery/pkg/version CompareKubeAwareVersionStrings */
export function compareVersions(left: string, right: string): number {
  const rank = (name: string): number[] => {
    const match = VERSION.exec(name);
    if (!match) return [-1, 0, 0];
    const stage = match[2] === undefined ? 2 : match[2] === "beta" ? 1 : 0;
    return [stage, Number(match[1]), Number(match[3] ?? 0)];
  };
  const others = rank(right);
  for (const [index, value] of rank(left).entries()) {
    const order = (others[index] ?? 0) - value;
    if (order !== 0) return order;
  }
  return left < right ? -1 : left > right ? 1 : 0;
}
