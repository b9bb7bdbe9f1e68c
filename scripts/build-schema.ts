// Writes src/machinery/schema/data from the fact files k8s-<version>.json: bun scripts/build-schema.ts FOLDER
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { structTable } from "../src/machinery/hash/structs.ts";
import { FIRST_MINOR, SHORT_PREFIXES } from "../src/machinery/schema/data-format.ts";
import type { FieldRow, KindRow } from "../src/machinery/schema/data-format.ts";
import { fieldsSince, interpolatedMinors, mapTypesFromAbove } from "./schema-minors.ts";

interface DefinitionRow {
  go?: string;
  type?: string;
  free?: boolean;
  mapType?: string;
  gvk?: unknown;
  fields?: FieldRow[];
}

interface GroupRow {
  name: string;
  versions: string[];
  preferred: string | null;
  priority: number;
  notServed: string[];
}

interface SchemaFile {
  groups: GroupRow[];
  kinds: KindRow[];
  definitions: Record<string, DefinitionRow>;
}

const folder = process.argv[2];
if (folder === undefined) throw new Error("usage: bun scripts/build-schema.ts FOLDER-OF-FACTS");
const output = join(import.meta.dir, "../src/machinery/schema/data");
const LAST_MINOR = 32;

const readFacts = (minor: number): SchemaFile => JSON.parse(readFileSync(join(folder, `k8s-1.${minor}.json`), "utf8")) as SchemaFile;

/** Fields of a definition in a version between two files: the lower file's, and the upper file's that are known to be as old. */
function interpolateFields(name: string, lower: DefinitionRow, upper: DefinitionRow | undefined, minor: number): FieldRow[] {
  const below = lower.fields ?? [];
  const above = upper?.fields ?? [];
  const listed = declaredFields(name, minor);
  const since = fieldsSince[name] ?? {};
  const keep = (field: FieldRow): boolean =>
    listed ? listed.has(field[0]) : below.some(([json]) => json === field[0]) || (since[field[0]]?.first ?? Infinity) <= minor;
  const merged: FieldRow[] = below.filter((field) => keep(field) && (since[field[0]]?.last ?? Infinity) >= minor);
  for (const [index, field] of above.entries()) {
    if (!keep(field) || merged.some(([json]) => json === field[0])) continue;
    const before = above[index - 1]?.[0];
    merged.splice(before === undefined ? 0 : merged.findIndex(([json]) => json === before) + 1, 0, field);
  }
  return mapTypesFromAbove.includes(minor) ? merged.map((field) => withMapType(field, above)) : merged;
}

function withMapType([json, type, options]: FieldRow, above: FieldRow[]): FieldRow {
  const mapType = above.find(([name]) => name === json)?.[2]?.mapType;
  return [json, type, { ...options, ...(mapType ? { mapType } : {}) }];
}

/** JSON names that the Go struct tables of the hash know for a pod template's type. */
function declaredFields(name: string, minor: number): Set<string> | undefined {
  const short = name.replace("io.k8s.api.core.", "");
  const own = short === name ? undefined : structTable(minor).fields(short);
  if (!own) return undefined;
  const names = own.flatMap(({ json, type }) => (json === "+" ? [...(declaredFields(`io.k8s.api.core.${type}`, minor) ?? [])] : [json]));
  return new Set(names);
}

function interpolate(minor: number, lower: SchemaFile, upper: SchemaFile): SchemaFile {
  const { served, unserved, priorities } = interpolatedMinors[minor] ?? { served: [], unserved: [] };
  const definitions: Record<string, DefinitionRow> = {};
  for (const [name, row] of Object.entries(upper.definitions)) if (!(name in lower.definitions)) definitions[name] = row;
  for (const [name, row] of Object.entries(lower.definitions)) {
    const above = upper.definitions[name];
    const fields = row.fields ? interpolateFields(name, row, above, minor) : undefined;
    const mapType = mapTypesFromAbove.includes(minor) && above ? above.mapType : row.mapType;
    definitions[name] = { ...row, ...(fields ? { fields } : {}), ...(mapType ? { mapType } : {}) };
  }
  const groups = lower.groups.map((group) => ({ ...group, versions: [...group.versions], notServed: [...group.notServed] }));
  for (const group of upper.groups)
    if (!groups.some(({ name }) => name === group.name)) groups.push({ ...group, versions: [], notServed: [], preferred: null });
  const kinds = new Map([...upper.kinds.map((kind) => ({ ...kind, served: false })), ...lower.kinds].map((kind) => [kindKey(kind), kind]));
  const inLower = new Set(lower.kinds.map(kindKey));
  for (const [key, kind] of kinds) {
    const path = `${kind.group}/${kind.version}/${kind.plural}`;
    if (served.includes(path)) kinds.set(key, { ...(upper.kinds.find((one) => kindKey(one) === key) ?? kind), served: true });
    else if (unserved.some((gone) => path === gone || path.startsWith(`${gone}/`))) kinds.delete(key);
    else if (!inLower.has(key)) kinds.delete(key);
  }
  return { groups: serveGroups(groups, upper.groups, [...kinds.values()], priorities ?? {}), kinds: [...kinds.values()], definitions };
}

