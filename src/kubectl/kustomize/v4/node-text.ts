import { sortedKeys } from "../../../base/bytewise.ts";
import { isJsonObject, type JsonValue } from "../../../base/json.ts";
import { formatYaml } from "../../../base/yaml-out.ts";

/** A value as kyaml prints a node, which keeps the order of keys. */
export function nodeText(value: JsonValue): string {
  if (!isJsonObject(value) || Object.keys(value).length === 0) return formatYaml(value);
  const keys = Object.keys(value);
  if (keys.join("\n") === sortedKeys(value).join("\n")) return formatYaml(value);
  return keys.map((key) => formatYaml({ [key]: value[key] })).join("");
}
