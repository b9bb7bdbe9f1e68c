import { goValueV } from "../../base/go-format.ts";
import { goJson } from "../../base/json-out.ts";
import { findJsonPath, type JsonPathOptions } from "./evaluate.ts";
import type { JsonPathList } from "./nodes.ts";
import { parseJsonPath } from "./parse.ts";

/** How maps and lists among the results are printed: `go` as `map[a:b]` (to 1.19), `json` (from 1.20). */
export type CollectionStyle = "go" | "json";

/** How results are printed. */
export interface JsonPathPrintOptions extends JsonPathOptions {
  readonly collections: CollectionStyle;
  /** Every result list as an indented JSON array, as `-o jsonpath-as-json` does. */
  readonly asJson?: boolean;
}

/** Runs a template over data and prints what it finds, without a newline of its own. Throws JsonPathError. */
// k8s.io/client-go/util/jsonpath/jsonpath.go Execute, 1.20
export function executeJsonPath(template: JsonPathList, data: unknown, options: JsonPathPrintOptions): string {
  return findJsonPath(template, data, options)
    .map((results) => printResults(results, options))
    .join("");
}

/** Parses and runs a template in one go. Throws JsonPathError. */
export function runJsonPath(template: string, data: unknown, options: JsonPathPrintOptions): string {
  return executeJsonPath(parseJsonPath(template), data, options);
}

function printResults(results: readonly unknown[], options: JsonPathPrintOptions): string {
  if (options.asJson === true) return `${goJson(results, { indent: 4, sortKeys: true })}\n`;
  return results.map((value) => printJsonPathValue(value, options.collections)).join(" ");
}

/** One result as text. A null prints as `<nil>`. */
export function printJsonPathValue(value: unknown, collections: CollectionStyle): string {
  const isCollection = typeof value === "object" && value !== null;
  return isCollection && collections === "json" ? goJson(value, { sortKeys: true }) : goValueV(value);
}
