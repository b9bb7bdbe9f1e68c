import type { AsyncClient } from "../../machinery/client.ts";
import { apiVersionOf, type KubeObject } from "../../machinery/object.ts";
import { StatusError } from "../../machinery/status.ts";
import { CommandError, FailureList } from "../errors.ts";
import type { Factory } from "../factory.ts";
import type { RestMapping } from "../rest-mapper.ts";
import { type NamedResources, readArguments } from "./arguments.ts";
import { expandFiles, type FileOptions } from "./files.ts";
import { fetchInfo, infoRef, type ResourceInfo } from "./info.ts";
import type { ManifestCheck } from "./documents.ts";

/** What a command wants to work on. cli-runtime/pkg/resource/builder.go */
export interface ResourceQuery {
  /** Positional arguments: `po x y`, `po/x`, `po,svc`. */
  readonly args?: readonly string[];
  readonly files?: FileOptions;
  /** Namespace of everything that names none. */
  readonly namespace: string;
  /** --namespace was given: objects from files must not name another. */
  readonly enforceNamespace?: boolean;
  readonly allNamespaces?: boolean;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  /** --all */
  readonly selectAll?: boolean;
  /** A type without name means all objects of the type. */
  readonly allowEmptySelector?: boolean;
  /** Go on after an error and report all at the end; otherwise stop at the first. */
  readonly continueOnError?: boolean;
  /** Take lists apart into their items. */
  readonly flatten?: boolean;
  /** Replace what files say by what the server has. */
  readonly latest?: boolean;
  readonly singleResourceType?: boolean;
  /** Never ask the server. */
  readonly local?: boolean;
  /** False leaves infos without an object (delete). */
  readonly requireObject?: boolean;
  readonly as?: "object" | "table";
  /** Fetch this subresource of each object instead: status, scale. */
  readonly subresource?: string;
  /** Fetch objects named by arguments without what belongs to their cluster alone. */
  readonly export?: boolean;
  /** Checks each document of a file before it is decoded. */
  readonly check?: ManifestCheck;
  /** Objects are decoded into kubectl's own types: custom resources have none. */
  readonly typed?: boolean;
}

/** What a query found, as far as the arguments tell. */
export interface ResourceResult {
  /** One object was asked for: it is printed bare, not in a list. */
  readonly singleItemImplied: boolean;
  /** Single objects were named, rather than types selected. */
  readonly targetsSingleItems: boolean;
  /**
   * Calls `visitor` for each info in order, as soon as it is there. Errors of either end the visit or, with continueOnError, are
   * thrown together at the end.
   */
  visit(visitor: (info: ResourceInfo) => Promise<void>): Promise<void>;
  /** All infos; throws as `visit`. */
  infos(): Promise<ResourceInfo[]>;
}

/** One source of infos. It may hand out errors between infos, and end with one thrown. */
export type InfoUnit = () => AsyncGenerator<ResourceInfo | Error>;

const MISSING_RESOURCE = `You must provide one or more resources by argument or filename.
Example resource specifications include:
   '-f rsrc.yaml'
   '--filename=rsrc.json'
   '<resource> <name>'
   '<resource>'`;

/** Resolves a query as far as possible without fetching objects. Throws CommandError with the builder's texts. */
export async function findResources(factory: Factory, query: ResourceQuery): Promise<ResourceResult> {
  const errors: Error[] = [];
  const files = expandFiles(query.files ?? { filenames: [], recursive: false, kustomize: "" }, factory.env, errors);
  checkSelectors(query, errors);
  const named = await readNames(factory, query, errors);
  if (errors.length > 0) throw new FailureList(errors);
  const plan: Plan = { factory, query, named };
  if (files.sources.length > 0) {
    refuseArguments(named);
    const single = !files.fromDirectory && !files.fromStdin && files.sources.length === 1;
    const { fileUnits } = await import("./manifests.ts");
    return resultOf(plan, fileUnits(factory, query, files.sources), { single, targetsSingleItems: true });
  }
  if (selects(query, named)) return resultOf(plan, await selectorUnits(plan), { single: false, targetsSingleItems: false });
  if (named.tuples.length > 0) {
    return resultOf(plan, await tupleUnits(plan), { single: named.tuples.length === 1, targetsSingleItems: true });
  }
  if (named.names.length > 0) {
    return resultOf(plan, await nameUnits(plan), { single: named.names.length === 1, targetsSingleItems: true });
  }
  if (named.types.length === 0) throw new CommandError(MISSING_RESOURCE);
  for (const type of named.types) await factory.mapper.need(type);
  throw new CommandError(factory.env.release.value("missingNameText"));
}

