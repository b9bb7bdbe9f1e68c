import type { Invocation } from "../command.ts";
import { CommandError } from "../errors.ts";
import { groupResourceOf, noResourceMatch, type RestMapping } from "../rest-mapper.ts";

/** A type, and the path to one of its fields. */
export interface ExplainRequest {
  readonly mapping: RestMapping;
  readonly path: readonly string[];
}

/**
 * Reads `pods.spec.containers`, and in later releases `deployments.apps.spec`, where the type names its group. Throws CommandError,
 * or PlainError for a type that the server has not.
 */
// kubectl/pkg/explain/explain.go SplitAndParseResourceRequestWithMatchingPrefix
export async function readRequest({ factory, flags, release }: Invocation, typed: string): Promise<ExplainRequest> {
  const word = release.has("explainGroups") ? typed.replace(/\.$/, "") : typed;
  if (release.has("explainJsonPaths")) checkFields(word);
  const [resource = "", ...path] = word.split(".");
  const found = await factory.mapper.find(resource);
  if (found === undefined) throw noResourceMatch(resource);
  if (!release.has("explainGroups") || flags.text("api-version") !== "") return { mapping: found, path };
  const lists = await factory.mapper.lists(false);
  const named = [found, ...lists.flatMap((list) => list.resources).filter((each) => each.resource === found.resource)].find((each) =>
    word.startsWith(groupResourceOf(each)),
  );
  if (named === undefined) return { mapping: found, path };
  return { mapping: named, path: word.slice(groupResourceOf(named).length).split(".").slice(1) };
}

/** Later clients read the path as JSONPath, of which fields alone will do. */
function checkFields(word: string): void {
  if (word.startsWith(".") || /\.\.|[[\]*@?]/.test(word)) throw new CommandError("invalid jsonpath syntax, first node must be field node");
}
