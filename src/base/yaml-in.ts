import { EVENT_ID, getScalarValue, parseEvents, SCALAR_STYLE, YAMLException, type Event } from "js-yaml";
import { setOwn } from "./deep.ts";
import { goFloat, goQuote, goValueSyntax, integerDigits } from "./go-format.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "./json.ts";
import { diagnoseYaml } from "./yaml-diagnose.ts";
import { resolveYamlScalar, type ResolvedYamlScalar } from "./yaml-resolve.ts";

/** The text is no YAML that go-yaml takes; the message is go-yaml's (`yaml: line 3: did not find expected key`). */
export class YamlError extends Error {
  override readonly name = "YamlError";
}

/** How strictly to read. */
export interface YamlInOptions {
  /** Refuse a key that is set twice in one mapping (`yaml: unmarshal errors:…`); otherwise the last one counts. */
  readonly strict?: boolean;
  /** Read as go-yaml v3 does: `yes` and its like are text, and a mapping's own keys win over merged ones. 1.1 unless told. */
  readonly version?: "1.1" | "1.2";
  /** Told of each member that has nothing behind its colon, which reads as null. */
  readonly onBlank?: (container: JsonObject, key: string) => void;
}

type ScalarEvent = Extract<Event, { type: typeof EVENT_ID.SCALAR }>;
type Anchored = Extract<Event, { anchorStart: number; tagStart: number }>;

interface Reader {
  readonly source: string;
  readonly events: readonly Event[];
  readonly strict: boolean;
  readonly version: "1.1" | "1.2";
  readonly onBlank: YamlInOptions["onBlank"];
  readonly anchors: Map<string, JsonValue>;
  readonly openAnchors: Set<string>;
  readonly duplicates: string[];
  position: number;
}

const LONG_TAG = "tag:yaml.org,2002:";

/**
 * Reads the first document of a text as sigs.k8s.io/yaml does: YAML 1.1 scalars of go-yaml v2, merge keys, keys
 * turned into strings, timestamps kept as text. An empty text is null. Throws YamlError.
 */
export function parseYaml(text: string, options: YamlInOptions = {}): JsonValue {
  const source = text.startsWith("\ufeff") ? text.slice(1) : text;
  const events = readEvents(source);
  const reader: Reader = {
    source,
    events,
    strict: options.strict === true,
    version: options.version ?? "1.1",
    onBlank: options.onBlank,
    anchors: new Map(),
    openAnchors: new Set(),
    duplicates: [],
    position: 1,
  };
  if (events.length === 0 || events[1]?.type === EVENT_ID.POP) return null;
  const value = readNode(reader);
  if (reader.duplicates.length > 0) throw new YamlError(`yaml: unmarshal errors:\n${reader.duplicates.join("\n")}`);
  return value;
}

function readEvents(text: string): readonly Event[] {
  try {
    return parseEvents(text, { maxDepth: 10_000 });
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    throw new YamlError(`yaml: ${diagnoseYaml(text) ?? error.reason}`);
  }
}

function readNode(reader: Reader): JsonValue {
  const event = reader.events[reader.position++];
  if (event === undefined) return null;
  switch (event.type) {
    case EVENT_ID.SCALAR:
      return remember(reader, event, readScalar(reader, event));
    case EVENT_ID.SEQUENCE:
      return readCollection(reader, event, readSequence);
    case EVENT_ID.MAPPING:
      return readCollection(reader, event, readMapping);
    case EVENT_ID.ALIAS:
      return readAlias(reader, reader.source.slice(event.anchorStart, event.anchorEnd));
    default:
      return null;
  }
}

function readCollection(reader: Reader, event: Anchored, read: (reader: Reader) => JsonValue): JsonValue {
  const anchor = anchorOf(reader, event);
  if (anchor !== undefined) reader.openAnchors.add(anchor);
  const value = read(reader);
  if (anchor !== undefined) reader.openAnchors.delete(anchor);
  return remember(reader, event, value);
}

function anchorOf(reader: Reader, event: Anchored): string | undefined {
  return event.anchorStart < 0 ? undefined : reader.source.slice(event.anchorStart, event.anchorEnd);
}

function remember(reader: Reader, event: Anchored, value: JsonValue): JsonValue {
  const anchor = anchorOf(reader, event);
  if (anchor !== undefined) reader.anchors.set(anchor, value);
  return value;
}

function readAlias(reader: Reader, anchor: string): JsonValue {
  if (reader.openAnchors.has(anchor)) throw new YamlError(`yaml: anchor '${anchor}' value contains itself`);
  const value = reader.anchors.get(anchor);
  if (value === undefined) throw new YamlError(`yaml: unknown anchor '${anchor}' referenced`);
  return structuredClone(value);
}

function readSequence(reader: Reader): JsonValue[] {
  const items: JsonValue[] = [];
  while (reader.events[reader.position]?.type !== EVENT_ID.POP) items.push(readNode(reader));
  reader.position++;
  return items;
}

function readMapping(reader: Reader): JsonObject {
  const object: JsonObject = {};
  const seen = new Map<string, Event>();
  while (reader.events[reader.position]?.type !== EVENT_ID.POP) {
    const keyEvent = reader.events[reader.position] as Event;
    if (isMergeKey(reader, keyEvent)) {
      reader.position++;
      mergeInto(object, readNode(reader), reader.version === "1.2" ? seen : undefined);
      continue;
    }
    const key = readNode(reader);
    const valueEvent = reader.events[reader.position];
    const value = readNode(reader);
    const name = keyText(key, value);
    if (value === null && valueEvent !== undefined && isBlank(reader, valueEvent)) reader.onBlank?.(object, name);
    const first = seen.get(name);
    if (reader.strict && first !== undefined) reader.duplicates.push(duplicateText(reader, name, keyEvent, first));
    seen.set(name, first ?? keyEvent);
    setOwn(object, name, value);
  }
  reader.position++;
  return object;
}

