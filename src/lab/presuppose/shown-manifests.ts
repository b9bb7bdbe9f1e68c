import { isJsonObject, type JsonObject } from "../../base/json.ts";
import { splitYamlDocuments } from "../../base/yaml-documents.ts";
import { parseYaml, YamlError } from "../../base/yaml-in.ts";
import { isShownFile, isStep, type Transcript } from "../transcript.ts";

/** An object whose text a document shows somewhere. */
export interface ShownManifest {
  /** Line on which its text begins. */
  readonly line: number;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  readonly object: JsonObject;
  /** No command names a file in which it stands. */
  readonly isLoose: boolean;
}

/** The objects that a document shows in YAML: in files, behind here-documents, as outputs of `-o yaml`, and without any name. */
export function shownManifests({ items, loose = [] }: Pick<Transcript, "items" | "loose">): ShownManifest[] {
  const texts = items.flatMap((item): { line: number; text: string; isLoose: boolean }[] => {
    if (isShownFile(item)) return [{ line: item.line, text: item.content, isLoose: false }];
    if (!isStep(item)) return [];
    const typed = /<<-?\s*["']?(\w+)["']?[^\n]*\n([\s\S]*?)\n\1\s*$/.exec(item.command)?.[2];
    const printed = /\s-o[= ]?yaml\b|^\s*(?:sudo\s+)?cat\s/.test(item.command)
      ? item.expected?.map(({ text }) => text).join("\n")
      : undefined;
    return [typed, printed].flatMap((text) => (text === undefined ? [] : [{ line: item.line, text, isLoose: false }]));
  });
  for (const { line, content } of loose) texts.push({ line, text: content, isLoose: true });
  return texts.flatMap(({ line, text, isLoose }) =>
    objectsIn(text).flatMap((object): ShownManifest[] => {
      const { kind, metadata } = object;
      if (typeof kind !== "string" || !isJsonObject(metadata) || typeof metadata["name"] !== "string") return [];
      const { name, namespace } = metadata as { name: string; namespace?: unknown };
      return [{ line, kind, name, object: asTyped(object), isLoose, ...(typeof namespace === "string" ? { namespace } : {}) }];
    }),
  );
}

/** The objects of a YAML stream; what cannot be read is none. */
function objectsIn(text: string): JsonObject[] {
  if (!/^apiVersion:/m.test(text)) return [];
  return splitYamlDocuments(text).flatMap((part) => {
    try {
      const value = parseYaml(part.text);
      if (!isJsonObject(value)) return [];
      return value["kind"] === "List" && Array.isArray(value["items"]) ? value["items"].filter(isJsonObject) : [value];
    } catch (error) {
      if (error instanceof YamlError) return [];
      throw error;
    }
  });
}

/** What the server adds to an object is not typed. */
const SERVERS_OWN = ["creationTimestamp", "generation", "managedFields", "resourceVersion", "selfLink", "uid"];

function asTyped(object: JsonObject): JsonObject {
  const { status, metadata, ...rest } = object;
  if (!isJsonObject(metadata) || (status === undefined && metadata["uid"] === undefined)) return object;
  const own = Object.fromEntries(Object.entries(metadata).filter(([key]) => !SERVERS_OWN.includes(key)));
  return { ...rest, metadata: own };
}
