import { goQuote } from "../../../base/go-format.ts";
import { deepClone } from "../../../base/deep.ts";
import type { KubectlEnv } from "../../env.ts";
import { loadCrdConfig } from "../crds.ts";
import { KustomizeError, notEmulated, within } from "../errors.ts";
import { EMPTY_CONFIG, mergeConfigs, type TransformerConfig } from "../field-specs.ts";
import { ORDER_V4 } from "../gvk.ts";
import { deprecationWarnings, type Kustomization, readKustomization, type Variable } from "../kustomization.ts";
import type { Loader } from "../loader.ts";
import { makeConfig, namesLists } from "../transformer-config.ts";
import { readObjects } from "./documents.ts";
import { generateOne } from "./generate.ts";
import type { FindSchema } from "./merge-schema.ts";
import { configuring } from "./patches.ts";
import { below, builtinOrigin, type Origin } from "./origin.ts";
import { absorb, append, newResMap, type ResMap } from "./res-map.ts";
import { newResource, type Resource } from "./resource.ts";
import { transform } from "./transform.ts";
import { markSources, mergeVariables, variablesText } from "./variables.ts";

/** What a kustomization and its bases come to, before names are followed. api/internal/accumulator/resaccumulator.go */
export interface Accumulated {
  readonly map: ResMap;
  /** Undefined until a kustomization was read into it. */
  readonly config: TransformerConfig | undefined;
  readonly variables: readonly Variable[];
}

/** One kustomization of a build. */
export interface Target {
  readonly env: KubectlEnv;
  readonly loader: Loader;
  readonly kustomization: Kustomization;
  readonly schemas: FindSchema;
  /** --enable-helm */
  readonly inflatesCharts: boolean;
  /** Where it lies, while buildMetadata asks for origins. */
  readonly origin?: Origin;
}

const GENERATOR_STEPS = [
  ["ConfigMap", "configMapGenerator", "ConfigMapGenerator"],
  ["Secret", "secretGenerator", "SecretGenerator"],
] as const;

/** Reads what a kustomization names, and does what it says. api/internal/target/kusttarget.go accumulateTarget */
export function accumulate(target: Target, into: Accumulated): Accumulated {
  const { env, kustomization } = target;
  refuseForeign(kustomization);
  const componentsFirst = !env.release.has("kustomizeComponentsLast");
  const resources = [...(kustomization.resources ?? []), ...(kustomization.bases ?? [])];
  let sum = within("accumulating resources", () => resources.reduce((all, path) => addResource(target, all, path), into));
  if (componentsFirst) sum = addComponents(target, sum);
  sum = { ...sum, config: configOf(target, sum.config) };
  generate(target, sum.map);
  if (!componentsFirst) sum = addComponents(target, sum);
  transform(target, sum.map, sum.config ?? EMPTY_CONFIG, stepOrigin(target));
  const { vars = [] } = kustomization;
  const variables = within(`merging vars ${variablesText(vars, sum.map)}`, () => {
    markSources(sum.map, vars);
    return mergeVariables(sum.variables, vars);
  });
  return { ...sum, variables };
}

/** Names what k8sim does not do: charts, and steps that are programs or objects of their own. */
function refuseForeign(kustomization: Kustomization): void {
  for (const field of ["helmChartInflationGenerator", "generators", "transformers", "validators"] as const) {
    if ((kustomization[field] ?? []).length > 0) throw notEmulated(field);
  }
}

function configOf({ env, loader, kustomization }: Target, config: TransformerConfig | undefined): TransformerConfig {
  const { release } = env;
  const merge = (one: TransformerConfig, other: TransformerConfig): TransformerConfig =>
    mergeConfigs(one, other, ORDER_V4, namesLists(release));
  const own = makeConfig(loader, kustomization.configurations ?? [], release);
  const { crds = [] } = kustomization;
  const custom = within(`loading CRDs [${crds.join(" ")}]`, () => loadCrdConfig(loader, crds, ORDER_V4));
  return merge(merge(config ?? EMPTY_CONFIG, own), custom);
}

function addResource(target: Target, sum: Accumulated, path: string): Accumulated {
  const failure = addFile(target, sum, path);
  if (failure === undefined) return sum;
  const malformed = failure.message.includes("MalformedYAMLError") && target.env.release.has("kustomizeMalformedFirst");
  const prefix = `accumulation err='${failure.message}'`;
  let loader: Loader;
  try {
    loader = within(prefix, () => target.loader.open(path));
  } catch (error) {
    throw malformed && error instanceof KustomizeError ? failure : error;
  }
  return within(prefix, () => addDirectory(target, sum, { path, loader, isComponent: false }));
}

/** Adds the objects of a file; the failure when the path is none. */
function addFile({ env, loader, origin }: Target, sum: Accumulated, path: string): KustomizeError | undefined {
  let resources: Resource[];
  try {
    resources = within(`accumulating resources from '${path}'`, () => readFile(env, loader, path));
  } catch (error) {
    if (error instanceof KustomizeError) return error;
    throw error;
  }
  try {
    within(`merging resources from '${path}'`, () => {
      for (const resource of resources) append(sum.map, origin === undefined ? resource : { ...resource, origin: below(origin, path) });
    });
  } catch (error) {
    if (error instanceof KustomizeError) return error;
    throw error;
  }
  return undefined;
}

