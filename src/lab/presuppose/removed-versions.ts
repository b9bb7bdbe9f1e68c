import { isJsonObject, type JsonObject } from "../../base/json.ts";
import type { ShownFile, Step, TranscriptItem } from "../transcript.ts";
import { objectsAt, rewrittenFile } from "./rewritten-file.ts";

/** A file in a version of an API that went before the oldest Kubernetes that k8sim has, where the document shows that it was taken. */
export interface RemovedVersion {
  readonly index: number;
  readonly step: Step;
  readonly path: string;
}

/** What has `apps/v1` since 1.9, under the names that it had before. */
const REFUSED =
  /unable to recognize "([^"]+)": no matches for kind "(?:Deployment|DaemonSet|ReplicaSet|StatefulSet)" in version "(?:apps\/v1beta[12]|extensions\/v1beta1)"/;
const REMOVED = /^(?:apps\/v1beta[12]|extensions\/v1beta1)$/;
const WORKLOAD = /^(?:Deployment|DaemonSet|ReplicaSet|StatefulSet)$/;

/** The file that a cluster has refused for its version, where the document shows that its own cluster did not. */
export function removedVersionOf(step: Step, actual: string, index: number): RemovedVersion | undefined {
  const path = REFUSED.exec(actual)?.[1];
  const isTaken = (step.expected ?? []).some(({ text }) => / created\b/.test(text));
  return path === undefined || !isTaken ? undefined : { index, step, path };
}

/** The same file in `apps/v1`, with the selector that was the template's labels where none is given; undefined where it is nowhere to be read. */
export function inCurrentVersion({ index, step, path }: RemovedVersion, items: readonly TranscriptItem[]): ShownFile | undefined {
  const objects = objectsAt(path, items.slice(0, index + 2));
  const why = `${path} is read in apps/v1: Kubernetes has its own version of the API no longer`;
  return objects && rewrittenFile(step, path, objects.map(current), why);
}

function current(object: JsonObject): JsonObject {
  const { apiVersion, kind, spec } = object;
  if (!REMOVED.test(String(apiVersion)) || !WORKLOAD.test(String(kind)) || !isJsonObject(spec)) return object;
  const template = isJsonObject(spec["template"]) ? spec["template"] : {};
  const metadata = isJsonObject(template["metadata"]) ? template["metadata"] : {};
  const selector = spec["selector"] ?? { matchLabels: metadata["labels"] ?? {} };
  return { ...object, apiVersion: "apps/v1", spec: { ...spec, selector } };
}
