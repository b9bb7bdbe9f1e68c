import { JsonPathError } from "./nodes.ts";

const RELAXED = /^\{\.?([^{}]+)\}$|^\.?([^{}]+)$/;

/**
 * Turns the forms that custom columns and `--sort-by` take (`x.y`, `.x.y`, `{x.y}`, `{.x.y}`) into a JSONPath
 * template; an empty text stays empty. Throws JsonPathError.
 */
// k8s.io/kubectl/pkg/cmd/get/customcolumn.go RelaxedJSONPathExpression, 1.20
export function relaxedJsonPath(expression: string): string {
  if (expression === "") return "";
  const match = RELAXED.exec(expression);
  if (match === null) {
    throw new JsonPathError(`unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'`);
  }
  return `{.${match[1] ?? match[2]}}`;
}
