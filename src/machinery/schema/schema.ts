import definitionTexts from "./data/definitions.txt" with { type: "text" };
import groupTexts from "./data/groups.txt" with { type: "text" };
import indexText from "./data/index.txt" with { type: "text" };
import kindTexts from "./data/kinds.txt" with { type: "text" };
import type { FieldOptions, FieldRow, KindRow } from "./data-format.ts";
import { FIRST_MINOR, SHORT_PREFIXES } from "./data-format.ts";

/** A served or compiled-in resource of one API version. */
export type KindSchema = Readonly<KindRow>;

/** One API group: versions in discovery order, the first is preferred. `preferred` null: nothing of it is served. */
export interface GroupSchema {
  readonly name: string;
  readonly versions: readonly string[];
  readonly preferred: string | null;
  readonly priority: number;
  /** Compiled in, off by default. */
  readonly notServed: readonly string[];
}

/** One field of a definition, in the order of the Go struct (embedded structs in place). */
export interface FieldSchema extends Readonly<FieldOptions> {
  readonly name: string;
  /** `string`, `integer:int32`, `[]T`, `map[string]T`, `object`, `any`, or the name of a definition. */
  readonly type: string;
}

/** An API type. Either it has fields, or `scalar` says what it is in JSON (`string:date-time`, `string:int-or-string`, `object`, `any`). */
export interface Definition {
  readonly name: string;
  readonly scalar?: string;
  /** Keeps every field it is given (RawExtension, FieldsV1). */
  readonly free: boolean;
  readonly mapType?: string;
  readonly fields: readonly FieldSchema[];
  field(name: string): FieldSchema | undefined;
}

/** The API of one Kubernetes minor version. */
export interface Schema {
  readonly minor: number;
  /** In the order of /apis: core first, then by priority. */
  readonly groups: readonly GroupSchema[];
  /** In discovery order: group, version, plural. With kinds that are off by default (`served` false). */
  readonly kinds: readonly KindSchema[];
  /** Those of {@link kinds} that are of one group and version; costs what they are. */
  kindsOf(group: string, version: string): readonly KindSchema[];
  /** A type by its OpenAPI name, `io.k8s.api.core.v1.Pod`. Parsed on first use. */
  definition(name: string): Definition | undefined;
  /** A kind by group, version and Kind, served or not. */
  kind(group: string, version: string, kind: string): KindSchema | undefined;
  /** The definition of a kind's objects. */
  kindDefinition(group: string, version: string, kind: string): Definition | undefined;
  /** The definition behind a type expression, if it names one: `[]T` and `map[string]T` give T's. */
  element(type: string): Definition | undefined;
}

const schemas = new Map<number, Schema>();
let kindLineTexts: readonly string[] | undefined;
const LAST_MINOR = FIRST_MINOR + groupTexts.trimEnd().split("\n").length - 1;

/** The API of a minor version (18 is 1.18). Cheap: rows are parsed when they are asked for. Versions beyond the data take the nearest. */
export function loadSchema(minor: number): Schema {
  const nearest = Math.min(Math.max(minor, FIRST_MINOR), LAST_MINOR);
  let schema = schemas.get(nearest);
  if (!schema) {
    schema = openSchema(nearest);
    schemas.set(nearest, schema);
  }
  return schema;
}

