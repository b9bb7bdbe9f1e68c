import { goValueV } from "../../base/go-format.ts";
import { findJsonPath } from "../../machinery/jsonpath/evaluate.ts";
import { parseJsonPath } from "../../machinery/jsonpath/parse.ts";
import { relaxedJsonPath } from "../../machinery/jsonpath/relaxed.ts";
import type { KubeObject } from "../../machinery/object.ts";
import type { Release } from "../../release/release.ts";
import { CommandError } from "../errors.ts";

/** What `wait --for` waits for. */
export interface Condition {
  readonly kind: "delete" | "create" | "state";
  /** `present` is false once the object is gone. */
  isMet(object: KubeObject | undefined, present: boolean): boolean;
}

/** Reads --for. Throws CommandError: `unrecognized condition: "x"`. kubectl/pkg/cmd/wait/wait.go conditionFuncFor */
export function parseCondition(text: string, release: Release): Condition {
  if (text.toLowerCase() === "delete") return { kind: "delete", isMet: (_object, present) => !present };
  if (text.toLowerCase() === "create" && release.has("waitForCreate")) return { kind: "create", isMet: (_object, present) => present };
  if (text.startsWith("condition=")) return statusCondition(text.slice("condition=".length), release);
  if (text.startsWith("jsonpath=") && release.has("waitForJsonPath")) return jsonPathCondition(text.slice("jsonpath=".length), release);
  throw new CommandError(`unrecognized condition: ${JSON.stringify(text)}`);
}

interface StatusCondition {
  readonly type?: string;
  readonly status?: string;
  readonly observedGeneration?: number;
}

function statusCondition(text: string, release: Release): Condition {
  const equals = text.indexOf("=");
  const name = (equals < 0 ? text : text.slice(0, equals)).toLowerCase();
  const wanted = (equals < 0 ? "true" : text.slice(equals + 1)).toLowerCase();
  return {
    kind: "state",
    isMet(object, present) {
      const status = object?.["status"] as { conditions?: StatusCondition[]; observedGeneration?: number } | undefined;
      const conditions = status?.conditions ?? [];
      const found = conditions.find((condition) => condition.type?.toLowerCase() === name && condition.status !== undefined);
      const observed = found?.observedGeneration ?? status?.observedGeneration;
      const outdated = observed !== undefined && observed < (object?.metadata.generation ?? 0);
      if (release.has("waitMindsGeneration") && outdated) return false;
      return present && found?.status?.toLowerCase() === wanted;
    },
  };
}

function jsonPathCondition(text: string, release: Release): Condition {
  const { path, value } = splitJsonPath(text, release);
  if (path === "") throw new CommandError("jsonpath expression cannot be empty");
  const template = parseJsonPath(path);
  const allowMissingKeys = release.has("waitAllowsMissingKeys");
  return {
    kind: "state",
    isMet(object, present) {
      if (!present || object === undefined) return false;
      const results = findJsonPath(template, object, { allowMissingKeys });
      const [found = []] = results;
      if (results.length > 1) throw new CommandError("given jsonpath expression matches more than one list");
      if (found.length > 1) throw new CommandError("given jsonpath expression matches more than one value");
      if (found.length === 0) return false;
      return value === undefined || sameValue(found[0], value);
    },
  };
}

/** A path alone waits until anything is there. Throws CommandError. kubectl/pkg/cmd/wait/wait.go processJSONPathInput */
function splitJsonPath(text: string, release: Release): { path: string; value: string | undefined } {
  const alone = release.has("waitForAnyValue");
  const parts = release.has("waitSplitsAtSingleEquals") ? splitAtSingleEquals(text) : text.split("=");
  const [expression = "", value] = parts;
  const format = "jsonpath wait format must be --for=jsonpath='{.status.readyReplicas}'=3";
  if (parts.length > 2) throw new CommandError(alone ? `${format} or --for=jsonpath='{.status.readyReplicas}'` : format);
  if (value === undefined && !alone) throw new CommandError(format);
  const path = relaxedJsonPath(expression);
  if (value === "" && !alone) throw new CommandError("jsonpath wait condition cannot be empty");
  const wanted = value?.replace(/^['"]+|['"]+$/g, "");
  if (wanted === "" && alone)
    throw new CommandError("jsonpath wait has to have a value after equal sign, like --for=jsonpath='{.status.readyReplicas}'=3");
  return { path, value: wanted };
}

/** Two equals signs in a row belong to the text. */
function splitAtSingleEquals(text: string): string[] {
  const parts = [""];
  for (const [piece] of text.matchAll(/==|=|[^=]+/g)) {
    if (piece === "=") parts.push("");
    else parts[parts.length - 1] += piece;
  }
  return parts;
}

function sameValue(found: unknown, wanted: string): boolean {
  if (typeof found === "object" && found !== null)
    throw new CommandError("jsonpath leads to a nested object or list which is not supported");
  return goValueV(found).trim() === wanted.trim();
}
