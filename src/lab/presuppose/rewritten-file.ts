import { isJsonObject, type JsonObject } from "../../base/json.ts";
import { splitYamlDocuments } from "../../base/yaml-documents.ts";
import { parseYaml, YamlError } from "../../base/yaml-in.ts";
import { formatYaml } from "../../base/yaml-out.ts";
import { manifestAt } from "../performance/manifests.ts";
import type { ShownFile, Step, TranscriptItem } from "../transcript.ts";

/** The objects of the manifest at a path as these items leave it; undefined where it is nowhere to be read, or cannot be. */
export function objectsAt(path: string, items: readonly TranscriptItem[]): JsonObject[] | undefined {
  const content = manifestAt(path, items);
  if (content === undefined) return undefined;
  try {
    return splitYamlDocuments(content)
      .map(({ text }) => parseYaml(text))
      .filter(isJsonObject);
  } catch (error) {
    if (error instanceof YamlError) return undefined;
    throw error;
  }
}

/** A manifest with other objects than the document shows, put in before a step; `implied` says why. */
export function rewrittenFile({ line }: Step, path: string, objects: readonly JsonObject[], implied: string): ShownFile {
  return { line, path, content: objects.map((object) => formatYaml(object)).join("---\n"), sure: "mentioned", implied };
}