function openSchema(minor: number): Schema {
  const bit = 1 << (minor - FIRST_MINOR);
  const definitions = new Map<string, Definition | undefined>();
  let groups: GroupSchema[] | undefined;
  let kinds: KindSchema[] | undefined;
  const kindsByVersion = new Map<string, readonly KindSchema[]>();

  const schema: Schema = {
    minor,
    get groups() {
      return (groups ??= JSON.parse(groupTexts.split("\n")[minor - FIRST_MINOR] ?? "[]") as GroupSchema[]);
    },
    get kinds() {
      return (kinds ??= readKinds(bit, schema.groups));
    },
    kindsOf(group, version) {
      const name = `${group}/${version}`;
      let found = kindsByVersion.get(name);
      if (!found) {
        found = kindLines(`{"group":"${group}","version":"${version}",`, bit).sort(byPlural);
        kindsByVersion.set(name, found);
      }
      return found;
    },
    definition(name) {
      if (definitions.has(name)) return definitions.get(name);
      const place = findPlace(name, bit);
      const definition = place === undefined ? undefined : readDefinition(name, place);
      definitions.set(name, definition);
      return definition;
    },
    kind(group, version, kind) {
      return schema.kindsOf(group, version).find((one) => one.kind === kind);
    },
    kindDefinition(group, version, kind) {
      const row = schema.kind(group, version, kind);
      return row && schema.definition(row.def);
    },
    element(type) {
      return schema.definition(type.slice(type.lastIndexOf("]") + 1));
    },
  };
  return schema;
}

/**
 * Where a definition stands in the text: `mask offset length` in base 36, of the index line of this version. The lines of one
 * name follow each other. Looking through the index is cheaper than reading it whole, as a command needs a few names only.
 */
function findPlace(name: string, bit: number): string | undefined {
  const head = `${name} `;
  let at = indexText.startsWith(head) ? 0 : indexText.indexOf(`\n${head}`) + 1;
  while (indexText.startsWith(head, at)) {
    const end = indexText.indexOf("\n", at);
    const place = indexText.slice(at + head.length, end);
    if (Number.parseInt(place, 36) & bit) return place;
    at = end + 1;
  }
  return undefined;
}

function readDefinition(name: string, place: string): Definition {
  const [, offset = "", length = ""] = place.split(" ");
  const start = Number.parseInt(offset, 36);
  let text = definitionTexts.slice(start, start + Number.parseInt(length, 36));
  for (const [short, long] of SHORT_PREFIXES) text = text.replaceAll(`"${short}`, `"${long}`).replaceAll(`]${short}`, `]${long}`);
  const row = JSON.parse(text) as { type?: string; free?: boolean; mapType?: string; fields?: FieldRow[] };
  const fields = (row.fields ?? []).map(([json, type, options]): FieldSchema => ({ name: json, type, ...options }));
  const byName = new Map(fields.map((field) => [field.name, field]));
  return {
    name,
    ...(row.type === undefined ? {} : { scalar: row.type }),
    free: row.free ?? false,
    ...(row.mapType === undefined ? {} : { mapType: row.mapType }),
    fields,
    field: (json) => byName.get(json),
  };
}

/** Kind lines are `mask {json}`. Discovery order follows from the groups' order of versions. */
function readKinds(bit: number, groups: readonly GroupSchema[]): KindSchema[] {
  const ranks = new Map(
    groups
      .flatMap((group) => [...group.versions, ...group.notServed].map((version) => `${group.name}/${version}`))
      .map((name, rank) => [name, rank]),
  );
  const rank = (kind: KindSchema): number => ranks.get(`${kind.group}/${kind.version}`) ?? ranks.size;
  return kindLines("", bit).sort((a, b) => rank(a) - rank(b) || byPlural(a, b));
}

const parsedKinds = new Map<string, KindSchema>();

/** The kinds of a version whose JSON begins so. Each is parsed once. */
function kindLines(head: string, bit: number): KindSchema[] {
  const kinds: KindSchema[] = [];
  for (const line of (kindLineTexts ??= kindTexts.split("\n"))) {
    if (!(Number.parseInt(line, 36) & bit)) continue;
    const start = line.indexOf(" ") + 1;
    if (!line.startsWith(head, start)) continue;
    let kind = parsedKinds.get(line);
    if (!kind) parsedKinds.set(line, (kind = JSON.parse(line.slice(start)) as KindSchema));
    kinds.push(kind);
  }
  return kinds;
}

function byPlural(a: KindSchema, b: KindSchema): number {
  return a.plural < b.plural ? -1 : a.plural > b.plural ? 1 : 0;
}
