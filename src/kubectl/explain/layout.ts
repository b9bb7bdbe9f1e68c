import type { SchemaNode } from "./node.ts";

/** What is explained. */
export interface Subject {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** Last word of the path, "" for the resource itself. */
  readonly name: string;
  readonly node: SchemaNode;
  readonly recursive: boolean;
}

/** How a generation of kubectl lays the page out. */
interface Layout {
  readonly fieldIndent: number;
  readonly levelIndent: number;
  readonly textIndent: number;
  readonly typeOf: (node: SchemaNode) => string;
  readonly marksRequired: boolean;
}

const OLD: Layout = { fieldIndent: 3, levelIndent: 3, textIndent: 5, typeOf: (node) => node.typeName, marksRequired: false };
const NEW: Layout = { fieldIndent: 2, levelIndent: 2, textIndent: 4, typeOf: (node) => node.properName, marksRequired: true };
const WIDTH = 80;

/** The page of clients that read OpenAPI v2. kubectl/pkg/explain/model_printer.go, 1.20 */
export function oldPage(subject: Subject): string {
  const version = subject.group === "" ? subject.version : `${subject.group}/${subject.version}`;
  const inner = innermost(subject.node);
  const isObject = inner.kind === "object";
  const head = `KIND:     ${subject.kind}\nVERSION:  ${version}\n\n`;
  const title = subject.name === "" ? "" : `${isObject ? "RESOURCE:" : "FIELD:   "} ${subject.name} <${subject.node.typeName}>\n\n`;
  return `${head}${title}${description(subject, OLD)}${isObject ? `\nFIELDS:\n${fieldLines(inner, OLD, subject.recursive)}` : ""}`;
}

/** The page of clients that read OpenAPI v3. kubectl/pkg/explain/v2/templates/plaintext.tmpl, 1.27 */
export function newPage(subject: Subject): string {
  const inner = innermost(subject.node);
  const head = newHead(subject);
  const title = subject.name === "" ? "" : `FIELD: ${subject.name} <${subject.node.properName}>\n\n`;
  const fields = inner.kind === "object" ? `FIELDS:\n${fieldLines(inner, NEW, subject.recursive)}\n` : "";
  return `${head}${title}${description(subject, NEW)}${inner.kind === "object" ? "    \n" : "\n"}${fields}`;
}

/** Group, kind and version, as the page of later clients begins. */
export function newHead({ group, kind, version }: Pick<Subject, "group" | "kind" | "version">): string {
  return `${group === "" ? "" : `GROUP:      ${group}\n`}KIND:       ${kind}\nVERSION:    ${version}\n\n`;
}

/** What a list holds, or a map. */
export function innermost(node: SchemaNode): SchemaNode {
  return node.element === undefined ? node : innermost(node.element);
}

function description({ node }: Subject, layout: Layout): string {
  const texts = [node.description, innermost(node).typeDescription].filter((text) => text !== "");
  const shown = texts.length === 0 ? ["<empty>"] : texts;
  return `DESCRIPTION:\n${shown.map((text) => wrapped(text, layout.textIndent)).join("\n")}`;
}

function wrapped(text: string, indent: number): string {
  if (text === "") return "";
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/)) {
    if (line !== "" && line.length + 1 + word.length > WIDTH - indent) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  lines.push(line);
  return lines.map((each) => `${" ".repeat(indent)}${each}\n`).join("");
}

function fieldLines(node: SchemaNode, layout: Layout, recursive: boolean): string {
  if (recursive) return nestedLines(node, layout, layout.fieldIndent, []);
  return node
    .fields()
    .map((field) => {
      const mark = field.required ? " -required-" : "";
      return `${" ".repeat(layout.fieldIndent)}${field.name}\t<${layout.typeOf(field.node)}>${mark}\n${wrapped(field.node.description, layout.textIndent)}\n`;
    })
    .join("");
}

/** Fields within fields; a type within itself is not opened again. */
function nestedLines(node: SchemaNode, layout: Layout, indent: number, open: readonly string[]): string {
  return node
    .fields()
    .map((field) => {
      const mark = field.required && layout.marksRequired ? " -required-" : "";
      const line = `${" ".repeat(indent)}${field.name}\t<${layout.typeOf(field.node)}>${mark}\n`;
      const inner = innermost(field.node);
      if (inner.kind !== "object" || (inner.identity !== "" && open.includes(inner.identity))) return line;
      return line + nestedLines(inner, layout, indent + layout.levelIndent, [...open, inner.identity]);
    })
    .join("");
}