interface Plan {
  readonly factory: Factory;
  readonly query: ResourceQuery;
  readonly named: NamedResources;
}

function checkSelectors(query: ResourceQuery, errors: Error[]): void {
  if (query.selectAll !== true) return;
  if ((query.labelSelector ?? "").trim() !== "" || (query.fieldSelector ?? "").trim() !== "") {
    errors.push(new CommandError("setting 'all' parameter but found a non empty selector. "));
  }
}

async function readNames(factory: Factory, query: ResourceQuery, errors: Error[]): Promise<NamedResources> {
  try {
    const named = readArguments(query.args ?? [], factory.env.programName);
    return { ...named, types: await expandCategories(factory, named.types) };
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    errors.push(error);
    return { types: [], names: [], tuples: [] };
  }
}

async function expandCategories(factory: Factory, types: readonly string[]): Promise<string[]> {
  const expanded: string[] = [];
  for (const type of types) expanded.push(...((await factory.mapper.category(type)) ?? [type]));
  return [...new Set(expanded)];
}

function refuseArguments(named: NamedResources): void {
  if (named.types.length > 0) {
    throw new CommandError("when paths, URLs, or stdin is provided as input, you may not specify resource arguments as well");
  }
  if (named.tuples.length > 0) throw new CommandError("resource/name arguments cannot be provided when a path is specified");
}

function selects(query: ResourceQuery, named: NamedResources): boolean {
  if (query.selectAll === true || (query.labelSelector ?? "").trim() !== "" || (query.fieldSelector ?? "").trim() !== "") return true;
  return query.allowEmptySelector === true && named.types.length > 0 && named.names.length === 0;
}

async function mappingsOf({ factory, query, named }: Plan): Promise<RestMapping[]> {
  if (named.types.length > 1 && query.singleResourceType === true) throw new CommandError("you may only specify a single resource type");
  const found = new Map<string, RestMapping>();
  for (const type of named.types) {
    const mapping = await factory.mapper.need(type);
    found.set(`${mapping.group}/${mapping.version}/${mapping.kind}`, mapping);
  }
  return [...found.values()];
}

async function selectorUnits(plan: Plan): Promise<InfoUnit[]> {
  const { factory, query, named } = plan;
  if (named.names.length > 0) throw new CommandError("name cannot be provided when a selector is specified");
  if (named.tuples.length > 0) throw new CommandError("selectors and the all flag cannot be used when passing resource/name arguments");
  if (named.types.length === 0) throw new CommandError("at least one resource must be specified to use a selector");
  if ((query.subresource ?? "") !== "") throw new CommandError("subresource cannot be used when bulk resources are specified");
  const mappings = await mappingsOf(plan);
  return mappings.map(
    (mapping) =>
      async function* listUnit() {
        const namespace = mapping.namespaced && query.allNamespaces !== true ? query.namespace : "";
        const info: ResourceInfo = { mapping, namespace, name: "", source: "" };
        await listInto(await factory.client(), query, info);
        if (query.flatten !== true || info.list === undefined) {
          yield info;
          return;
        }
        for (const item of info.list.items) yield itemInfo(mapping, item);
      },
  );
}

function itemInfo(mapping: RestMapping, item: KubeObject): ResourceInfo {
  return { mapping, namespace: item.metadata.namespace ?? "", name: item.metadata.name ?? "", source: "", object: item };
}

/** cli-runtime/pkg/resource/selector.go: refusals of a list say what was asked for. */
async function listInto(client: AsyncClient, query: ResourceQuery, info: ResourceInfo): Promise<void> {
  const labelSelector = (query.labelSelector ?? "").trim();
  const fieldSelector = (query.fieldSelector ?? "").trim();
  const options = { ...(labelSelector === "" ? {} : { labelSelector }), ...(fieldSelector === "" ? {} : { fieldSelector }) };
  try {
    if (query.as === "table") info.table = await client.listTable(infoRef(info), options);
    else info.list = await client.list(infoRef(info), options);
  } catch (error) {
    if (!(error instanceof StatusError) || (error.reason !== "BadRequest" && error.reason !== "NotFound")) throw error;
    const { group, version, resource } = info.mapping;
    const what = JSON.stringify(`${group}/${version}, Resource=${resource}`);
    const asked = `Unable to find ${what} that match label selector ${JSON.stringify(labelSelector)}, field selector ${JSON.stringify(fieldSelector)}`;
    const head = labelSelector === "" && fieldSelector === "" ? `Unable to list ${what}` : asked;
    throw new StatusError({ ...error.status, message: `${head}: ${error.message}` });
  }
}

