import type { ShownFile } from "../transcript.ts";
import { cleanCode, type Habits } from "./clean.ts";
import { plainText } from "./flowed.ts";
import type { BlockLine } from "./lines.ts";
import { mendYaml } from "./yaml-mend.ts";

/** Ends of names of files that documents show. */
const ENDINGS =
  "ya?ml|json|conf|cfg|cnf|ini|toml|properties|env|sh|ps1|js|ts|py|go|html?|css|txt|service|repo|tf|xml|md|sql|csr|crt|key|pem";
const PATH = `(?:~|\\.{1,2})?/?(?:[\\w.@+-]+/)*[\\w.@+-]+\\.(?:${ENDINGS})`;
/** `Dockerfile`, `Vagrantfile`, `Makefile` */
const BARE_NAMES = "(?:[\\w./~-]+/)?(?:Dockerfile|Vagrantfile|Makefile|Jenkinsfile)";
const ANY_PATH = `(?:${PATH}|${BARE_NAMES})`;
const ALONE = new RegExp(
  `^(?:(?:#+|//|--|;|/\\*|<!--)\\s*)?(?:(?:file(?:name)?|파일(?:명)?|path|title)\\s*[:=]\\s*)?[\`"'\\[(<]*(${ANY_PATH})[\`"'\\])>]*\\s*(?::|\\*/|-->|내용?|파일)?\\s*$`,
  "i",
);
const WITHIN = new RegExp(`(?<![\\w./~@-])(${ANY_PATH})(?![\\w/-])`, "g");

/** The path that a line consists of, as a title or a comment. */
export function pathAlone(text: string): string | undefined {
  const line = text.trim();
  return line.length > 200 ? undefined : ALONE.exec(line)?.[1];
}

/** Names of programs that look like files. */
const PRODUCTS = /^(?:node|next|vue|react|express|three|d3|nuxt|angular|ember|backbone)\.js$/i;

/** The single path that a text names; undefined for none, for several, and for addresses. */
export function pathMentioned(text: string): string | undefined {
  if (text.length > 2000) return undefined;
  const plain = plainText(text)
    .replaceAll("`", " ")
    .replace(/\bhttps?:\/\/\S+/g, " ");
  const found = new Set([...plain.matchAll(WITHIN)].map(([, path = ""]) => path).filter((path) => !PRODUCTS.test(path)));
  return found.size === 1 ? [...found][0] : undefined;
}

/** The path in what stands behind a fence: `yaml:a.yaml`, `yaml title="a.yaml"`. */
export function pathOfInfo(info: string): string | undefined {
  const value = /(?:title|file(?:name)?|name)\s*[=:]\s*["'{]*([^"'}\s]+)/i.exec(info)?.[1] ?? /^[\w+-]*[:\s]+(\S+)$/.exec(info)?.[1];
  return value === undefined ? undefined : pathAlone(value);
}

/** Contents in a block: the path that the block itself names, and the lines without its title. */
export interface NamedContent {
  readonly path?: string;
  readonly lines: readonly BlockLine[];
}

/** Takes a file's name out of its contents: on a line of its own among the first three, or in the comment that they begin with. */
export function namedContent(lines: readonly BlockLine[]): NamedContent {
  const shown = lines.filter(({ text }) => text.trim() !== "");
  for (const [index, line] of shown.slice(0, 3).entries()) {
    const path = pathAlone(line.text);
    const comment = /^\s*(?:#|\/\/|--|;|\/\*|<!--)/.test(line.text);
    if (path === undefined || (index > 0 && comment)) continue;
    return { path, lines: lines.filter((other) => other !== line) };
  }
  return { lines };
}

/** Kubernetes objects, from their first line on. */
export function isManifest(lines: readonly BlockLine[]): boolean {
  const texts = lines.map(({ text }) => text);
  return texts.some((text) => /^apiVersion:\s*\S/.test(text)) && texts.some((text) => /^kind:\s*\S/.test(text));
}

/** YAML without being a whole object. */
export function isYaml(lines: readonly BlockLine[]): boolean {
  const shown = lines.filter(({ text }) => text.trim() !== "" && !/^\s*#/.test(text));
  const members = shown.filter(({ text }) => /^\s*(?:- )*["']?[\w./-]+["']?:(?:\s|$)|^\s*- /.test(text));
  return shown.length > 0 && members.length * 10 >= shown.length * 7;
}

/** Programs that a Dockerfile adds from beside it. */
export function addedFiles(lines: readonly BlockLine[]): string[] {
  return lines.flatMap(({ text }) => /^(?:ADD|COPY)\s+(?:\.\/)?([\w.-]+\.(?:js|mjs|py|go|rb))\s/.exec(text)?.[1] ?? []);
}

/** The source of a small server. */
export function isProgram(lines: readonly BlockLine[]): boolean {
  return lines.some(({ text }) =>
    /\brequire\(['"]|^import\s.*\sfrom\s+['"]|^(?:from|import)\s+(?:flask|http|socket)|^package main/.test(text),
  );
}

/** A file as the document shows it. */
export function shownFile(lines: readonly BlockLine[], path: string, sure: ShownFile["sure"], habits: Habits): ShownFile | undefined {
  const from = lines.findIndex(({ text }) => text.trim() !== "");
  const first = lines[from];
  if (first === undefined) return undefined;
  const to = lines.findLastIndex(({ text }) => text.trim() !== "");
  const text = `${lines
    .slice(from, to + 1)
    .map((line) => cleanCode(line.text, habits).trimEnd())
    .join("\n")}\n`;
  const { content, broken } = /\.ya?ml$/i.test(path) ? mendYaml(text) : { content: text };
  return { line: first.line, path, content, sure, ...(broken === undefined ? {} : { broken }) };
}