function isBlank(reader: Reader, event: Event): boolean {
  return event.type === EVENT_ID.SCALAR && event.style === SCALAR_STYLE.PLAIN && getScalarValue(reader.source, event) === "";
}

/** What go-yaml v2 and v3 say of a key that comes again. */
function duplicateText(reader: Reader, name: string, again: Event, first: Event): string {
  const line = `  line ${lineOf(reader, again)}: `;
  if (reader.version === "1.1") return `${line}key ${goQuote(name)} already set in map`;
  return `${line}mapping key ${goQuote(name)} already defined at line ${lineOf(reader, first)}`;
}

function lineOf(reader: Reader, event: Event): number {
  const offset = event.type === EVENT_ID.SCALAR ? event.valueStart : 0;
  return reader.source.slice(0, offset).split("\n").length;
}

function isMergeKey(reader: Reader, event: Event): boolean {
  if (event.type !== EVENT_ID.SCALAR || event.style !== SCALAR_STYLE.PLAIN) return false;
  return event.tagStart < 0 && getScalarValue(reader.source, event) === "<<";
}

/** Earlier members of a merged list win over later ones; a merge overwrites keys that stood before it, but for `kept`. */
// gopkg.in/yaml.v2 decode.go merge
function mergeInto(object: JsonObject, value: JsonValue, kept: ReadonlyMap<string, Event> | undefined): void {
  const sources = Array.isArray(value) ? value.toReversed() : [value];
  for (const source of sources) {
    if (!isJsonObject(source)) {
      throw new YamlError("yaml: map merge requires map or sequence of maps as the value");
    }
    for (const key of Object.keys(source)) if (kept?.has(key) !== true) setOwn(object, key, source[key]);
  }
}

/** Keys become strings as sigs.k8s.io/yaml makes them; null and collections cannot be keys. */
function keyText(key: JsonValue, value: JsonValue): string {
  if (typeof key === "string") return key;
  if (typeof key === "boolean") return key ? "true" : "false";
  if (typeof key === "number") return numberKey(key);
  if (key === null) {
    const shown = value === null ? "interface {}(nil)" : goValueSyntax(value);
    throw new YamlError(`Unsupported map key of type: %!s(<nil>), key: <nil>, value: ${shown}`);
  }
  throw new YamlError(`yaml: invalid map key: ${goValueSyntax(key).replaceAll("map[string]", "map[interface {}]")}`);
}

function numberKey(key: number): string {
  if (Number.isNaN(key)) return ".nan";
  if (!Number.isFinite(key)) return key > 0 ? ".inf" : "-.inf";
  if (Number.isInteger(key) && Math.abs(key) < 2 ** 63) return integerDigits(key);
  // The library formats floating keys with 32 bits.
  return goFloat(Number(Math.fround(key).toPrecision(7)));
}

function readScalar(reader: Reader, event: ScalarEvent): JsonValue {
  const text = getScalarValue(reader.source, event);
  const tag = event.tagStart < 0 ? "" : longTag(reader.source.slice(event.tagStart, event.tagEnd));
  if (tag === "") return event.style === SCALAR_STYLE.PLAIN ? readPlain(text, reader.version) : text;
  return resolveTagged(tag, text);
}

/** go-yaml v3 reads times as such, and JSON has them in their full form. */
function readPlain(text: string, version: "1.1" | "1.2"): JsonValue {
  const { tag, value } = resolveYamlScalar(text, version);
  return tag === "timestamp" && version === "1.2" ? fullTime(text) : value;
}

const TIME = /^(\d+)-(\d+)-(\d+)(?:[Tt ]\s*(\d+):(\d+):(\d+)(?:\.(\d+))?)?(.*)$/;

function fullTime(text: string): string {
  const [, year = "", month = "", day = "", hour = "0", minute = "0", second = "0", fraction = "", zone = ""] = TIME.exec(text) ?? [];
  const two = (part: string): string => part.padStart(2, "0");
  const digits = fraction.replace(/0+$/, "");
  const time = `${two(hour)}:${two(minute)}:${two(second)}${digits === "" ? "" : `.${digits}`}`;
  return `${year}-${two(month)}-${two(day)}T${time}${zone === "" || /^[-+]00:00$/.test(zone) ? "Z" : zone}`;
}

function longTag(tag: string): string {
  if (tag.startsWith("!!")) return LONG_TAG + tag.slice(2);
  return tag.startsWith("!<") ? tag.slice(2, -1) : tag;
}

function resolveTagged(tag: string, text: string): JsonValue {
  const short = tag.startsWith(LONG_TAG) ? tag.slice(LONG_TAG.length) : "str";
  if (short === "binary") return decodeBinary(text);
  if (!["bool", "int", "float", "null", "timestamp"].includes(short)) return text;
  const resolved: ResolvedYamlScalar = resolveYamlScalar(text);
  if (resolved.tag === short || (short === "float" && resolved.tag === "int")) return resolved.value;
  throw new YamlError(`yaml: cannot decode !!${resolved.tag} \`${text}\` as a !!${short}`);
}

function decodeBinary(text: string): string {
  try {
    const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
    return new TextDecoder().decode(bytes);
  } catch {
    throw new YamlError("yaml: !!binary value contains invalid base64 data");
  }
}
