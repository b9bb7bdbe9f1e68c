import type { Release } from "../../release/release.ts";
import { ANY, BOOL, type GoShape, INT, INT64, listOf, mapOf, STRING, structOf } from "./go-struct.ts";

const TYPE_META = { apiVersion: STRING, kind: STRING };
const GVK = { group: STRING, version: STRING, kind: STRING };
const TEXTS = listOf(STRING);
const TEXT_MAP = mapOf(STRING);

/** A string type with a name of its own. */
function named(go: string): GoShape {
  return { kind: "string", go };
}

/** The Kustomization struct of kustomize 2.0.3. pkg/types/kustomization.go */
function shapeV2(): GoShape {
  const generator = { namespace: STRING, name: STRING, behavior: STRING, literals: TEXTS, files: TEXTS, env: STRING };
  const target = structOf("patch.Target", { ...GVK, namespace: STRING, name: STRING });
  return structOf("types.Kustomization", {
    ...TYPE_META,
    namePrefix: STRING,
    nameSuffix: STRING,
    namespace: STRING,
    commonLabels: TEXT_MAP,
    commonAnnotations: TEXT_MAP,
    patchesStrategicMerge: listOf(named("patch.StrategicMerge")),
    patchesJson6902: listOf(structOf("patch.Json6902", { target, path: STRING })),
    images: listOf(structOf("image.Image", { name: STRING, newName: STRING, newTag: STRING, digest: STRING })),
    vars: listOf(varShape({})),
    resources: TEXTS,
    crds: TEXTS,
    bases: TEXTS,
    configMapGenerator: listOf(structOf("types.ConfigMapArgs", generator)),
    secretGenerator: listOf(structOf("types.SecretArgs", { ...generator, type: STRING })),
    generatorOptions: structOf("types.GeneratorOptions", {
      labels: TEXT_MAP,
      annotations: TEXT_MAP,
      disableNameSuffixHash: BOOL,
    }),
    configurations: TEXTS,
  });
}

function varShape(more: Readonly<Record<string, GoShape>>): GoShape {
  return structOf("types.Var", {
    name: STRING,
    objref: structOf("types.Target", { apiVersion: STRING, ...GVK, name: STRING, ...more }),
    fieldref: structOf("types.FieldSelector", { fieldPath: STRING }),
  });
}

const RES_ID = { ...GVK, name: STRING, namespace: STRING };
const SELECTOR = structOf("types.Selector", { ...RES_ID, annotationSelector: STRING, labelSelector: STRING });
const PATCH = structOf("types.Patch", { path: STRING, patch: STRING, target: SELECTOR, options: mapOf(BOOL) });
const FIELD_SPEC = structOf("types.FieldSpec", { ...GVK, path: STRING, create: BOOL });
const FIELD_OPTIONS = structOf("types.FieldOptions", { delimiter: STRING, index: INT, encoding: STRING, create: BOOL });

/** One replacement, inline or in a file of its own. api/types/replacement.go */
export const REPLACEMENT_FIELDS: Readonly<Record<string, GoShape>> = {
  source: structOf("types.SourceSelector", { ...RES_ID, fieldPath: STRING, options: FIELD_OPTIONS }),
  targets: listOf(
    structOf("types.TargetSelector", { select: SELECTOR, reject: listOf(SELECTOR), fieldPaths: TEXTS, options: FIELD_OPTIONS }),
  ),
};

function helmFields(): Readonly<Record<string, GoShape>> {
  const chart = structOf("types.HelmChart", {
    name: STRING,
    version: STRING,
    repo: STRING,
    releaseName: STRING,
    namespace: STRING,
    additionalValuesFiles: TEXTS,
    valuesFile: STRING,
    valuesInline: mapOf(ANY),
    valuesMerge: STRING,
    includeCRDs: BOOL,
    skipHooks: BOOL,
    apiVersions: TEXTS,
    kubeVersion: STRING,
    nameTemplate: STRING,
    skipTests: BOOL,
    debug: BOOL,
  });
  const inflation = {
    ...Object.fromEntries(
      ["chartName", "chartVersion", "chartRepoUrl", "chartHome", "chartRepoName", "helmBin", "helmHome", "values", "valuesMerge"].map(
        (one) => [one, STRING],
      ),
    ),
    valuesLocal: mapOf(ANY),
    releaseName: STRING,
    releaseNamespace: STRING,
    extraArgs: TEXTS,
  };
  return {
    helmGlobals: structOf("types.HelmGlobals", { chartHome: STRING, configHome: STRING }),
    helmCharts: listOf(chart),
    helmChartInflationGenerator: listOf(structOf("types.HelmChartArgs", inflation)),
  };
}

