import { formatYaml } from "../../../base/yaml-out.ts";
import type { KubectlEnv } from "../../env.ts";
import type { BuildOptions } from "../build.ts";
import { KustomizeError } from "../errors.ts";
import { type KindOrder, ORDER_V4 } from "../gvk.ts";
import { type Kustomization, readKustomization, deprecationWarnings } from "../kustomization.ts";
import type { Loader } from "../loader.ts";
import { accumulate, type Target } from "./accumulate.ts";
import { followNames } from "./names.ts";
import { findSchemas } from "./open-api.ts";
import { ORIGIN, originText, TRANSFORMATIONS, transformationsText } from "./origin.ts";
import { newResMap, type ResMap, sortMap } from "./res-map.ts";
import { metadataOf, pairsOf, setPairs } from "./resource.ts";
import { addHashes } from "./steps.ts";
import { resolveVariables } from "./variables.ts";

/** Options of a build, and where its log lines go. */
export interface BuildV4Options extends BuildOptions {
  readonly log: (line: string) => void;
}

const LOCAL = "config.kubernetes.io/local-config";

/** Builds a kustomization as kustomize 4 and 5 do, which kubectl carries since 1.21. Throws KustomizeError. */
// api/krusty/kustomizer.go Run, api/internal/target/kusttarget.go MakeCustomizedResMap
export function buildV4(env: KubectlEnv, loader: Loader, options: BuildV4Options): string {
  const { release } = env;
  const kustomization = readKustomization(loader, release);
  for (const warning of deprecationWarnings(kustomization, release)) env.stderr(warning);
  const target: Target = {
    env,
    loader,
    kustomization,
    schemas: findSchemas(loader, kustomization, release),
    inflatesCharts: options.inflatesCharts === true,
  };
  const metadata = kustomization.buildMetadata ?? [];
  const { map, config, variables } = accumulate(metadata.length > 0 ? { ...target, origin: {} } : target, {
    map: newResMap(release),
    config: undefined,
    variables: [],
  });
  addHashes(map);
  followNames(map, config?.nameReference ?? []);
  resolveVariables(map, variables, config?.varReference ?? [], options.log);
  dropLocal(map);
  applyOrder(map, kustomization, options.keepsOrder === true);
  if (options.managedBy === true || metadata.includes("managedByLabel")) markManaged(map);
  writeAnnotations(map, metadata);
  return map.list.map(({ object }) => formatYaml(object)).join("---\n");
}

function dropLocal(map: ResMap): void {
  map.list = map.list.filter(({ object }) => {
    const mark = pairsOf(object, "annotations")[LOCAL];
    return mark === undefined || mark === "false";
  });
}

function applyOrder(map: ResMap, { sortOptions }: Kustomization, keepsOrder: boolean): void {
  if (sortOptions === undefined) {
    if (!keepsOrder) sortMap(map, ORDER_V4);
    return;
  }
  const { order = "", legacySortOptions } = sortOptions;
  if (order !== "fifo" && order !== "legacy") throw new KustomizeError("the field 'sortOptions.order' must be one of [fifo, legacy]");
  if (order === "legacy") {
    const kinds: KindOrder = { first: legacySortOptions?.orderFirst ?? [], last: legacySortOptions?.orderLast ?? [] };
    sortMap(map, legacySortOptions === undefined ? ORDER_V4 : kinds);
  } else if (legacySortOptions !== undefined) {
    throw new KustomizeError("the field 'sortOptions.legacySortOptions' is set but the selected sort order is 'fifo', not 'legacy'");
  }
}

function markManaged({ list }: ResMap): void {
  for (const { object } of list) {
    const metadata = metadataOf(object);
    const labels = metadata["labels"] ?? {};
    metadata["labels"] = { ...(labels as Record<string, string>), "app.kubernetes.io/managed-by": "kustomize-(devel)" };
  }
}

/**
 * Writes the annotations that buildMetadata asks for. Annotations come out as text, and not at all when there are none: older
 * kustomizes do so only where there are some, their own notes included.
 */
function writeAnnotations({ list, release }: ResMap, wanted: readonly string[]): void {
  for (const { object, origin, transformations, former, behavior } of list) {
    const annotations = pairsOf(object, "annotations");
    if (wanted.includes("originAnnotations") && origin !== undefined) annotations[ORIGIN] = originText(origin);
    if (wanted.includes("transformerAnnotations") && transformations !== undefined) {
      annotations[TRANSFORMATIONS] = transformationsText(transformations);
    }
    const hasSome = Object.keys(annotations).length > 0 || former.length > 0 || behavior !== "";
    if (hasSome || release.has("kustomizeStringAnnotations")) setPairs(object, "annotations", annotations);
  }
}
