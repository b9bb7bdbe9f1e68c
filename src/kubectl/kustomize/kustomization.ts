import { isJsonObject, type JsonObject } from "../../base/json.ts";
import { parseYaml, YamlError } from "../../base/yaml-in.ts";
import type { Release } from "../../release/release.ts";
import { KustomizeError, within } from "./errors.ts";
import type { FieldSpec } from "./field-specs.ts";
import { decodeStrict } from "./go-struct.ts";
import { kustomizationShape } from "./kustomization-shape.ts";
import type { Loader } from "./loader.ts";

export interface GeneratorOptions {
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  disableNameSuffixHash?: boolean;
  immutable?: boolean;
}

/** One entry of configMapGenerator or secretGenerator. */
export interface GeneratorArgs {
  namespace?: string;
  name?: string;
  behavior?: string;
  literals?: string[];
  files?: string[];
  envs?: string[];
  env?: string;
  options?: GeneratorOptions;
  /** Of a secret. */
  type?: string;
}

export interface ImageChange {
  name?: string;
  newName?: string;
  tagSuffix?: string;
  newTag?: string;
  digest?: string;
}

export interface Variable {
  name?: string;
  objref?: { apiVersion?: string; group?: string; version?: string; kind?: string; name?: string; namespace?: string };
  fieldref?: { fieldPath?: string };
}

/** What a patch or replacement picks; the fields are patterns for patches, exact for replacements. */
export interface Selector {
  group?: string;
  version?: string;
  kind?: string;
  name?: string;
  namespace?: string;
  annotationSelector?: string;
  labelSelector?: string;
}

export interface PatchEntry {
  path?: string;
  patch?: string;
  target?: Selector;
  options?: Record<string, boolean>;
}

export interface FieldOptions {
  delimiter?: string;
  index?: number;
  encoding?: string;
  create?: boolean;
}

export interface Replacement {
  source?: Selector & { fieldPath?: string; options?: FieldOptions };
  targets?: { select?: Selector; reject?: Selector[]; fieldPaths?: string[]; options?: FieldOptions }[];
}

export interface LabelEntry {
  pairs?: Record<string, string>;
  includeSelectors?: boolean;
  includeTemplates?: boolean;
  fields?: FieldSpec[];
}

/** A kustomization, decoded; all fields may be absent. api/types/kustomization.go */
export interface Kustomization {
  apiVersion?: string;
  kind?: string;
  openapi?: Record<string, string>;
  namePrefix?: string;
  nameSuffix?: string;
  namespace?: string;
  commonLabels?: Record<string, string>;
  labels?: LabelEntry[];
  commonAnnotations?: Record<string, string>;
  patchesStrategicMerge?: string[];
  patchesJson6902?: PatchEntry[];
  patches?: PatchEntry[];
  images?: ImageChange[];
  imageTags?: ImageChange[];
  replacements?: (Replacement & { path?: string })[];
  replicas?: { name?: string; count?: number }[];
  vars?: Variable[];
  sortOptions?: { order?: string; legacySortOptions?: { orderFirst?: string[]; orderLast?: string[] } };
  resources?: string[];
  components?: string[];
  crds?: string[];
  bases?: string[];
  configMapGenerator?: GeneratorArgs[];
  secretGenerator?: GeneratorArgs[];
  helmGlobals?: JsonObject;
  helmCharts?: JsonObject[];
  helmChartInflationGenerator?: unknown[];
  generatorOptions?: GeneratorOptions;
  configurations?: string[];
  generators?: string[];
  transformers?: string[];
  validators?: string[];
  buildMetadata?: string[];
}

const FILE_NAMES = ["kustomization.yaml", "kustomization.yml", "Kustomization"];
const VERSION = "kustomize.config.k8s.io/v1beta1";
const COMPONENT_VERSION = "kustomize.config.k8s.io/v1alpha1";

