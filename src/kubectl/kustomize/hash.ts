import { goJson } from "../../base/json-out.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../../base/json.ts";
import { sha256 } from "../../base/sha256.ts";
import { scalarText } from "./scalars.ts";

/** Letters that stand for digits which could be read as words. */
const SAFE: Readonly<Record<string, string>> = { "0": "g", "1": "h", "3": "k", a: "m", e: "t" };

/** The ten letters behind the name of a generated object. api/hasher/hasher.go, k8sdeps/transformer/hash/hash.go */
export function contentHash(object: JsonObject, generation: "v2" | "v4"): string {
  const text = goJson(generation === "v2" ? contentV2(object) : contentV4(object), { sortKeys: true });
  const hex = sha256(text).slice(0, 5).toHex();
  return [...hex].map((letter) => SAFE[letter] ?? letter).join("");
}

function nameOf(object: JsonObject): string {
  const metadata = object["metadata"];
  return isJsonObject(metadata) ? scalarText(metadata["name"]) : "";
}

function contentV2(object: JsonObject): JsonObject {
  const { kind = "", immutable } = object;
  const common: JsonObject = { kind, name: nameOf(object), data: object["data"] ?? null };
  if (typeof immutable === "boolean") common["immutable"] = immutable;
  if (kind === "Secret") return { ...common, type: object["type"] ?? "" };
  const binary = object["binaryData"];
  return isJsonObject(binary) && Object.keys(binary).length > 0 ? { ...common, binaryData: binary } : common;
}

function contentV4(object: JsonObject): JsonValue {
  const { kind } = object;
  if (kind !== "ConfigMap" && kind !== "Secret") return object;
  const more = kind === "ConfigMap" ? "binaryData" : "stringData";
  return {
    kind,
    // kustomize looks for a field that is called metadata/name, and never finds it.
    name: "",
    data: partOf(object, "data"),
    ...(kind === "Secret" ? { type: partOf(object, "type") } : {}),
    ...(isJsonObject(object[more]) ? { [more]: object[more] } : {}),
  };
}

function partOf(object: JsonObject, key: string): JsonValue {
  const value = object[key];
  return isJsonObject(value) ? value : scalarText(value);
}
