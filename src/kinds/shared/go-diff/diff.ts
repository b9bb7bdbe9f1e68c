import { deepEqual } from "../../../base/deep.ts";
import { layOut, type TextList, type TextNode, type TextRecord } from "./text.ts";
import { goQuote } from "../../../base/go-format.ts";
import { type GoLeaf, type GoList, type GoStruct, type GoValue, isZeroValue, NIL } from "./value.ts";

/** Unchanged neighbours that are shown on either side of a change. */
const CONTEXT = 2;
/** How much is told of what came or went: levels below a shown value whose contents are told; what is deeper reads `{...}`. */
const DEPTH = 3;
/** The same for each part of what is in both. */
const IDENTICAL_DEPTH = 1;

type Entry = readonly [key: string, first: GoValue | undefined, second: GoValue | undefined];

/** The difference of two values of one type, as cmp.Diff prints it: `-` the first, `+` the second. */
// go-cmp report_compare.go and report_reflect.go, v0.5.2
export function goDiff(first: GoValue, second: GoValue): string {
  return layOut(difference(first, second, true));
}

function difference(first: GoValue, second: GoValue, typed: boolean): TextNode {
  if (first.kind === "pointer" && second.kind === "pointer") {
    return pointed(difference(first.target, second.target, typed));
  }
  const type = first.kind === "struct" || first.kind === "list" ? first.type : "";
  const noun = first.kind === "struct" ? "field" : isMap(first) ? "entr" : "element";
  return { prefix: typed ? type : "", records: differenceRecords(entriesOf(first, second), noun, first.kind === "struct") };
}

function isMap(value: GoValue): boolean {
  return value.kind === "list" && !value.type.startsWith("[]");
}

function entriesOf(first: GoValue, second: GoValue): Entry[] {
  if (first.kind === "struct" && second.kind === "struct")
    return first.fields.map(([name, value], index) => [name, value, second.fields[index]?.[1]]);
  if (first.kind !== "list" || second.kind !== "list") return [];
  if (isMap(first)) return mapEntries(first, second);
  const length = Math.max(first.entries.length, second.entries.length);
  return Array.from({ length }, (_, index) => ["", first.entries[index]?.[1], second.entries[index]?.[1]] as const);
}

function mapEntries(first: GoList, second: GoList): Entry[] {
  const left = new Map(first.entries);
  const right = new Map(second.entries);
  return [...new Set([...left.keys(), ...right.keys()])].sort().map((key) => [key, left.get(key), right.get(key)]);
}

function differenceRecords(entries: readonly Entry[], noun: string, typed: boolean): TextRecord[] {
  const records: TextRecord[] = [];
  for (let index = 0; index < entries.length;) {
    let end = index;
    while (end < entries.length && isSame(entries[end])) end++;
    if (end > index) records.push(...unchanged(entries.slice(index, end), noun, index > 0, end < entries.length));
    for (index = end; index < entries.length && !isSame(entries[index]); index++) records.push(...changed(entries[index] as Entry, typed));
  }
  return records;
}

function isSame(entry: Entry | undefined): boolean {
  return entry !== undefined && deepEqual(entry[1], entry[2]);
}

/** Up to two neighbours at either side that has a change, and the number of the others; a single other is shown, too. */
function unchanged(run: readonly Entry[], noun: string, afterChange: boolean, beforeChange: boolean): TextRecord[] {
  const low = afterChange ? Math.min(CONTEXT, run.length) : 0;
  let high = beforeChange ? Math.min(CONTEXT, run.length - low) : 0;
  if (run.length - low - high === 1) high++;
  const hidden = run.length - low - high;
  const show = ([key, value]: Entry): TextRecord => ({ key: keyText(key), value: identicalText(value ?? NIL) });
  const plural = noun === "entr" ? (hidden === 1 ? "entry" : "entries") : hidden === 1 ? noun : `${noun}s`;
  return [
    ...run.slice(0, low).map(show),
    ...(hidden > 0 ? [{ key: "", value: `... // ${hidden} identical ${plural}`, isEllipsis: true }] : []),
    ...run.slice(run.length - high).map(show),
  ];
}

