import { fromGoRegexp } from "../../base/go-regexp.ts";
import type { CelFunction } from "./functions.ts";
import { CelError, celEqual, CelList, type CelValue } from "./values.ts";

const compiled = new Map<string, RegExp>();

/** Go's pattern as JavaScript reads it. Throws CelError for one that it cannot. */
export function patternOf(text: string): RegExp {
  let pattern = compiled.get(text);
  if (!pattern) compiled.set(text, (pattern = compile(text)));
  return pattern;
}

function compile(text: string): RegExp {
  const { source, flags } = fromGoRegexp(text);
  try {
    return new RegExp(source, `${flags}u`);
  } catch {
    try {
      // Outside of Unicode mode escapes of plain characters are forgiven, as Go forgives them.
      return new RegExp(source, flags);
    } catch {
      throw new CelError(`error parsing regexp: \`${text}\``);
    }
  }
}

function ofTexts(work: (text: string, other: string) => CelValue): CelFunction {
  return ([text, other]) => (typeof text === "string" && typeof other === "string" ? work(text, other) : undefined);
}

function ofText(work: (text: string) => CelValue): CelFunction {
  return ([text]) => (typeof text === "string" ? work(text) : undefined);
}

/** Where `wanted` begins, in characters; -1 for nowhere. */
function find(text: string, wanted: string, from: bigint | undefined, backwards: boolean): bigint {
  const characters = [...text];
  const sought = [...wanted];
  const start = from === undefined ? (backwards ? characters.length - sought.length : 0) : Number(from);
  if (from !== undefined && (start < 0 || start > characters.length)) throw new CelError(`index out of range: ${start}`);
  const step = backwards ? -1 : 1;
  for (let at = Math.min(start, characters.length - sought.length); at >= 0 && at + sought.length <= characters.length; at += step) {
    if (sought.every((character, offset) => characters[at + offset] === character)) return BigInt(at);
  }
  return -1n;
}

function finder(backwards: boolean): CelFunction {
  return ([within, wanted = null, from]) => {
    if (typeof within !== "string" || typeof wanted !== "string") return undefined;
    return find(within, wanted, typeof from === "bigint" ? from : undefined, backwards);
  };
}

function substring([text, from, to]: readonly CelValue[]): string | undefined {
  if (typeof text !== "string" || typeof from !== "bigint") return undefined;
  const characters = [...text];
  const end = typeof to === "bigint" ? Number(to) : characters.length;
  const start = Number(from);
  for (const at of [start, end]) if (at < 0 || at > characters.length) throw new CelError(`index out of range: ${at}`);
  if (start > end) throw new CelError(`invalid substring range. start: ${start}, end: ${end}`);
  return characters.slice(start, end).join("");
}

function split([text, separator, limit]: readonly CelValue[]): CelList | undefined {
  if (typeof text !== "string" || typeof separator !== "string") return undefined;
  const count = typeof limit === "bigint" ? Number(limit) : -1;
  const parts = separator === "" ? [...text] : text.split(separator);
  if (count === 0) return new CelList([]);
  if (count < 0 || parts.length <= count) return new CelList(parts);
  return new CelList([...parts.slice(0, count - 1), parts.slice(count - 1).join(separator)]);
}

function replace([text, wanted, other, limit]: readonly CelValue[]): string | undefined {
  if (typeof text !== "string" || typeof wanted !== "string" || typeof other !== "string") return undefined;
  if (typeof limit !== "bigint" || limit < 0n) return text.replaceAll(wanted, () => other);
  let result = text;
  let at = 0;
  for (let left = limit; left > 0n; left--) {
    const found = result.indexOf(wanted, at);
    if (found < 0) break;
    result = `${result.slice(0, found)}${other}${result.slice(found + wanted.length)}`;
    at = found + other.length;
  }
  return result;
}

function charAt([text, at]: readonly CelValue[]): string | undefined {
  if (typeof text !== "string" || typeof at !== "bigint") return undefined;
  const characters = [...text];
  if (at < 0n || at > BigInt(characters.length)) throw new CelError(`index out of range: ${at}`);
  return characters[Number(at)] ?? "";
}

function join([list, separator = ""]: readonly CelValue[]): string | undefined {
  return list instanceof CelList && typeof separator === "string" ? list.items.join(separator) : undefined;
}

/** Functions of texts. cel-go/common/stdlib, ext/strings.go */
export const stringFunctions: Readonly<Record<string, CelFunction>> = {
  contains: ofTexts((text, other) => text.includes(other)),
  startsWith: ofTexts((text, other) => text.startsWith(other)),
  endsWith: ofTexts((text, other) => text.endsWith(other)),
  matches: ofTexts((text, pattern) => patternOf(pattern).test(text)),
  charAt,
  indexOf: (args) => listPosition(args, false) ?? finder(false)(args),
  lastIndexOf: (args) => listPosition(args, true) ?? finder(true)(args),
  join,
  lowerAscii: ofText((text) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())),
  upperAscii: ofText((text) => text.replace(/[a-z]/g, (letter) => letter.toUpperCase())),
  trim: ofText((text) => text.trim()),
  replace,
  split,
  substring,
};

/** Where a list has a value. apiserver/pkg/cel/library/lists.go */
function listPosition([list, value = null]: readonly CelValue[], last: boolean): bigint | undefined {
  if (!(list instanceof CelList)) return undefined;
  const isIt = (item: CelValue): boolean => celEqual(item, value);
  return BigInt(last ? list.items.findLastIndex(isIt) : list.items.findIndex(isIt));
}
