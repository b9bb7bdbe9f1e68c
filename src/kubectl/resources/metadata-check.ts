import { sortedKeys } from "../../base/bytewise.ts";
import { canonicalJson } from "../../base/canonical-json.ts";
import { jsonTypeOf, isJsonObject, type JsonObject, type JsonValue } from "../../base/json.ts";

const GO_PATH = "resource.metadataOnlyObject.ObjectMeta: v1.ObjectMeta.";
const STRING_MAPS: readonly string[] = ["labels", "annotations"];
const STRINGS: readonly string[] = ["clusterName", "generateName", "name", "namespace", "resourceVersion", "selfLink", "uid"];

/**
 * Says why an object's metadata cannot be read: names, labels and annotations must be text. `quotesContext` gives the wording of
 * clients that show the bytes around the mistake.
 */
// cli-runtime/pkg/resource/metadata_decoder.go; jsoniter up to 1.22, encoding/json after
export function checkMetadata(object: JsonObject, quotesContext: boolean): string | undefined {
  const { metadata = null } = object;
  if (!isJsonObject(metadata)) {
    if (metadata === null || quotesContext) return undefined;
    return `json: cannot unmarshal ${jsonTypeOf(metadata)} into Go struct field metadataOnlyObject.metadata of type v1.ObjectMeta`;
  }
  for (const field of sortedKeys(metadata)) {
    const map = metadata[field] as JsonValue;
    if (!quotesContext && STRING_MAPS.includes(field) && map !== null && !isJsonObject(map))
      return `json: cannot unmarshal ${jsonTypeOf(map)} into Go struct field ObjectMeta.metadata.${field} of type map[string]string`;
    const found = mistakeIn(metadata, field);
    if (found === undefined) continue;
    const { value, key } = found;
    if (!quotesContext)
      return `json: cannot unmarshal ${jsonTypeOf(value)} into Go struct field ObjectMeta.metadata.${field} of type string`;
    return `${GO_PATH}${fieldsRead(metadata, field, key).join(": ")}: ${readStringError(object, field, key)}`;
  }
  return undefined;
}

/** The first value of a field that ought to be text; `key` is where it stands in a map. */
function mistakeIn(metadata: JsonObject, field: string): { value: JsonValue; key?: string } | undefined {
  const value = metadata[field] as JsonValue;
  if (STRINGS.includes(field)) return typeof value === "string" || value === null ? undefined : { value };
  if (!STRING_MAPS.includes(field) || !isJsonObject(value)) return undefined;
  const key = sortedKeys(value).find((each) => typeof value[each] !== "string" && value[each] !== null);
  return key === undefined ? undefined : { value: value[key] as JsonValue, key };
}

/**
 * The fields that the message names, the last one read first. jsoniter takes one byte of the bad value and goes on where the rest
 * still makes sense, so that a value of one digit lets it read the fields behind, which then all carry the error.
 */
function fieldsRead(metadata: JsonObject, field: string, key: string | undefined): string[] {
  const map = key === undefined ? metadata : (metadata[field] as JsonObject);
  const behind = key === undefined ? [] : Object.keys(map).filter((each) => each > key);
  const goesOn = canonicalJson(map[key ?? field]).length === 1 && behind.every((each) => typeof map[each] === "string");
  const later = goesOn
    ? Object.keys(metadata)
        .filter((each) => each > field)
        .sort()
        .toReversed()
    : [];
  return [...later, field].map((name) => (name === "uid" ? "UID" : name.charAt(0).toUpperCase() + name.slice(1)));
}

function readStringError(object: JsonObject, field: string, key: string | undefined): string {
  const bytes = canonicalJson(object);
  const metadata = object["metadata"] as JsonObject;
  const start = bytes.indexOf(`"metadata":`);
  const fieldAt = bytes.indexOf(`"${field}":`, start);
  const value = canonicalJson(key === undefined ? metadata[field] : (metadata[field] as JsonObject)[key]);
  const name = key ?? field;
  const at = bytes.indexOf(`"${name}":${value}`, fieldAt) + name.length + 3;
  // The reader has taken one byte when it stops.
  const head = at + 1;
  const near = bytes.slice(Math.max(0, head - 10), head + 10);
  const wide = bytes.slice(Math.max(0, head - 50), head + 50);
  const offset = Math.min(10, head);
  return `ReadString: expects " or n, but found ${value[0] ?? ""}, error found in #${offset} byte of ...|${near}|..., bigger context ...|${wide}|...`;
}
