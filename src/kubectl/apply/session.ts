import type { AsyncClient, WriteOptions } from "../../machinery/client.ts";
import type { KubeObject } from "../../machinery/object.ts";
import { StatusError } from "../../machinery/status.ts";
import type { Invocation } from "../command.ts";
import type { DryRun } from "../dry-run.ts";
import { CommandError, withSource } from "../errors.ts";
import type { ResourceInfo } from "../resources/info.ts";

/** What the steps of one `kubectl apply` share. */
export interface ApplySession {
  readonly invocation: Invocation;
  readonly client: AsyncClient;
  readonly dryRun: DryRun;
  readonly serverSide: boolean;
  readonly forceConflicts: boolean;
  /** -o asks for whole objects: they are printed together at the end. */
  readonly printsObjects: boolean;
  readonly writeOptions: WriteOptions;
  readonly propagationPolicy: "Background" | "Foreground" | "Orphan";
  /** Objects that were applied, by uid. */
  readonly visitedUids: Set<string>;
  readonly visitedNamespaces: Set<string>;
  print(object: KubeObject, operation: string): void;
}

/** `Resource: "/v1, Resource=pods", GroupVersionKind: …` and the object's name, as errors show an info. */
// cli-runtime/pkg/resource/visitor.go Info.String
export function describeInfo({ mapping, name, namespace }: ResourceInfo): string {
  const { group, version, resource, kind } = mapping;
  return `Resource: "${group}/${version}, Resource=${resource}", GroupVersionKind: "${group}/${version}, Kind=${kind}"\nName: ${JSON.stringify(name)}, Namespace: ${JSON.stringify(namespace)}`;
}

/** Puts what was done and the file in front of an error. */
export function failed(what: string, info: ResourceInfo, error: unknown): Error {
  if (!(error instanceof Error)) throw error;
  return withSource(what, info.source, error);
}

/** Refuses to ask the server for an object without a name, as the client library does. */
export function requireName(info: ResourceInfo): void {
  if (info.name === "") throw new CommandError("resource name may not be empty");
}

/** Says so when an object that was changed is on its way out. */
export function warnIfDeleting({ env, release }: Invocation, object: KubeObject): void {
  if (object.metadata.deletionTimestamp === undefined || !release.has("applyWarnsDeleting")) return;
  env.stderr(`Warning: Detected changes to resource ${object.metadata.name ?? ""} which is currently being deleted.\n`);
}

/** True for the API's refusal of a change because of another one. */
export function isConflict(error: unknown): error is StatusError {
  return error instanceof StatusError && error.reason === "Conflict";
}
