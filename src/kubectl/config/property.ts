import type { JsonObject } from "../../base/json.ts";
import { CommandError } from "../errors.ts";
import { parseBool } from "../flags/values.ts";
import type { EditableConfig, Section } from "./edit.ts";

const FIRST_ADDRESS = 0x3e8000;
const ENTRY_BYTES = 0x100;

type FieldType = "string" | "bytes" | "bool";

const STRINGS = (...names: string[]): [string, FieldType][] => names.map((name) => [name, "string"]);
const FIELDS: Readonly<Record<Section, ReadonlyMap<string, FieldType>>> = {
  clusters: new Map([
    ...STRINGS("server", "tls-server-name", "certificate-authority", "proxy-url"),
    ["insecure-skip-tls-verify", "bool"],
    ["disable-compression", "bool"],
    ["certificate-authority-data", "bytes"],
  ]),
  users: new Map([
    ...STRINGS("client-certificate", "client-key", "token", "tokenFile", "act-as", "username", "password"),
    ["client-certificate-data", "bytes"],
    ["client-key-data", "bytes"],
  ]),
  contexts: new Map(STRINGS("cluster", "user", "namespace")),
};

/** Where a property stands: a whole section, an entry, one field of an entry, or the current context. */
type Place = { section: Section; name?: string; field?: string } | "current-context" | "colors";

/** Reads `clusters.my.cluster.server`: names may hold dots, so that the first known field ends them. Throws CommandError. */
// kubectl/pkg/cmd/config/navigation_step_parser.go
function findPlace(path: string): Place {
  const [head = "", ...parts] = path.split(".");
  if (head === "current-context" && parts.length === 0) return "current-context";
  if (path === "preferences.colors") return "colors";
  if (head !== "clusters" && head !== "users" && head !== "contexts") {
    throw new CommandError(`unable to parse ${path} after [] at api.Config`);
  }
  if (parts.length === 0) return { section: head };
  const at = parts.findIndex((part, index) => index > 0 && FIELDS[head].has(part));
  if (at < 0) return { section: head, name: parts.join(".") };
  if (at !== parts.length - 1) throw new CommandError(`unable to parse one or more field values of ${path}`);
  return { section: head, name: parts.slice(0, at).join("."), field: parts[at] as string };
}

/** `config set`. Throws CommandError. kubectl/pkg/cmd/config/set.go */
export function setProperty(config: EditableConfig, path: string, value: string, rawBytes: boolean): void {
  if (value === "") throw new CommandError("you cannot use set to unset a property");
  const place = findPlace(path);
  if (place === "current-context") {
    config.currentContext = value;
    return;
  }
  if (place === "colors") {
    config.preferences = parseBool(value) ? { ...config.preferences, colors: true } : withoutColors(config.preferences);
    return;
  }
  const { section, name, field } = place;
  if (name === undefined || field === undefined)
    throw new CommandError(`can't set a map to a value: ${goMap([...config[section].keys()])}`);
  const entry: JsonObject = config[section].get(name) ?? {};
  entry[field] = readValue(FIELDS[section].get(field) as FieldType, value, rawBytes);
  config[section].set(name, entry);
}

function withoutColors(preferences: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(preferences).filter(([name]) => name !== "colors"));
}

/** A map of pointers as Go prints it; where its entries lie in memory is anybody's guess. */
function goMap(keys: readonly string[]): string {
  const entries = keys
    .toSorted()
    .map((key, index) => `${key}:0xc000${(FIRST_ADDRESS + index * ENTRY_BYTES).toString(16).padStart(6, "0")}`);
  return `map[${entries.join(" ")}]`;
}

function readValue(type: FieldType, value: string, rawBytes: boolean): string | boolean {
  if (type === "bool") return parseBool(value);
  if (type === "string") return value;
  if (rawBytes) return btoa(value);
  const wrong = corruptByte(value);
  if (wrong !== undefined) throw new CommandError(`error decoding input value: illegal base64 data at input byte ${wrong}`);
  return value;
}

/** Where Go's decoder stops: at a foreign character, at what follows the padding, or where an unfinished group of four begins. */
// encoding/base64/base64.go decodeQuantum
function corruptByte(text: string): number | undefined {
  const [whole] = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?/.exec(text) as RegExpExecArray;
  if (whole.length === text.length) return undefined;
  if (whole.endsWith("=")) return whole.length;
  const foreign = text.slice(whole.length).search(/[^A-Za-z0-9+/]/);
  return whole.length + (foreign < 0 ? 0 : foreign);
}

/** `config unset`. Throws CommandError. kubectl/pkg/cmd/config/unset.go */
export function unsetProperty(config: EditableConfig, path: string): void {
  const place = findPlace(path);
  if (place === "current-context") {
    config.currentContext = "";
    return;
  }
  if (place === "colors") {
    config.preferences = withoutColors(config.preferences);
    return;
  }
  const { section, name, field } = place;
  if (name === undefined) config[section].clear();
  else if (field === undefined) config[section].delete(name);
  else {
    const entry = config[section].get(name);
    if (entry === undefined) throw new CommandError(`current map key \`${name}\` is invalid`);
    delete entry[field];
  }
}
