import type { JsonValue } from "../../base/json.ts";
import { type LabelRequirements, matchesLabels } from "../../machinery/labels.ts";
import { parseLabelSelector } from "../../machinery/label-parser.ts";
import { type KubeObject, splitApiVersion } from "../../machinery/object.ts";
import { CommandError } from "../errors.ts";
import type { Factory } from "../factory.ts";
import type { RestMapping } from "../rest-mapper.ts";
import type { InfoUnit, ResourceQuery } from "./builder.ts";
import { decodeObject, itemsOf, parseStream } from "./documents.ts";
import type { ManifestSource } from "./files.ts";
import type { ResourceInfo } from "./info.ts";

const STOP_VALIDATING = "if you choose to ignore these errors, turn validation off with --validate=false";

/** The mapping of objects that are only looked at locally. */
function localMapping(object: KubeObject): RestMapping {
  const { group, version } = splitApiVersion(object.apiVersion);
  const kind = object.kind;
  // Messages name such an object by its kind.
  const resource = group === "" ? kind.toLowerCase() : `${kind.toLowerCase()}.${group}`;
  return {
    group,
    version,
    kind,
    resource,
    singular: kind.toLowerCase(),
    namespaced: object.metadata.namespace !== undefined,
    shortNames: [],
    categories: [],
    verbs: [],
  };
}

/** A unit for each source: its documents in order, lists taken apart when the query says so. */
// cli-runtime/pkg/resource/visitor.go StreamVisitor, mapper.go
export function fileUnits(factory: Factory, query: ResourceQuery, sources: readonly ManifestSource[]): InfoUnit[] {
  const requirements = readSelector(factory, query);
  return sources.map(
    (source) =>
      async function* readSource() {
        for await (const value of parseStream(await source.read(), source.name, factory.env.release.has("jsonErrorOffset"))) {
          if (value === null) continue;
          await checkDocument(query, value, source.name);
          for await (const each of documentInfos(factory, query, value, source.name)) {
            if (each instanceof Error || selectedBy(requirements, each)) yield each;
          }
        }
      },
  );
}

async function checkDocument(query: ResourceQuery, value: JsonValue, source: string): Promise<void> {
  try {
    await query.check?.(value);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    throw new CommandError(`error validating "${source}": error validating data: ${error.message}; ${STOP_VALIDATING}`);
  }
}

async function* documentInfos(
  factory: Factory,
  query: ResourceQuery,
  value: JsonValue,
  source: string,
): AsyncGenerator<ResourceInfo | Error> {
  let objects: readonly KubeObject[];
  let object: KubeObject;
  try {
    object = decodeObject(value, source, factory.env.release.has("jsonErrorsQuoteContext"));
    // A table is made of each object by itself.
    objects = query.flatten === true || query.as === "table" ? itemsOf(object) : [object];
  } catch (error) {
    yield error as Error;
    return;
  }
  for (const each of objects) {
    try {
      const info = await objectInfo(factory, query, each, source);
      yield each === object || factory.env.release.has("listItemsKnowSource") ? info : { ...info, source: "" };
    } catch (error) {
      yield error as Error;
    }
  }
}

async function objectInfo(factory: Factory, query: ResourceQuery, object: KubeObject, source: string): Promise<ResourceInfo> {
  const mapping = query.local === true ? localMapping(object) : await mappingOf(factory, object, source);
  const own = object.metadata.namespace ?? "";
  const info: ResourceInfo = { mapping, namespace: own, name: object.metadata.name ?? "", source, fromFile: true, object };
  // Without a mapping the builder cannot know whether an object belongs into a namespace.
  if (query.local === true) return info;
  if (!mapping.namespaced) return withNamespace(info, "");
  if (own === "") return withNamespace(info, query.namespace);
  if (query.enforceNamespace === true && own !== query.namespace) {
    throw new CommandError(
      `the namespace from the provided object "${own}" does not match the namespace "${query.namespace}". You must pass '--namespace=${own}' to perform this operation.`,
    );
  }
  return info;
}

function withNamespace(info: ResourceInfo, namespace: string): ResourceInfo {
  const object = info.object as KubeObject;
  const { namespace: _, ...rest } = object.metadata;
  const metadata = namespace === "" ? rest : { ...rest, namespace };
  return { ...info, namespace, object: { ...object, metadata } };
}

async function mappingOf(factory: Factory, object: KubeObject, source: string): Promise<RestMapping> {
  const { group, version } = splitApiVersion(object.apiVersion);
  const mapping = await factory.mapper.byKind(group, object.kind, version);
  if (mapping !== undefined) return mapping;
  const why = `no matches for kind "${object.kind}" in version "${object.apiVersion}"`;
  if (!factory.env.release.has("mappingErrorNamesObject")) throw new CommandError(`unable to recognize "${source}": ${why}`);
  const { name, namespace } = object.metadata;
  throw new CommandError(
    `resource mapping not found for name: "${textOf(name)}" namespace: "${textOf(namespace)}" from "${source}": ${why}\nensure CRDs are installed first`,
  );
}

/** A field that ought to be text and, in a manifest that nobody has checked yet, may be anything: then it counts as empty. */
function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** A label selector picks among the documents of files as well. */
function selectedBy(requirements: LabelRequirements, info: ResourceInfo): boolean {
  return matchesLabels(requirements, info.object?.metadata.labels);
}

function readSelector(factory: Factory, query: ResourceQuery): LabelRequirements {
  const selector = (query.labelSelector ?? "").trim();
  if (selector === "") return [];
  try {
    return parseLabelSelector(selector, factory.env.release);
  } catch (error) {
    throw new CommandError(`the provided selector ${JSON.stringify(selector)} is not valid: ${(error as Error).message}`);
  }
}