function readFile(env: KubectlEnv, loader: Loader, path: string): Resource[] {
  const text = loader.load(path);
  const map = newResMap(env.release);
  try {
    for (const object of readObjects(text)) append(map, newResource(object));
  } catch (error) {
    if (!(error instanceof KustomizeError) || !error.message.includes("MalformedYAMLError")) throw error;
    throw env.release.has("kustomizeMalformedFirst") ? new KustomizeError(`${error.message} in File: ${path}`) : error;
  }
  return map.list;
}

interface Directory {
  readonly path: string;
  readonly loader: Loader;
  readonly isComponent: boolean;
}

/** Adds another kustomization: a base of its own, or a component that works on what is there. accumulateDirectory */
function addDirectory(target: Target, sum: Accumulated, { path, loader, isComponent }: Directory): Accumulated {
  const { env } = target;
  const kustomization = within(`couldn't make target for path '${loader.root}'`, () => readKustomization(loader, env.release));
  for (const warning of deprecationWarnings(kustomization, env.release)) env.stderr(warning);
  const { kind = "Kustomization" } = kustomization;
  if (isComponent && kind !== "Component") {
    throw new KustomizeError(`expected kind 'Component' for path '${loader.root}' but got '${kind}'`);
  }
  if (!isComponent && kind === "Component") throw new KustomizeError(`expected kind != 'Component' for path '${loader.root}'`);
  const origin = target.origin === undefined ? {} : { origin: below(target.origin, path) };
  const inner: Target = { env, loader, kustomization, schemas: target.schemas, inflatesCharts: target.inflatesCharts, ...origin };
  const empty: Accumulated = { map: newResMap(env.release), config: undefined, variables: [] };
  const added = within(`recursed accumulation of path '${loader.root}'`, () => accumulate(inner, isComponent ? sum : empty));
  return within(`recursed merging from path '${loader.root}'`, () => joined(isComponent ? empty : sum, added, namesLists(env.release)));
}

function joined(sum: Accumulated, more: Accumulated, tellsLists: boolean): Accumulated {
  for (const resource of more.map.list) append(sum.map, resource);
  return {
    map: sum.map,
    config: mergeConfigs(sum.config ?? EMPTY_CONFIG, more.config ?? EMPTY_CONFIG, ORDER_V4, tellsLists),
    variables: mergeVariables(sum.variables, more.variables),
  };
}

/** The failures inside of components come quoted. */
function quotedWithin<T>(prefix: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw error instanceof KustomizeError ? new KustomizeError(`${prefix} ${goQuote(error.message)}`) : error;
  }
}

function addComponents(target: Target, into: Accumulated): Accumulated {
  return within("accumulating components", () => {
    let sum = into;
    for (const path of target.kustomization.components ?? []) {
      const loader = quotedWithin("loader.New", () => target.loader.open(path));
      sum = quotedWithin("accumulateDirectory:", () => addDirectory(target, sum, { path, loader, isComponent: true }));
    }
    return sum;
  });
}

/** The origin of a built-in step, when origins are kept. */
function stepOrigin({ origin, loader }: Target): (step: string) => Origin | undefined {
  const file = ["kustomization.yaml", "kustomization.yml", "Kustomization"].find((name) => isThere(loader, name)) ?? "";
  return (step) => (origin === undefined ? undefined : builtinOrigin(origin, file, step));
}

function isThere(loader: Loader, name: string): boolean {
  try {
    loader.loadBytes(name);
    return true;
  } catch (error) {
    if (error instanceof KustomizeError) return false;
    throw error;
  }
}

/** Charts need --enable-helm; with it, it is k8sim that has none. */
function refuseCharts({ kustomization, inflatesCharts }: Target): void {
  const [chart] = kustomization.helmCharts ?? [];
  if (chart === undefined) return;
  if (inflatesCharts) throw notEmulated("helmCharts");
  configuring("HelmChartInflationGenerator", { ...kustomization.helmGlobals, ...chart }, () => {
    throw new KustomizeError("must specify --enable-helm");
  });
}

function generate(target: Target, map: ResMap): void {
  const { env, loader, kustomization } = target;
  refuseCharts(target);
  const fresh = GENERATOR_STEPS.flatMap(([kind, field, step]) =>
    (kustomization[field] ?? []).map((args) => ({ kind, step, args: deepClone(args) })),
  );
  for (const { kind, step, args } of fresh) {
    const resource = generateOne(env, loader, kind, args, kustomization.generatorOptions);
    const origin = stepOrigin(target)(step);
    // Go shows the generator by its address, which differs from run to run.
    within("merging from generator &{0xc0003b2000 <nil>}", () => absorb(map, origin === undefined ? resource : { ...resource, origin }));
  }
}
