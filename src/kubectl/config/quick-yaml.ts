import type { JsonObject, JsonValue } from "../../base/json.ts";
import { setOwn } from "../../base/deep.ts";

interface Line {
  readonly indent: number;
  readonly text: string;
}

class TooHard extends Error {}

const PLAIN = /^[A-Za-z0-9/+=_.@-][A-Za-z0-9/+=_.@:-]*$/;
const NO_STRING = /^([-+]?[0-9.][0-9._eExXoObB+:-]*|~|null|y|n|yes|no|on|off)$/i;

/**
 * Reads the plain part of YAML that kubeconfig files are written in: block mappings and lists of simple words. Undefined for
 * anything else, which then needs the real reader: starting that costs more than everything else that `get pods` does.
 */
export function quickYaml(text: string): JsonValue | undefined {
  const lines: Line[] = [];
  for (const raw of text.split("\n")) {
    const body = raw.trimEnd();
    if (body === "" || body === "---") continue;
    const content = body.trimStart();
    lines.push({ indent: body.length - content.length, text: content });
  }
  try {
    const reader = { lines, next: 0 };
    const value = readBlock(reader, 0);
    return reader.next === lines.length ? value : undefined;
  } catch (error) {
    if (error instanceof TooHard) return undefined;
    throw error;
  }
}

interface Reader {
  readonly lines: Line[];
  next: number;
}

function readBlock(reader: Reader, indent: number): JsonValue {
  const first = reader.lines[reader.next];
  if (first === undefined || first.indent < indent) return null;
  return first.text.startsWith("- ") ? readList(reader, first.indent) : readMapping(reader, first.indent);
}

function readList(reader: Reader, indent: number): JsonValue[] {
  const items: JsonValue[] = [];
  for (;;) {
    const line = reader.lines[reader.next];
    if (line === undefined || line.indent !== indent || !line.text.startsWith("- ")) return items;
    const content = line.text.slice(2).trimStart();
    if (/^[\w-]+:( |$)/.test(content)) {
      const inner = indent + line.text.length - content.length;
      reader.lines[reader.next] = { indent: inner, text: content };
      items.push(readMapping(reader, inner));
    } else {
      reader.next++;
      items.push(readScalar(content));
    }
  }
}

function readMapping(reader: Reader, indent: number): JsonObject {
  const object: JsonObject = {};
  for (;;) {
    const line = reader.lines[reader.next];
    if (line === undefined || line.indent < indent || (line.indent === indent && line.text.startsWith("- "))) return object;
    const match = /^([\w-]+):(?: +(.*))?$/.exec(line.text);
    if (line.indent !== indent || match === null) throw new TooHard();
    reader.next++;
    const key = match[1] as string;
    setOwn(object, key, match[2] === undefined ? readChild(reader, indent) : readScalar(match[2]));
  }
}

function readChild(reader: Reader, indent: number): JsonValue {
  const line = reader.lines[reader.next];
  if (line === undefined || line.indent < indent) return null;
  if (line.indent === indent) return line.text.startsWith("- ") ? readList(reader, indent) : null;
  return readBlock(reader, line.indent);
}

function readScalar(text: string): JsonValue {
  if (text === "{}") return {};
  if (text === "[]") return [];
  if (text === '""' || text === "''") return "";
  if (text === "true" || text === "false") return text === "true";
  if (!PLAIN.test(text) || text.endsWith(":") || NO_STRING.test(text)) throw new TooHard();
  return text;
}