const kindKey = (kind: KindRow): string => `${kind.group}/${kind.version}/${kind.plural}`;

function serveGroups(groups: GroupRow[], upper: GroupRow[], kinds: KindRow[], priorities: Record<string, number>): GroupRow[] {
  for (const group of groups) {
    const known = [...new Set([...(upper.find(({ name }) => name === group.name)?.versions ?? []), ...group.versions, ...group.notServed])];
    const has = (version: string, on: boolean): boolean =>
      kinds.some((kind) => kind.group === group.name && kind.version === version && kind.served === on);
    group.versions = known.filter((version) => has(version, true));
    group.notServed = known.filter((version) => !has(version, true) && has(version, false));
    group.preferred = group.versions[0] ?? null;
    group.priority = priorities[group.name] ?? group.priority;
  }
  return groups.sort((a, b) => b.priority - a.priority || order(a.name) - order(b.name) || (a.name < b.name ? -1 : 1));
}

/** core and apiregistration share the highest priority; core comes first. */
const order = (name: string): number => (name === "" ? 0 : name === "apiregistration.k8s.io" ? 1 : 2);

function schemaOf(minor: number): SchemaFile {
  if (!(minor in interpolatedMinors)) return readFacts(minor);
  const known = (one: number): boolean => !(one in interpolatedMinors);
  let lower = minor;
  while (!known(lower)) lower--;
  let upper = minor;
  while (!known(upper)) upper++;
  return interpolate(minor, readFacts(lower), readFacts(upper));
}

function compact(row: DefinitionRow): string {
  const fields = row.fields?.map(([json, type, options]) => {
    const { pb: _number, ...kept } = options ?? {};
    return Object.keys(kept).length > 0 ? [json, type, kept] : [json, type];
  });
  let text = JSON.stringify({
    ...(row.type ? { type: row.type } : {}),
    ...(row.free ? { free: true } : {}),
    ...(row.mapType ? { mapType: row.mapType } : {}),
    ...(fields ? { fields } : {}),
  });
  for (const [short, long] of SHORT_PREFIXES) text = text.replaceAll(`"${long}`, `"${short}`).replaceAll(`]${long}`, `]${short}`);
  return text;
}

function addMinor(rows: Map<string, number>, row: string, minor: number): void {
  rows.set(row, (rows.get(row) ?? 0) | (1 << (minor - FIRST_MINOR)));
}

const definitions = new Map<string, number>();
const kinds = new Map<string, number>();
const groups: string[] = [];
for (let minor = FIRST_MINOR; minor <= LAST_MINOR; minor++) {
  const schema = schemaOf(minor);
  groups.push(JSON.stringify(schema.groups));
  for (const kind of schema.kinds) addMinor(kinds, JSON.stringify(kind), minor);
  for (const [name, row] of Object.entries(schema.definitions)) addMinor(definitions, `${name}\t${compact(row)}`, minor);
}

let offset = 0;
const index: string[] = [];
const texts: string[] = [];
for (const [row, minors] of [...definitions].sort(([a], [b]) => (a < b ? -1 : 1))) {
  const [name = "", text = ""] = row.split("\t");
  index.push([name, minors.toString(36), offset.toString(36), text.length.toString(36)].join(" "));
  texts.push(text);
  offset += text.length + 1;
}
writeFileSync(join(output, "definitions.txt"), `${texts.join("\n")}\n`);
writeFileSync(join(output, "index.txt"), `${index.join("\n")}\n`);
writeFileSync(join(output, "kinds.txt"), `${[...kinds].map(([row, minors]) => `${minors.toString(36)} ${row}`).join("\n")}\n`);
writeFileSync(join(output, "groups.txt"), `${groups.join("\n")}\n`);
