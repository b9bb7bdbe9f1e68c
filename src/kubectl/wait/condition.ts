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
  if (text.startsWith("condition=")) return statusCondition(text.slice("condition=".length));
  if (text.startsWith("jsonpath=") && release.has("waitForJsonPath")) return jsonPathCondition(text.slice("jsonpath=".length));
  throw new CommandError(`unrecognized condition: ${JSON.stringify(text)}`);
}

interface StatusCondition {
  readonly type?: string;
  readonly status?: string;
}

function statusCondition(text: string): Condition {
  const equals = text.indexOf("=");
  const name = (equals < 0 ? text : text.slice(0, equals)).toLowerCase();
  const wanted = (equals < 0 ? "true" : text.slice(equals + 1)).toLowerCase();
  return {
    kind: "state",
    isMet(object, present) {
      const conditions = (object?.["status"] as { conditions?: StatusCondition[] } | undefined)?.conditions ?? [];
      const found = conditions.find((condition) => condition.type?.toLowerCase() === name && condition.status !== undefined);
      return present && found?.status?.toLowerCase() === wanted;
    },
  };
}

function jsonPathCondition(text: string): Condition {
  const parts = text.split("=");
  const [path = "", value = ""] = parts;
  if (parts.length !== 2) throw new CommandError("jsonpath wait format must be --for=jsonpath='{.status.readyReplicas}'=3");
  const wanted = value.replace(/^['"]+|['"]+$/g, "");
  if (wanted === "") throw new CommandError("jsonpath wait value cannot be empty");
  const template = parseJsonPath(relaxedJsonPath(path));
  return {
    kind: "state",
    isMet(object, present) {
      if (!present || object === undefined) return false;
      const results = findJsonPath(template, object, { allowMissingKeys: true });
      const found = results[0] ?? [];
      if (found.length > 1) throw new CommandError("given jsonpath expression matches more than one value");
      return found.length === 1 && goValueV(found[0]) === wanted;
    },
  };
}
