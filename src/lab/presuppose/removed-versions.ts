import { isJsonObject, type JsonObject } from "../../base/json.ts";
import { splitYamlDocuments } from "../../base/yaml-documents.ts";
import { parseYaml, YamlError } from "../../base/yaml-in.ts";
import { formatYaml } from "../../base/yaml-out.ts";
import { manifestAt } from "../performance/manifests.ts";
import type { ShownFile, Step, TranscriptItem } from "../transcript.ts";

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
  const content = manifestAt(path, items.slice(0, index + 2));
  if (content === undefined) return undefined;
  try {
    const objects = splitYamlDocuments(content).map(({ text }) => parseYaml(text));
    return {
      line: step.line,
      path,
      content: objects.map((object) => formatYaml(isJsonObject(object) ? current(object) : object)).join("---\n"),
      sure: "mentioned",
      implied: `${path} is read in apps/v1: Kubernetes has its own version of the API no longer`,
    };
  } catch (error) {
    if (error instanceof YamlError) return undefined;
    throw error;
  }
}

function current(object: JsonObject): JsonObject {
  const { apiVersion, kind, spec } = object;
  if (!REMOVED.test(String(apiVersion)) || !WORKLOAD.test(String(kind)) || !isJsonObject(spec)) return object;
  const template = isJsonObject(spec["template"]) ? spec["template"] : {};
  const metadata = isJsonObject(template["metadata"]) ? template["metadata"] : {};
  const selector = spec["selector"] ?? { matchLabels: metadata["labels"] ?? {} };
  return { ...object, apiVersion: "apps/v1", spec: { ...spec, selector } };
}
