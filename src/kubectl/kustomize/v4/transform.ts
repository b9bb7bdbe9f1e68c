import type { JsonObject } from "../../../base/json.ts";
import { KustomizeError } from "../errors.ts";
import { type FieldSpec, mergeSpecs, type TransformerConfig } from "../field-specs.ts";
import type { LabelEntry } from "../kustomization.ts";
import type { Target } from "./accumulate.ts";
import type { Origin } from "./origin.ts";
import { configuring, type PatchRules, prepareJsonPatch, prepareMerges, preparePatch, type Step } from "./patches.ts";
import { readReplacements, replaceValues } from "./replacements.ts";
import type { ResMap } from "./res-map.ts";
import { addAffix, addPairs, changeImages, setNamespace, setReplicas } from "./steps.ts";

interface NamedStep {
  readonly name: string;
  readonly run: Step;
}

/** Runs the transformers of one kustomization: all are prepared before the first runs. kusttarget_configplugin.go */
export function transform(target: Target, map: ResMap, config: TransformerConfig, originOf: (step: string) => Origin | undefined): void {
  for (const { name, run } of prepare(target, config)) {
    run(map);
    const origin = originOf(name);
    if (origin !== undefined) noteTransformation(map, origin);
    map.list = map.list.filter(({ object }) => Object.keys(object).length > 0);
  }
}

function noteTransformation({ list }: ResMap, origin: Origin): void {
  for (const resource of list) {
    if (resource.origin === undefined) resource.origin = origin;
    else resource.transformations = [...(resource.transformations ?? []), origin];
  }
}

function prepare(target: Target, config: TransformerConfig): NamedStep[] {
  const { loader, kustomization, env } = target;
  const { release } = env;
  const rules: PatchRules = {
    merge: { find: target.schemas, clearsNulls: release.has("kustomizeClearsNulls") },
    many: release.has("kustomizeManyPatches"),
  };
  const { namespace = "", namePrefix = "", nameSuffix = "", commonAnnotations = {}, patchesStrategicMerge = [] } = kustomization;
  const step = (name: string, run: Step): NamedStep => ({ name, run });
  const when = (condition: boolean, name: string, run: Step): NamedStep[] => (condition ? [step(name, run)] : []);
  const images = [...(kustomization.images ?? []), ...(kustomization.imageTags ?? [])];
  const nameSpecs = (side: "namePrefix" | "nameSuffix"): readonly FieldSpec[] => {
    const specs = config[side];
    if (specs.length === 0) throw new KustomizeError("fieldSpecs is not expected to be nil");
    return specs;
  };
  return [
    ...(patchesStrategicMerge.length === 0
      ? []
      : [step("PatchStrategicMergeTransformer", prepareMerges(loader, patchesStrategicMerge, rules))]),
    ...(kustomization.patches ?? []).map((entry) => step("PatchTransformer", preparePatch(loader, entry, rules))),
    ...when(namespace !== "", "NamespaceTransformer", (map) => setNamespace(map, namespace, config.namespace)),
    ...when(namePrefix !== "", "PrefixTransformer", (map) => addAffix(map, "prefix", namePrefix, nameSpecs("namePrefix"))),
    ...when(nameSuffix !== "", "SuffixTransformer", (map) => addAffix(map, "suffix", nameSuffix, nameSpecs("nameSuffix"))),
    ...labelSteps(target, config),
    ...when(Object.keys(commonAnnotations).length > 0, "AnnotationsTransformer", (map) =>
      addPairs(map, commonAnnotations, config.commonAnnotations),
    ),
    ...(kustomization.patchesJson6902 ?? []).map((entry) => step("PatchJson6902Transformer", prepareJsonPatch(loader, entry))),
    ...(kustomization.replicas ?? []).map(({ name = "", count = 0 }) =>
      step("ReplicaCountTransformer", (map) => setReplicas(map, name, count, config.replicas)),
    ),
    ...images.map((change) => step("ImageTagTransformer", (map) => changeImages(map, change, config.images))),
    ...replacementSteps(target),
  ];
}

function labelSteps({ kustomization }: Target, config: TransformerConfig): NamedStep[] {
  const { labels = [], commonLabels = {} } = kustomization;
  if (labels.length === 0 && Object.keys(commonLabels).length === 0) return [];
  const steps = labels.map((entry): NamedStep => {
    const specs = labelSpecs(entry, config);
    return { name: "LabelTransformer", run: (map) => addPairs(map, entry.pairs ?? {}, specs) };
  });
  return [...steps, { name: "LabelTransformer", run: (map) => addPairs(map, commonLabels, config.commonLabels) }];
}

function labelSpecs({ fields = [], includeSelectors, includeTemplates }: LabelEntry, config: TransformerConfig): readonly FieldSpec[] {
  const own = mergeSpecs(fields, config.labels);
  if (includeSelectors === true) return mergeSpecs(own, config.commonLabels);
  const withTemplates = includeTemplates === true ? mergeSpecs(own, config.templateLabels) : own;
  return mergeSpecs(withTemplates, [{ path: "metadata/labels", create: true }]);
}

function replacementSteps({ loader, kustomization }: Target): NamedStep[] {
  const { replacements = [] } = kustomization;
  if (replacements.length === 0) return [];
  const config = { Replacements: replacements } as unknown as JsonObject;
  const read = configuring("ReplacementTransformer", config, () => readReplacements(loader, replacements));
  return [{ name: "ReplacementTransformer", run: (map) => replaceValues(map, read) }];
}
