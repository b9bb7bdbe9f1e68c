import fc from "fast-check";
import type { Json, JsonObject } from "../../src/base/json.ts";

/** Values that a field never expects. */
const ODD: readonly Json[] = [
  null,
  "",
  " ",
  "x",
  "-",
  "a".repeat(300),
  "A_B",
  "ü💥",
  "1e9",
  "0x10",
  "25%",
  0,
  -1,
  1.5,
  70_000,
  1e20,
  true,
  false,
  [],
  [null],
  {},
  { x: 1 },
  [[]],
  "2026-13-45",
];

/** One change of a manifest: at the n-th of its places. */
interface Change {
  readonly place: number;
  readonly kind: "copy" | "delete" | "nest" | "odd" | "rename" | "unknown";
  readonly value: Json;
}

const change: fc.Arbitrary<Change> = fc.record({
  place: fc.nat(500),
  kind: fc.constantFrom("copy", "delete", "nest", "odd", "odd", "odd", "rename", "unknown"),
  value: fc.constantFrom(...ODD),
});

/** Changes of what a manifest says. */
export const changes: fc.Arbitrary<Change[]> = fc.array(change, { minLength: 1, maxLength: 3 });

/** A place in a document: a field of an object or an item of a list. */
type Place = { holder: JsonObject; key: string } | { holder: Json[]; key: number };

function placesOf(value: Json, into: Place[] = []): Place[] {
  if (Array.isArray(value)) {
    value.forEach((item, key) => {
      into.push({ holder: value, key });
      placesOf(item, into);
    });
  } else if (typeof value === "object" && value !== null) {
    for (const key of Object.keys(value)) {
      into.push({ holder: value, key });
      placesOf(value[key] as Json, into);
    }
  }
  return into;
}

/** A manifest with some of its fields changed. */
export function changed(manifest: JsonObject, all: readonly Change[]): JsonObject {
  const draft = structuredClone(manifest);
  for (const { place, kind, value } of all) {
    const places = placesOf(draft);
    const at = places[place % Math.max(1, places.length)];
    if (at !== undefined) apply(at, kind, value);
  }
  return draft;
}

function apply({ holder, key }: Place, kind: Change["kind"], value: Json): void {
  const fields = holder as Record<number | string, Json>;
  const old = fields[key] ?? null;
  if (kind === "odd") fields[key] = structuredClone(value);
  else if (kind === "nest") fields[key] = [old];
  else if (Array.isArray(holder)) {
    if (kind === "delete") holder.splice(Number(key), 1);
    else holder.push(structuredClone(old));
  } else {
    if (kind === "delete" || kind === "rename") delete fields[key];
    if (kind === "rename") fields[`${key}s`] = old;
    if (kind === "unknown") fields["notAField"] = structuredClone(value);
    if (kind === "copy") fields[String(key).toUpperCase()] = structuredClone(old);
  }
}

/** A change of a text at some place of it. */
interface Edit {
  readonly at: number;
  readonly kind: "cut" | "double" | "insert" | "swap";
  readonly text: string;
}

const TEXTS = [
  "\t",
  "  ",
  ":",
  "- ",
  "{",
  "}",
  "[",
  "'",
  '"',
  "#",
  "&a ",
  "*a",
  "!!int ",
  "|",
  ">",
  "---\n",
  "\n",
  "%",
  "@",
  "\\",
  "\u0000",
  "\u00a0",
  "💥",
  "~",
  "<<: ",
];

/** Changes of how a manifest is written. */
export const edits: fc.Arbitrary<Edit[]> = fc.array(
  fc.record({ at: fc.nat(5000), kind: fc.constantFrom("cut", "double", "insert", "swap"), text: fc.constantFrom(...TEXTS) }),
  { minLength: 1, maxLength: 3 },
);

/** A text with some of its letters or lines changed. */
export function edited(text: string, all: readonly Edit[]): string {
  return all.reduce((now, { at, kind, text: insert }) => {
    const place = at % Math.max(1, now.length);
    if (kind === "insert") return now.slice(0, place) + insert + now.slice(place);
    if (kind === "cut") return now.slice(0, place) + now.slice(place + 1 + (at % 7));
    const lines = now.split("\n");
    const line = at % lines.length;
    if (kind === "double") lines.splice(line, 0, lines[line] ?? "");
    else lines.splice(line, 2, lines[line + 1] ?? "", lines[line] ?? "");
    return lines.join("\n");
  }, text);
}

const WORDS = [
  "",
  "-",
  "--",
  "---",
  "=",
  "--=",
  "-o",
  "-o=",
  "-n",
  "--all",
  "-A",
  "--dry-run",
  "--dry-run=x",
  "-f",
  "/",
  "a/b/c",
  "pods,",
  ",",
  "pod/",
  "-l",
  "a=b",
  "a in (b",
  "!",
  "*",
  "💥",
  "x".repeat(300),
  "-1",
  "--replicas=x",
  "jsonpath={",
  "-ojson",
  "--output=jsonpath={.x[}",
  "--selector=,",
  "--field-selector=x",
  "--sort-by=.x[",
  "all",
  "%s",
  "null",

  "__proto__",
  "constructor",
  "--__proto__=1",
  "--constructor",
];

/** A change of a command line at some word of it. */
interface WordChange {
  readonly at: number;
  readonly kind: "cut" | "double" | "insert" | "letter" | "replace" | "swap";
  readonly word: string;
}

/** Changes of a command line. */
export const wordChanges: fc.Arbitrary<WordChange[]> = fc.array(
  fc.record({
    at: fc.nat(100),
    kind: fc.constantFrom("cut", "double", "insert", "letter", "replace", "swap"),
    word: fc.constantFrom(...WORDS),
  }),
  { minLength: 1, maxLength: 3 },
);

/** A command line with some of its words changed. */
export function changedWords(words: readonly string[], all: readonly WordChange[]): string[] {
  const now = [...words];
  for (const { at, kind, word } of all) {
    const place = at % Math.max(1, now.length);
    const old = now[place] ?? "";
    if (kind === "cut") now.splice(place, 1);
    else if (kind === "double") now.splice(place, 0, old);
    else if (kind === "insert") now.splice(place, 0, word);
    else if (kind === "replace") now[place] = word;
    else if (kind === "swap") now.splice(place, 2, now[place + 1] ?? "", old);
    else now[place] = old.slice(0, at % (old.length + 1)) + old.slice((at % (old.length + 1)) + 1);
  }
  return now;
}
