import { goValueV } from "../../base/go-format.ts";
import { findJsonPath } from "../../machinery/jsonpath/evaluate.ts";
import type { JsonPathList } from "../../machinery/jsonpath/nodes.ts";
import { parseJsonPath } from "../../machinery/jsonpath/parse.ts";
import { relaxedJsonPath } from "../../machinery/jsonpath/relaxed.ts";
import { CommandError } from "../errors.ts";
import type { KubectlEnv } from "../env.ts";
import { PrintError, type Printable } from "./object-printer.ts";

interface Column {
  readonly header: string;
  readonly path: string;
}

/** Prints objects as tab-separated lines under given headers. */
export interface CustomColumnsPrinter {
  /** The lines of one object or of a list's items; the header comes once for each sort of thing. */
  print(object: Printable): string;
}

/** The printer for `custom-columns=SPEC` and `custom-columns-file=PATH`; undefined for other formats. Throws CommandError. */
// kubectl/pkg/cmd/get/customcolumn.go, customcolumn_flags.go
export function customColumnsPrinter(
  env: KubectlEnv,
  output: string,
  template: string,
  noHeaders: boolean,
): CustomColumnsPrinter | undefined {
  const equals = output.indexOf("=");
  const format = equals < 0 ? output : output.slice(0, equals);
  const given = template === "" && equals >= 0 ? output.slice(equals + 1) : template;
  if (format === "custom-columns") return createPrinter(fromSpec(given), noHeaders);
  // A file's headers are printed whatever --no-headers says.
  if (format === "custom-columns-file") return createPrinter(fromFile(env, given), false);
  return undefined;
}

function fromSpec(spec: string): Column[] {
  if (spec === "") throw new CommandError("custom-columns format specified but no custom columns given");
  return spec.split(",").map((part) => {
    const colon = part.indexOf(":");
    if (colon < 0) throw new CommandError(`unexpected custom-columns spec: ${part}, expected <header>:<json-path-expr>`);
    return { header: part.slice(0, colon), path: relaxed(part.slice(colon + 1)) };
  });
}

function fromFile(env: KubectlEnv, path: string): Column[] {
  if (path === "") throw new CommandError("custom-columns format specified but no custom columns given");
  let text: string;
  try {
    text = env.files.read(path);
  } catch (error) {
    throw new CommandError(`error reading template ${path}, ${(error as Error).message}\n`);
  }
  const [headerLine, specLine] = text.split("\n");
  const tail = "Expected format is one line of space separated headers, one line of space separated column specs.";
  if (text === "") throw new CommandError(`invalid template, missing header line. ${tail}`);
  if (specLine === undefined || (specLine === "" && text.split("\n").length === 2))
    throw new CommandError(`invalid template, missing spec line. ${tail}`);
  const headers = wordsOf(headerLine ?? "");
  const specs = wordsOf(specLine);
  if (headers.length !== specs.length)
    throw new CommandError(`number of headers (${headers.length}) and field specifications (${specs.length}) don't match`);
  return headers.map((header, index) => ({ header, path: relaxed(specs[index] as string) }));
}

function wordsOf(line: string): string[] {
  return line.split(/\s+/).filter((word) => word !== "");
}

function relaxed(expression: string): string {
  try {
    return relaxedJsonPath(expression);
  } catch (error) {
    throw new CommandError((error as Error).message);
  }
}

function createPrinter(columns: readonly Column[], noHeaders: boolean): CustomColumnsPrinter {
  let lastSort = "";
  return {
    print(object) {
      const items = (object as { items?: unknown }).items;
      const isList = Array.isArray(items) && String((object as { kind?: unknown }).kind).endsWith("List");
      const sort = isList ? "list" : "object";
      const lines: string[] = [];
      if (!noHeaders && sort !== lastSort) lines.push(`${columns.map((column) => column.header).join("\t")}\n`);
      lastSort = sort;
      const templates = columns.map((column) => parsed(column.path, lines));
      for (const item of isList ? (items as unknown[]) : [object])
        lines.push(`${templates.map((template) => found(template, item, lines)).join("\t")}\n`);
      return lines.join("");
    },
  };
}

/** The headers are out already when a path turns out to be no JSONPath. */
function parsed(path: string, printed: readonly string[]): JsonPathList {
  try {
    return parseJsonPath(path);
  } catch (error) {
    throw new PrintError(`error: ${(error as Error).message}`, printed.join(""));
  }
}

/** The rows before the one that has no such place are out already. */
function found(template: JsonPathList, item: unknown, printed: readonly string[]): string {
  try {
    return cell(template, item);
  } catch (error) {
    throw new PrintError(`error: ${(error as Error).message}`, printed.join(""));
  }
}

function cell(template: JsonPathList, data: unknown): string {
  const results = findJsonPath(template, data, { allowMissingKeys: true });
  if (results.length === 0 || results[0]?.length === 0) return "<none>";
  return results.flatMap((values) => values.map((value) => goValueV(value))).join(",");
}