/** Reads the kustomization of a directory. Throws KustomizeError with the texts of the release's kustomize. */
// api/internal/target/kusttarget.go Load, pkg/target/kusttarget.go NewKustTarget
export function readKustomization(loader: Loader, release: Release): Kustomization {
  const text = renamedFields(findText(loader), release);
  const prefix = release.value("kustomizeInvalid");
  const decoded = prefix === "" ? decode(text, release) : within(prefix.slice(0, -2), () => decode(text, release));
  if (release.has("kustomizeRefusesEmpty") && Object.keys(decoded).every((key) => key === "kind" || key === "apiVersion")) {
    throw new KustomizeError("kustomization.yaml is empty");
  }
  const kustomization = decoded as Kustomization;
  const problems = release.value("kustomizeEngine") === "v2" ? problemsV2(kustomization) : problemsV4(kustomization);
  if (problems.length > 0) {
    throw new KustomizeError(`Failed to read kustomization file under ${loader.root}:\n${problems.join("\n")}`);
  }
  return kustomization;
}

function findText(loader: Loader): string {
  const found: string[] = [];
  for (const name of FILE_NAMES) {
    try {
      found.push(loader.load(name));
    } catch (error) {
      if (!(error instanceof KustomizeError)) throw error;
    }
  }
  const [text] = found;
  if (text === undefined) {
    const [first, second, third] = FILE_NAMES.map((name) => `'${name}'`);
    throw new KustomizeError(`unable to find one of ${first}, ${second} or ${third} in directory '${loader.root}'`);
  }
  if (found.length > 1) throw new KustomizeError(`Found multiple kustomization files under: ${loader.root}\n`);
  return text;
}

/** Older kustomizes rename fields in the text itself. */
function renamedFields(text: string, release: Release): string {
  if (release.has("kustomizeSortOptions")) return text;
  const renamed = text.replaceAll("imageTags:", "images:");
  const patchesArePaths = release.value("kustomizeEngine") === "v2" || hasTextPatches(renamed);
  return patchesArePaths ? renamed.replaceAll("patches:", "patchesStrategicMerge:") : renamed;
}

function hasTextPatches(text: string): boolean {
  const value = parse(text);
  const patches = isJsonObject(value) ? value["patches"] : undefined;
  return Array.isArray(patches) && patches.some((one) => typeof one === "string");
}

function parse(text: string): ReturnType<typeof parseYaml> {
  try {
    return parseYaml(text);
  } catch (error) {
    if (error instanceof YamlError) throw new KustomizeError(error.message);
    throw error;
  }
}

function decode(text: string, release: Release): JsonObject {
  return decodeStrict(parse(text), kustomizationShape(release));
}

function problemsV2({ apiVersion = "", kind = "" }: Kustomization): string[] {
  return [
    ...(apiVersion === "" || apiVersion === VERSION ? [] : [`apiVersion should be ${VERSION}`]),
    ...(kind === "" || kind === "Kustomization" ? [] : ["kind should be Kustomization"]),
  ];
}

function problemsV4({ apiVersion = "", kind = "" }: Kustomization): string[] {
  const name = kind === "" ? "Kustomization" : kind;
  const required = name === "Component" ? COMPONENT_VERSION : VERSION;
  return [
    ...(name === "Kustomization" || name === "Component" ? [] : ["kind should be Kustomization or Component"]),
    ...(apiVersion === "" || apiVersion === required ? [] : [`apiVersion for ${name} should be ${required}`]),
  ];
}

const EDIT_FIX = "Run 'kustomize edit fix' to update your Kustomization automatically.";

/** The warnings about old fields that kustomize prints as soon as it has read them. CheckDeprecatedFields */
export function deprecationWarnings(kustomization: Kustomization, release: Release): string[] {
  if (!release.has("kustomizeWarns")) return [];
  const old: readonly [keyof Kustomization, string][] = [
    ["bases", "resources"],
    ["commonLabels", "labels"],
    ["imageTags", "images"],
    ["patchesJson6902", "patches"],
    ["patchesStrategicMerge", "patches"],
    ["vars", "replacements"],
  ];
  return old
    .filter(([field]) => kustomization[field] !== undefined && (field !== "commonLabels" || release.has("kustomizeWarnsLabels")))
    .map(([field, use]) => {
      const experimental = field === "vars" ? "[EXPERIMENTAL] " : "";
      return `# Warning: '${field}' is deprecated. Please use '${use}' instead. ${experimental}${EDIT_FIX}\n`;
    });
}
