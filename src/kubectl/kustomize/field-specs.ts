import { KustomizeError, within } from "./errors.ts";
import { compareGvk, type Gvk, type KindOrder, sameGvk } from "./gvk.ts";

/** A place in objects of some types: `spec/template/metadata/labels`. */
export interface FieldSpec extends Partial<Gvk> {
  readonly path?: string;
  /** Makes what is missing on the way. */
  readonly create?: boolean;
}

/** Places where names of objects of one type stand. */
export interface NameReference extends Partial<Gvk> {
  readonly fieldSpecs?: readonly FieldSpec[];
}

/** Where the transformers do their work. api/internal/plugins/builtinconfig/transformerconfig.go */
export interface TransformerConfig {
  readonly namePrefix: readonly FieldSpec[];
  readonly nameSuffix: readonly FieldSpec[];
  readonly namespace: readonly FieldSpec[];
  readonly commonLabels: readonly FieldSpec[];
  readonly labels: readonly FieldSpec[];
  readonly templateLabels: readonly FieldSpec[];
  readonly commonAnnotations: readonly FieldSpec[];
  readonly nameReference: readonly NameReference[];
  readonly varReference: readonly FieldSpec[];
  readonly images: readonly FieldSpec[];
  readonly replicas: readonly FieldSpec[];
}

export const EMPTY_CONFIG: TransformerConfig = {
  namePrefix: [],
  nameSuffix: [],
  namespace: [],
  commonLabels: [],
  labels: [],
  templateLabels: [],
  commonAnnotations: [],
  nameReference: [],
  varReference: [],
  images: [],
  replicas: [],
};

/** The fields of a config, with the words by which kustomize 5 calls them in errors. */
export const CONFIG_LISTS = {
  namePrefix: "NamePrefix",
  nameSuffix: "NameSuffix",
  namespace: "NameSpace",
  commonAnnotations: "CommonAnnotations",
  commonLabels: "CommonLabels",
  labels: "Labels",
  templateLabels: "TemplateLabels",
  varReference: "VarReference",
  images: "Images",
  replicas: "Replicas",
} as const;

/** The type of a spec, empty fields filled in. */
export function gvkOfSpec({ group = "", version = "", kind = "" }: Partial<Gvk>): Gvk {
  return { group, version, kind };
}

/** Adds specs that are not there yet; throws KustomizeError when one is there with another `create`. */
export function mergeSpecs(specs: readonly FieldSpec[], more: readonly FieldSpec[]): readonly FieldSpec[] {
  const merged = [...specs];
  for (const spec of more) {
    const known = merged.find((one) => coversSpec(one, spec));
    if (known === undefined) merged.push(spec);
    else if ((known.create ?? false) !== (spec.create ?? false)) throw new KustomizeError("conflicting fieldspecs");
  }
  return merged;
}

function coversSpec(known: FieldSpec, spec: FieldSpec): boolean {
  const one = gvkOfSpec(known);
  const other = gvkOfSpec(spec);
  const fits = (value: string, wanted: string): boolean => wanted === "" || value === wanted;
  return known.path === spec.path && fits(one.group, other.group) && fits(one.version, other.version) && fits(one.kind, other.kind);
}

function mergeReferences(references: readonly NameReference[], more: readonly NameReference[]): readonly NameReference[] {
  let merged = [...references];
  for (const reference of more) {
    const known = merged.find((one) => sameGvk(gvkOfSpec(one), gvkOfSpec(reference)));
    if (known === undefined) merged.push(reference);
    else {
      const fieldSpecs = mergeSpecs(known.fieldSpecs ?? [], reference.fieldSpecs ?? []);
      merged = merged.map((one) => (one === known ? { ...known, fieldSpecs } : one));
    }
  }
  return merged;
}

/** Puts two configs together. `tellsField`: errors name the list. */
export function mergeConfigs(config: TransformerConfig, more: TransformerConfig, order: KindOrder, tellsField: boolean): TransformerConfig {
  const attempt = <T>(name: string, merge: () => T): T => (tellsField ? within(`failed to merge ${name} fieldSpec`, merge) : merge());
  const merged: Record<string, unknown> = {};
  for (const [list, name] of Object.entries(CONFIG_LISTS) as [keyof typeof CONFIG_LISTS, string][]) {
    merged[list] = attempt(name, () => mergeSpecs(config[list], more[list]));
  }
  merged["nameReference"] = attempt("NameReference", () => mergeReferences(config.nameReference, more.nameReference));
  return sortConfig(merged as unknown as TransformerConfig, order);
}

/** Specs in the order of their types' kinds, which decides whose turn it is first. */
export function sortConfig(config: TransformerConfig, order: KindOrder): TransformerConfig {
  const byType = (left: Partial<Gvk>, right: Partial<Gvk>): number => compareGvk(gvkOfSpec(left), gvkOfSpec(right), order);
  const sorted: Record<string, unknown> = { nameReference: config.nameReference.toSorted(byType) };
  for (const list of Object.keys(CONFIG_LISTS) as (keyof typeof CONFIG_LISTS)[]) sorted[list] = config[list].toSorted(byType);
  return sorted as unknown as TransformerConfig;
}