async function tupleUnits(plan: Plan): Promise<InfoUnit[]> {
  const { factory, query, named } = plan;
  if (named.types.length > 0) throw new CommandError("you may not specify individual resources and bulk resources in the same call");
  const mappings: RestMapping[] = [];
  for (const tuple of named.tuples) mappings.push(await factory.mapper.need(tuple.resource));
  if (query.singleResourceType === true && new Set(mappings).size > 1)
    throw new CommandError("you may only specify a single resource type");
  return named.tuples.map((tuple, index) => nameUnit(plan, mappings[index] as RestMapping, tuple.name));
}

async function nameUnits(plan: Plan): Promise<InfoUnit[]> {
  if (plan.named.types.length > 1) throw new CommandError("you must specify only one resource");
  const [mapping] = await mappingsOf(plan);
  return plan.named.names.map((name) => nameUnit(plan, mapping as RestMapping, name));
}

function nameUnit({ query }: Plan, mapping: RestMapping, name: string): InfoUnit {
  if (mapping.namespaced && query.allNamespaces === true) {
    throw new CommandError("a resource cannot be retrieved by name across all namespaces");
  }
  if (mapping.namespaced && query.namespace === "") throw new CommandError("namespace may not be empty when retrieving a resource by name");
  return async function* oneName() {
    yield { mapping, namespace: mapping.namespaced ? query.namespace : "", name, source: "" };
  };
}

function resultOf(plan: Plan, units: readonly InfoUnit[], kind: { single: boolean; targetsSingleItems: boolean }): ResourceResult {
  const { factory, query } = plan;
  const visit: ResourceResult["visit"] = async (visitor) => {
    const ofVisits: Error[] = [];
    const ofSources: Error[] = [];
    const noteIn = (failures: Error[]) => (error: Error) => {
      if (query.continueOnError !== true) throw error;
      failures.push(error);
    };
    for (const unit of units) {
      try {
        for await (const each of unit()) {
          if (each instanceof Error) noteIn(ofSources)(each);
          else await visitOne(factory, query, each, visitor).catch(noteIn(ofVisits));
        }
      } catch (error) {
        noteIn(ofSources)(error as Error);
      }
    }
    // What could not even be read comes behind what went wrong with the rest. visitor.go EagerVisitorList
    if (ofVisits.length > 0 && ofSources.length > 1) throw new FailureList([...ofVisits, asOne(ofSources)]);
    if (ofVisits.length + ofSources.length > 0) throw new FailureList([...ofVisits, ...ofSources]);
  };
  return {
    singleItemImplied: kind.single,
    targetsSingleItems: kind.targetsSingleItems,
    visit,
    async infos() {
      const all: ResourceInfo[] = [];
      await visit(async (info) => void all.push(info));
      return all;
    },
  };
}

/** Several errors as one: `[a, b]`, each said once. apimachinery/pkg/util/errors/errors.go */
export function asOne(errors: readonly Error[]): Error {
  const messages = [...new Set(errors.map(({ message }) => message))];
  return new CommandError(messages.length === 1 ? (messages[0] ?? "") : `[${messages.join(", ")}]`);
}

async function visitOne(
  factory: Factory,
  query: ResourceQuery,
  info: ResourceInfo,
  visitor: (info: ResourceInfo) => Promise<void>,
): Promise<void> {
  const fetched = info.object !== undefined || info.list !== undefined || info.table !== undefined;
  const wanted = query.latest === true && info.fromFile === true ? info.name !== "" : !fetched && query.requireObject !== false;
  if (wanted && query.local !== true) await fetchInfo(await factory.client(), info, query.as ?? "object", query);
  if (query.typed === true) refuseUnknownType(factory, info.mapping);
  await visitor(info);
}

/** kubectl's own types are those that it is built with. apimachinery/pkg/runtime/error.go NewNotRegisteredErrForKind */
function refuseUnknownType({ env }: Factory, { group, version, kind }: RestMapping): void {
  if (env.catalog.byKind(group, kind) !== undefined) return;
  const scheme = '"k8s.io/kubectl/pkg/scheme/scheme.go:28"';
  throw new CommandError(`no kind "${kind}" is registered for version "${apiVersionOf(group, version)}" in scheme ${scheme}`);
}
