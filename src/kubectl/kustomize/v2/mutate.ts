import { goValueSyntax } from "../../../base/go-format.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../../../base/json.ts";
import { KustomizeError } from "../errors.ts";
import type { FieldSpec } from "../field-specs.ts";
import { splitPath } from "../paths.ts";

/** Changes one value; gets undefined's stand-in null for what is not there. */
export type Mutation = (value: JsonValue) => JsonValue;

/** What a build hands down to its steps: a place for log lines. */
export interface BuildLog {
  (line: string): void;
}

/** Go's %#v, in which a bare nil is short. */
function shown(value: JsonValue): string {
  return value === null ? "<nil>" : goValueSyntax(value);
}

/** `value is expected to be TYPE` */
export function unexpected(value: JsonValue, type: string): KustomizeError {
  return new KustomizeError(`${shown(value)} is expected to be ${type}`);
}

/** Changes what stands at a spec's path, in every element of the lists on the way. */
// pkg/transformers/mutatefield.go
export function mutate(object: JsonObject, spec: FieldSpec, log: BuildLog, change: Mutation): void {
  mutateAt(object, splitPath(spec.path ?? "", "/"), spec.create === true, log, change);
}

function mutateAt(object: JsonObject, path: readonly string[], create: boolean, log: BuildLog, change: Mutation): void {
  const [key, ...rest] = path;
  if (key === undefined) return;
  if (object[key] === undefined) {
    if (!create) return;
    object[key] = {};
  }
  const value = object[key] as JsonValue;
  if (rest.length === 0) {
    object[key] = change(value);
    return;
  }
  if (value === null) log(`nil value at \`${path.join(".")}\` ignored in mutation attempt`);
  else if (isJsonObject(value)) mutateAt(value, rest, create, log, change);
  else if (Array.isArray(value)) {
    for (const item of value) {
      if (!isJsonObject(item)) throw unexpected(item, "map[string]interface {}");
      mutateAt(item, rest, create, log, change);
    }
  } else throw new KustomizeError(`${shown(value)} is not expected to be a primitive type`);
}
