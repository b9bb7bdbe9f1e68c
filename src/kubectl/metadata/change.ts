import { compareBytewise } from "../../base/bytewise.ts";
import type { JsonObject } from "../../base/json.ts";
import type { KubeObject } from "../../machinery/object.ts";
import { splitApiVersion } from "../../machinery/object.ts";
import { createMergePatch } from "../../machinery/patch/merge-patch.ts";
import type { Release } from "../../release/release.ts";
import type { Invocation } from "../command.ts";
import { type DryRun } from "../dry-run.ts";
import { CommandError } from "../errors.ts";
import {
  allFlag,
  dryRunFlag,
  fieldManagerFlag,
  fieldSelectorFlag,
  filenameFlags,
  printFlags,
  recordFlag,
  selectorFlag,
} from "../flags/common.ts";
import type { FlagSpec } from "../flags/spec.ts";
import { findResources, type ResourceResult } from "../resources/builder.ts";
import { infoRef, type ResourceInfo } from "../resources/info.ts";
import { queryOf } from "../resources/query.ts";
import type { PairChanges } from "./pairs.ts";

/** The map that a command changes. */
export type MetadataMap = "labels" | "annotations";

/** The flags that label and annotate share. `what` is the plural. */
export function metadataFlags(release: Release, what: MetadataMap, manager: string): FlagSpec[] {
  return [
    allFlag,
    { ...allNamespacesSince, usage: "Work on all namespaces." },
    dryRunFlag,
    fieldManagerFlag(manager),
    fieldSelectorFlag,
    ...filenameFlags(`Files that name the objects whose ${what} to change.`),
    what === "labels" ? listFlag(what) : { ...listFlag(what), feature: "annotateList" },
    { name: "local", type: "bool", usage: "Do not ask the server; change what the files say." },
    { name: "overwrite", type: "bool", usage: `Change ${what} that have another value already.` },
    ...printFlags(),
    recordFlag(release),
    { name: "resource-version", type: "string", usage: "Only change the object when it has this resource version. For a single object." },
    selectorFlag,
  ];
}

const allNamespacesSince = { name: "all-namespaces", shorthand: "A", type: "bool", feature: "labelAllNamespaces" } as const;

function listFlag(what: MetadataMap): FlagSpec {
  return { name: "list", type: "bool", usage: `Show the ${what} of the objects.` };
}

/** The objects whose metadata is to change. Throws CommandError. */
export async function findTargets(invocation: Invocation, resources: readonly string[]): Promise<ResourceResult> {
  const { flags, factory } = invocation;
  const local = flags.bool("local");
  const whole = await queryOf(invocation, local ? [] : resources);
  const query = {
    ...whole,
    selectAll: false,
    allowEmptySelector: flags.bool("all"),
    flatten: true,
    continueOnError: true,
    latest: !local,
    local,
  };
  const result = await findResources(factory, local ? { ...query, labelSelector: "", fieldSelector: "" } : query);
  if (!result.singleItemImplied && flags.text("resource-version") !== "") {
    throw new CommandError("--resource-version may only be used with a single resource");
  }
  return result;
}

/** The object with a changed map; a resource version that is asked for goes in, so that the patch carries it. */
export function withChanges(object: KubeObject, map: MetadataMap, changes: PairChanges, resourceVersion: string): KubeObject {
  const values = new Map(Object.entries(object.metadata[map] ?? {}));
  for (const [key, value] of changes.set) values.set(key, value);
  for (const key of changes.remove) values.delete(key);
  const changed = Object.fromEntries([...values].sort(([left], [right]) => compareBytewise(left, right)));
  const metadata = { ...object.metadata, [map]: changed, ...(resourceVersion === "" ? {} : { resourceVersion }) };
  return { ...object, metadata };
}

/** Sends the difference between two forms of an object as a merge patch; resolves to what the server made of it. */
export async function sendChanges(
  invocation: Invocation,
  info: ResourceInfo,
  before: KubeObject,
  after: KubeObject,
  dryRun: DryRun,
): Promise<KubeObject> {
  const { flags, factory } = invocation;
  const patch = createMergePatch(before as unknown as JsonObject, after as unknown as JsonObject);
  const client = await factory.client();
  return client.patch(infoRef(info), info.name, "merge", patch, {
    ...(dryRun === "server" ? { dryRun: true } : {}),
    ...(flags.has("field-manager") ? { fieldManager: flags.text("field-manager") } : {}),
  });
}

/** An object without its resource version, when the patch has to carry one. */
export function withoutResourceVersion(object: KubeObject, wanted: string): KubeObject {
  if (wanted === "") return object;
  const { resourceVersion: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}

/** What --list prints of one object. */
export function listing(object: KubeObject, map: MetadataMap, single: boolean): string {
  const { group } = splitApiVersion(object.apiVersion);
  const head = single ? "" : `Listing ${map} for ${object.kind}.${group}/${object.metadata.name ?? ""}:\n`;
  const indent = single ? "" : " ";
  return (
    head +
    Object.entries(object.metadata[map] ?? {})
      .map(([key, value]) => `${indent}${key}=${value}\n`)
      .join("")
  );
}
