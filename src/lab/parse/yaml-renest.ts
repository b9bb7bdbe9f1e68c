import { loadSchema, type Definition, type Schema } from "../../machinery/schema/schema.ts";

/** A collection that is open while lines are read. */
interface Frame {
  readonly form: "list" | "map" | "object";
  /** What it is of: the type of an object's members, of a list's items, of a map's values. */
  readonly type: string;
  readonly definition?: Definition | undefined;
  /** The column at which its members stand in the text; undefined before the first. */
  column?: number;
  /** None of its members can stand further out. */
  readonly least: number;
  /** The column at which its members belong. */
  readonly depth: number;
  readonly keys: Set<string>;
}

/** Versions whose kinds together are all that documents show. */
const MINORS = [32, 24, 20, 18];

/**
 * Nests a manifest's lines by what Kubernetes' types allow, where a conversion has rounded indentation down: members of one collection still stand
 * at one column, deeper ones at the same or a deeper column. Undefined where a line has no place, or the text is more than keys and lists.
 */
export function renested(text: string): string | undefined {
  const kind = /^kind: *(\w+)/m.exec(text)?.[1];
  const apiVersion = /^apiVersion: *([\w./-]+)/m.exec(text)?.[1];
  if (kind === undefined || apiVersion === undefined || /[:-] *[|>][-+]?\s*$/m.test(text)) return undefined;
  const [version = "", group = ""] = apiVersion.split("/").toReversed();
  for (const minor of MINORS) {
    const schema = loadSchema(minor);
    const definition = schema.kindDefinition(group, version, kind);
    if (definition !== undefined) return nestedBy(schema, definition, text.split("\n"));
  }
  return undefined;
}

function nestedBy(schema: Schema, definition: Definition, lines: readonly string[]): string | undefined {
  const frames: Frame[] = [{ form: "object", type: definition.name, definition, least: 0, depth: 0, keys: new Set() }];
  const out: string[] = [];
  for (const line of lines) {
    if (/^\s*(?:#.*)?$/.test(line)) {
      out.push(line);
      continue;
    }
    const placed = place(schema, frames, line);
    if (placed === undefined) return undefined;
    out.push(placed);
  }
  return out.join("\n");
}

/** Puts a line into the deepest collection that can have it; gives it with the indentation that belongs there. */
function place(schema: Schema, frames: Frame[], line: string): string | undefined {
  const column = line.length - line.trimStart().length;
  const content = line.trim();
  if (content.startsWith("- ")) return placeItem(schema, frames, column, content.slice(2).trim());
  const at = frames.findLastIndex((frame) => takesMember(frame, column, content));
  const frame = frames[at];
  if (frame === undefined) return undefined;
  frames.length = at + 1;
  frame.column = column;
  openMember(schema, frames, content, column);
  return " ".repeat(frame.depth) + content;
}

function placeItem(schema: Schema, frames: Frame[], column: number, content: string): string | undefined {
  const at = frames.findLastIndex(
    (frame) => frame.form === "list" && (frame.column ?? column) === column && column >= frame.least && isItemOf(schema, frame, content),
  );
  const list = frames[at];
  if (list === undefined) return undefined;
  frames.length = at + 1;
  list.column = column;
  const definition = schema.definition(list.type);
  if (definition !== undefined && definition.fields.length > 0) {
    frames.push({ form: "object", type: list.type, definition, least: column, depth: list.depth + 2, keys: new Set() });
    openMember(schema, frames, content, column);
  }
  return `${" ".repeat(list.depth)}- ${content}`;
}

function isItemOf(schema: Schema, { type }: Frame, content: string): boolean {
  const definition = schema.definition(type);
  const key = keyOf(content);
  return definition === undefined || definition.fields.length === 0 || (key !== undefined && definition.field(key) !== undefined);
}

function takesMember(frame: Frame, column: number, content: string): boolean {
  const key = keyOf(content);
  if (key === undefined || frame.form === "list" || column < frame.least || (frame.column ?? column) !== column || frame.keys.has(key))
    return false;
  return frame.form === "map" ? valueOf(content) !== "" : frame.definition?.field(key) !== undefined;
}

/** Notes a member, and opens what it holds when that stands on the lines behind it. */
function openMember(schema: Schema, frames: Frame[], content: string, column: number): void {
  const frame = frames.at(-1);
  const key = keyOf(content);
  if (frame === undefined || key === undefined) return;
  frame.keys.add(key);
  const type = frame.form === "map" ? frame.type : frame.definition?.field(key)?.type;
  if (type === undefined || valueOf(content) !== "") return;
  const depth = frame.depth + 2;
  const open = { least: column, keys: new Set<string>() };
  if (type.startsWith("[]")) frames.push({ form: "list", type: type.slice(2), depth: frame.depth, ...open });
  else if (type.startsWith("map[string]")) frames.push({ form: "map", type: type.slice("map[string]".length), depth, ...open });
  else {
    const definition = schema.definition(type);
    if (definition !== undefined && definition.fields.length > 0) frames.push({ form: "object", type, definition, depth, ...open });
  }
}

/** The key of `key: value`. */
function keyOf(content: string): string | undefined {
  return /^["']?([\w./-]+)["']?:(?:\s|$)/.exec(content)?.[1];
}

/** What stands behind the key, comments aside. */
function valueOf(content: string): string {
  return content
    .replace(/^[^:]*:\s*/, "")
    .replace(/^#.*|\s#.*$/, "")
    .trim();
}
