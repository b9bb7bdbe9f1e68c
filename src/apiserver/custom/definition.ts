import type { KubeObject } from "../../machinery/object.ts";
import type { StructuralSchema } from "./structural.ts";

/** One served or stored version of a custom resource. */
export interface CustomVersion {
  readonly name: string;
  readonly served: boolean;
  readonly storage: boolean;
  readonly schema?: StructuralSchema;
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

/** A CustomResourceDefinition, read from either of its API versions. */
export interface CustomDefinition {
  readonly group: string;
  readonly kind: string;
  readonly listKind: string;
  readonly plural: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly namespaced: boolean;
  /** In the order of discovery: the first is preferred. */
  readonly versions: readonly CustomVersion[];
}

interface RawColumn extends Omit<PrinterColumn, "jsonPath"> {
  jsonPath?: string;
  /** v1beta1's spelling. */
  JSONPath?: string;
}
interface RawParts {
  schema?: { openAPIV3Schema?: StructuralSchema };
  subresources?: { status?: object; scale?: NonNullable<CustomVersion["scale"]> };
  additionalPrinterColumns?: RawColumn[];
}
interface RawVersion extends RawParts {
  name: string;
  served?: boolean;
  storage?: boolean;
}
interface RawSpec extends RawParts {
  group?: string;
  scope?: string;
  names?: { plural?: string; singular?: string; kind?: string; listKind?: string; shortNames?: string[]; categories?: string[] };
  versions?: RawVersion[];
  /** v1beta1: one version, and parts that all versions share. */
  version?: string;
  validation?: RawParts["schema"];
}

const AGE: PrinterColumn = { name: "Age", type: "date", jsonPath: ".metadata.creationTimestamp" };

/** Reads a stored CustomResourceDefinition. */
export function readDefinition(object: KubeObject): CustomDefinition {
  const spec = (object.spec ?? {}) as RawSpec;
  const {
    plural = "",
    kind = "",
    singular = kind.toLowerCase(),
    listKind = `${kind}List`,
    shortNames = [],
    categories = [],
  } = spec.names ?? {};
  const raw = spec.versions ?? [{ name: spec.version ?? "", served: true, storage: true }];
  const versions = raw.map((version) => readVersion(version, spec)).sort((left, right) => compareVersions(left.name, right.name));
  return {
    group: spec.group ?? "",
    kind,
    listKind,
    plural,
    singular,
    shortNames,
    categories,
    namespaced: spec.scope !== "Cluster",
    versions,
  };
}

function readVersion(version: RawVersion, spec: RawSpec): CustomVersion {
  const schema = (version.schema ?? spec.validation)?.openAPIV3Schema;
  const subresources = version.subresources ?? spec.subresources;
  const columns = version.additionalPrinterColumns ?? spec.additionalPrinterColumns ?? [];
  return {
    name: version.name,
    served: version.served ?? true,
    storage: version.storage ?? false,
    ...(schema ? { schema } : {}),
    hasStatus: subresources?.status !== undefined,
    ...(subresources?.scale ? { scale: subresources.scale } : {}),
    columns: columns.length > 0 ? columns.map(({ JSONPath, jsonPath = JSONPath ?? "", ...rest }) => ({ ...rest, jsonPath })) : [AGE],
  };
}

const VERSION = /^v(\d+)(?:(alpha|beta)(\d+))?$/;

/** GA before beta before alpha, higher numbers first; names of another form last, by name. apimachinery/pkg/version CompareKubeAwareVersionStrings */
function compareVersions(left: string, right: string): number {
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
