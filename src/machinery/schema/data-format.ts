/** The oldest minor version of the data files; a bit of a row's mask stands for FIRST_MINOR + its position. */
export const FIRST_MINOR = 18;

/** Abbreviations of the names of definitions inside the data files. */
export const SHORT_PREFIXES = [
  ["@", "io.k8s.api."],
  ["#", "io.k8s.apimachinery.pkg."],
  ["%", "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions."],
] as const;

/** What the API's Go sources say about a field besides its name and type. */
export interface FieldOptions {
  required?: boolean;
  /** A Go pointer. */
  ptr?: boolean;
  /** No `omitempty`: Go always prints it. */
  keep?: boolean;
  /** Definition of the embedded struct that declares the field. */
  inline?: string;
  /** Go's field name, where it is not the JSON name with a capital. */
  go?: string;
  pb?: number;
  patchStrategy?: string;
  patchMergeKey?: string;
  listType?: "map" | "set" | "atomic";
  mapKeys?: string[];
  mapType?: "atomic" | "granular";
  default?: string | number | boolean;
  enum?: string[];
}

/** A field as the data files hold it: JSON name, type, options. */
export type FieldRow = [json: string, type: string, options?: FieldOptions];

/** A kind as the data files hold it. */
export interface KindRow {
  group: string;
  version: string;
  kind: string;
  plural: string;
  /** Discovery's singularName from 1.27 on; up to 1.26 discovery says "". */
  singular: string;
  /** Name of its definition. */
  def: string;
  list?: string;
  shortNames: string[];
  categories: string[];
  namespaced: boolean;
  verbs: string[];
  subresources: SubresourceRow[];
  /** Served by default. */
  served: boolean;
}

/** A subresource; group and version only where its kind is of another group. */
export interface SubresourceRow {
  name: string;
  kind: string;
  group?: string;
  version?: string;
  verbs: string[];
  served?: boolean;
}
