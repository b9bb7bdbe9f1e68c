import { formatYaml } from "../../../base/yaml-out.ts";
import type { KubectlEnv } from "../../env.ts";
import { loadCrdConfig } from "../crds.ts";
import { KustomizeError, wrapped } from "../errors.ts";
import { EMPTY_CONFIG, mergeConfigs, type TransformerConfig } from "../field-specs.ts";
import { ORDER_V2 } from "../gvk.ts";
import { type Kustomization, readKustomization, type Variable } from "../kustomization.ts";
import type { Loader } from "../loader.ts";
import { makeConfig } from "../transformer-config.ts";
import { compareBytewise } from "../../../base/bytewise.ts";
import { readObjects } from "./documents.ts";
import { generate } from "./generate.ts";
import type { BuildLog } from "./mutate.ts";
import { applyJsonPatches, applyMerges, readJsonPatches } from "./patches.ts";
import { followNames, resolveVariables } from "./references.ts";
import { distinct, idSyntax, mergeDistinct, mergeOverriding, type ResMap, resourceOf } from "./res-map.ts";
import { addHashes, transform } from "./transform.ts";

/** What a kustomization and its bases come to, before names are followed. pkg/target/resaccumulator.go */
interface Accumulated {
  readonly map: ResMap;
  readonly config: TransformerConfig;
  readonly variables: readonly Variable[];
}

interface Build {
  readonly env: KubectlEnv;
  readonly log: BuildLog;
}

/** Builds a kustomization as kustomize 2.0.3 does, which kubectl carried up to 1.20. Throws KustomizeError. */
// pkg/target/kusttarget.go MakeCustomizedResMap
export function buildV2(env: KubectlEnv, loader: Loader, log: BuildLog): string {
  const build = { env, log };
  const { map, config, variables } = accumulate(build, loader, readKustomization(loader, env.release));
  addHashes(map);
  followNames(map, config.nameReference, log);
  resolveVariables(map, variables, config, log);
  return map.map(({ object }) => formatYaml(object)).join("---\n");
}

/** Failures that are told together, each on its line. */
class FailureLog {
  readonly #texts: string[] = [];

  /** Runs a step; its failure is kept, and `otherwise` stands for its result. */
  attempt<T>(step: string, otherwise: T, action: () => T): T {
    try {
      return action();
    } catch (error) {
      if (!(error instanceof KustomizeError)) throw error;
      this.#texts.push((wrapped(step, error) as KustomizeError).message);
      return otherwise;
    }
  }

  add(error: KustomizeError): void {
    this.#texts.push(error.message);
  }

  throwIfAny(): void {
    if (this.#texts.length > 0) throw new KustomizeError(this.#texts.map((text) => `${text}\n`).join(""));
  }
}

function accumulate(build: Build, loader: Loader, kustomization: Kustomization): Accumulated {
  const { release } = build.env;
  const failures = new FailureLog();
  const bases = accumulateBases(build, loader, kustomization, failures);
  const own = failures.attempt("rawResources failed to read Resources", [], () => readResources(loader, kustomization.resources ?? []));
  failures.throwIfAny();
  let map = failures.attempt<ResMap>("MergeResourcesWithErrorOnIdCollision", [], () => mergeDistinct(own, bases.map));
  let { config } = bases;
  const added = makeConfig(loader, kustomization.configurations ?? [], release);
  config = failures.attempt("MergeConfig", config, () => mergeConfigs(config, added, ORDER_V2, false));
  const variables = failures.attempt("MergeVars", bases.variables, () => mergeVariables(bases.variables, kustomization.vars ?? []));
  const crds = failures.attempt("LoadCRDs", EMPTY_CONFIG, () => loadCrdConfig(loader, kustomization.crds ?? [], ORDER_V2));
  config = failures.attempt("merge CRDs", config, () => mergeConfigs(config, crds, ORDER_V2, false));
  const generated = failures.attempt<ResMap>("generateConfigMapsAndSecrets", [], () =>
    generate(build.env, loader, kustomization, (error) => failures.add(error)),
  );
  map = mergeOverriding(map, generated);
  const merges = failures.attempt("SliceFromPatches", [], () =>
    (kustomization.patchesStrategicMerge ?? []).flatMap((path) => readObjects(loader.load(path), path)),
  );
  failures.throwIfAny();
  const jsonPatches = readJsonPatches(loader, kustomization.patchesJson6902 ?? []);
  map = transform(map, {
    kustomization,
    config,
    log: build.log,
    applyMerges: (all) => applyMerges(all, merges, release),
    applyJsonPatches: (all) => applyJsonPatches(all, jsonPatches),
  });
  return { map, config, variables };
}

function accumulateBases(build: Build, loader: Loader, kustomization: Kustomization, failures: FailureLog): Accumulated {
  let sum: Accumulated = { map: [], config: EMPTY_CONFIG, variables: [] };
  for (const path of kustomization.bases ?? []) {
    const base = failures.attempt(`couldn't make loader for ${path}`, undefined, () => loader.open(path));
    if (base === undefined) continue;
    const target = failures.attempt(`couldn't make target for ${path}`, undefined, () => readKustomization(base, build.env.release));
    if (target === undefined) continue;
    const below = failures.attempt("AccumulateTarget", undefined, () => accumulate(build, base, target));
    if (below === undefined) continue;
    sum = failures.attempt(path, sum, () => ({
      map: mergeDistinct(below.map, sum.map),
      config: mergeConfigs(sum.config, below.config, ORDER_V2, false),
      variables: mergeVariables(sum.variables, below.variables),
    }));
  }
  return sum;
}

function readResources(loader: Loader, paths: readonly string[]): ResMap {
  const maps = paths.map((path) => {
    let text: string;
    try {
      text = loader.load(path);
    } catch (error) {
      throw wrapped(`Load from path ${path} failed`, error);
    }
    return distinct(
      readObjects(text, path).map((object) => resourceOf(object)),
      (id) => `GroupVersionKindName: ${idSyntax(id)} already exists b the map`,
    );
  });
  return mergeDistinct(...maps);
}

function mergeVariables(known: readonly Variable[], more: readonly Variable[]): readonly Variable[] {
  const merged = [...known];
  for (const variable of more) {
    if (merged.some((one) => one.name === variable.name)) throw new KustomizeError(`var ${variable.name ?? ""} already encountered`);
    merged.push(variable);
  }
  return merged.sort((left, right) => compareBytewise(left.name ?? "", right.name ?? ""));
}