function keyText(key: string): string {
  return key === "" ? "" : `${key}: `;
}

/** A change deep in a value is shown in its place; one that is all there is to the value shows both values whole. */
function changed([key, first, second]: Entry, typed: boolean): TextRecord[] {
  if (first && second && !isWhole(first, second)) return [{ key: keyText(key), value: difference(first, second, typed) }];
  return [
    ...(first ? [{ mark: "-" as const, key: keyText(key), value: valueText(first, typed, DEPTH) }] : []),
    ...(second ? [{ mark: "+" as const, key: keyText(key), value: valueText(second, typed, DEPTH) }] : []),
  ];
}

/** True when the comparison has at most one step at each level. */
function isWhole(first: GoValue, second: GoValue): boolean {
  if (first.kind === "pointer" && second.kind === "pointer") return isWhole(first.target, second.target);
  if (first.kind !== second.kind || first.kind === "leaf") return true;
  if (first.kind === "struct" && first.atomic) return true;
  const entries = entriesOf(first, second);
  const [only] = entries;
  return entries.length <= 1 && (!only || !only[1] || !only[2] || isWhole(only[1], only[2]));
}

/** A value that is in both: its parts at every depth, but of each no more than four. */
function identicalText(value: GoValue): TextNode {
  if (value.kind === "leaf" || (value.kind === "struct" && value.atomic)) return valueText(value, false, IDENTICAL_DEPTH);
  if (value.kind === "pointer") return pointed(identicalText(value.target));
  const entries = value.kind === "list" ? value.entries : value.fields.filter(([, field]) => !isZeroValue(field));
  const records = entries.map(([key, entry]): TextRecord => ({ key: keyText(key), value: identicalText(entry) }));
  return { prefix: "", records: upTo(mostAt(IDENTICAL_DEPTH), records) };
}

function pointed(inner: TextNode): TextNode {
  return typeof inner === "string" ? `&${inner}` : { ...inner, prefix: `&${inner.prefix}` };
}

/** 0, 4, 8, 16 … entries at the depths 0, 1, 2, 3. */
function mostAt(depth: number): number {
  return ((1 << depth) >> 1) << 2;
}

function upTo(limit: number, records: TextRecord[]): TextRecord[] {
  return records.length > limit ? [...records.slice(0, limit), { key: "", value: ELLIPSIS, isEllipsis: true }] : records;
}

/** 32, 64, 128, 256 characters of a string at the depths 0, 1, 2, 3. */
function leafText({ text, string = "" }: GoLeaf, depth: number): string {
  const limit = (1 << depth) << 5;
  return string.length > limit + ELLIPSIS.length ? `${goQuote(string.slice(0, limit))}${ELLIPSIS}` : text;
}
const ELLIPSIS = "...";

/** A value by itself: fields that are zero left out, types of nested structs only where something came or went. */
function valueText(value: GoValue, typed: boolean, depth: number): TextNode {
  if (value.kind === "leaf") return leafText(value, depth);
  if (value.kind === "pointer") return pointed(valueText(value.target, typed, depth));
  const shown = value.kind === "struct" ? structRecords(value, typed, depth) : listRecords(value, typed, depth);
  return { prefix: typed ? value.type : "", records: upTo(mostAt(depth), shown) } satisfies TextList;
}

function structRecords(value: GoStruct, typed: boolean, depth: number): TextRecord[] {
  return value.fields
    .filter(([, field]) => !isZeroValue(field))
    .map(([name, field]) => ({ key: keyText(name), value: valueText(field, typed, Math.max(depth - 1, 0)) }));
}

function listRecords(value: GoList, typed: boolean, depth: number): TextRecord[] {
  return value.entries.map(([key, element]) => ({ key: keyText(key), value: elementText(element, typed, Math.max(depth - 1, 0)) }));
}

/** The type of an element is that of its list, and not said again; those of its own fields are. */
function elementText(element: GoValue, typed: boolean, depth: number): TextNode {
  const text = valueText(element, typed, depth);
  return typeof text === "string" || element.kind === "leaf" ? text : { ...text, prefix: element.kind === "pointer" ? "&" : "" };
}