function imageShape(release: Release): GoShape {
  const suffix = release.has("kustomizeImageTagSuffix") ? { tagSuffix: STRING } : {};
  return structOf("types.Image", { name: STRING, newName: STRING, ...suffix, newTag: STRING, digest: STRING });
}

/** Fields that some kustomizes of generation 4 lack. */
function newerFields(release: Release): Readonly<Record<string, GoShape>> {
  const templates = release.has("kustomizeImageTagSuffix") ? { includeTemplates: BOOL } : {};
  const label = structOf("types.Label", { pairs: TEXT_MAP, includeSelectors: BOOL, ...templates, fields: listOf(FIELD_SPEC) });
  const order = structOf("types.LegacySortOptions", { orderFirst: TEXTS, orderLast: TEXTS });
  return {
    ...(release.has("kustomizeLabels")
      ? { labels: listOf(label), replacements: listOf(structOf("types.ReplacementField", { ...REPLACEMENT_FIELDS, path: STRING })) }
      : {}),
    ...(release.has("kustomizeBuildMetadata") ? { buildMetadata: TEXTS } : {}),
    ...(release.has("kustomizeSortOptions")
      ? {
          imageTags: listOf(imageShape(release)),
          sortOptions: structOf("types.SortOptions", { order: named("types.SortOrder"), legacySortOptions: order }),
        }
      : {}),
    ...(release.has("kustomizeInventory") ? { inventory: structOf("types.Inventory", { type: STRING, configMap: ANY }) } : {}),
  };
}

/** The Kustomization struct of kustomize 4 and 5. api/types/kustomization.go */
function shapeV4(release: Release): GoShape {
  const options = structOf("types.GeneratorOptions", {
    labels: TEXT_MAP,
    annotations: TEXT_MAP,
    disableNameSuffixHash: BOOL,
    immutable: BOOL,
  });
  const sources = { literals: TEXTS, files: TEXTS, envs: TEXTS, env: STRING };
  const generator = { namespace: STRING, name: STRING, behavior: STRING, ...sources, options };
  return structOf("types.Kustomization", {
    ...TYPE_META,
    metadata: structOf("types.ObjectMeta", { name: STRING, namespace: STRING, labels: TEXT_MAP, annotations: TEXT_MAP }),
    openapi: TEXT_MAP,
    namePrefix: STRING,
    nameSuffix: STRING,
    namespace: STRING,
    commonLabels: TEXT_MAP,
    commonAnnotations: TEXT_MAP,
    patchesStrategicMerge: listOf(named("types.PatchStrategicMerge")),
    patchesJson6902: listOf(PATCH),
    patches: listOf(PATCH),
    images: listOf(imageShape(release)),
    replicas: listOf(structOf("types.Replica", { name: STRING, count: INT64 })),
    vars: listOf(varShape({ namespace: STRING })),
    resources: TEXTS,
    components: TEXTS,
    crds: TEXTS,
    bases: TEXTS,
    configMapGenerator: listOf(structOf("types.ConfigMapArgs", generator)),
    secretGenerator: listOf(structOf("types.SecretArgs", { ...generator, type: STRING })),
    ...helmFields(),
    generatorOptions: options,
    configurations: TEXTS,
    generators: TEXTS,
    transformers: TEXTS,
    validators: TEXTS,
    ...newerFields(release),
  });
}

/** The Kustomization struct of a kubectl. */
export function kustomizationShape(release: Release): GoShape {
  return release.value("kustomizeEngine") === "v2" ? shapeV2() : shapeV4(release);
}
