import { setOwn } from "../../base/deep.ts";
import { jsonTypeOf, isJsonObject, type Json, type JsonObject, type JsonValue } from "../../base/json.ts";
import { parseYaml, YamlError } from "../../base/yaml-in.ts";
import type { Container } from "../../kinds/core/pod/container/types.ts";
import { DecodeError } from "../../machinery/decode/decode-problem.ts";
import { decoderOf } from "../../machinery/decode/decoder.ts";
import { encodingJsonText } from "../../machinery/decode/encoding-json-text.ts";
import { patchSchema } from "../../machinery/patch/patch-schema.ts";
import { applyStrategicMergePatch } from "../../machinery/patch/strategic-merge.ts";
import { type Definition, loadSchema } from "../../machinery/schema/schema.ts";
import type { Release } from "../../release/release.ts";
import type { Invocation } from "../command.ts";
import { FileError } from "../env.ts";
import { CommandError } from "../errors.ts";

const FIXED = ["name", "command", "image", "lifecycle", "volumeDevices"];

/** The part of a container that the file of `--custom` holds, as JSON or YAML; undefined without one. Throws CommandError. */
// kubectl/pkg/cmd/debug/debug.go Complete, 1.31
export function readCustomProfile({ flags, env, release }: Invocation): JsonObject | undefined {
  const file = flags.has("custom") ? flags.text("custom") : "";
  if (file === "") return undefined;
  try {
    return decoded(parseYaml(env.files.read(file)), release);
  } catch (error) {
    if (error instanceof FileError) throw new CommandError(`must pass a container spec json file for custom profile: ${error.message}`);
    const why = error instanceof YamlError ? `error converting YAML to JSON: ${error.message}` : (error as Error).message;
    throw new CommandError(`${file} does not contain a valid container spec: ${why}`);
  }
}

function decoded(value: JsonValue, release: Release): JsonObject | undefined {
  if (value === null) return undefined;
  const schema = loadSchema(release.minor);
  const definition = containerDefinition(release);
  const fail = (why: string): Error => new Error(`error unmarshaling JSON: while decoding JSON: ${why}`);
  if (!isJsonObject(value)) throw fail(`json: cannot unmarshal ${jsonTypeOf(value)} into Go value of type v1.Container`);
  try {
    return decoderOf(schema).decode(definition, value) as JsonObject;
  } catch (error) {
    throw error instanceof DecodeError ? fail(encodingJsonText(error.problem, definition, schema)) : error;
  }
}

function containerDefinition(release: Release): Definition {
  const definition = loadSchema(release.minor).element("io.k8s.api.core.v1.Container");
  if (definition === undefined) throw new Error("the schema has no containers");
  return definition;
}

/** Refuses profiles that change what the other flags say. Throws CommandError. */
export function checkCustomProfile(profile: JsonObject | undefined): void {
  const given = (value: Json | undefined): boolean => value !== undefined && value !== "";
  if (profile !== undefined && FIXED.some((name) => given(profile[name])))
    throw new CommandError("name, command, image, lifecycle and volume devices are not modifiable via custom profile");
}

/** Lays a custom profile over the debug container, which changes in place. */
// kubectl/pkg/cmd/debug/debug.go applyCustomProfile
export function applyCustomProfile(release: Release, profile: JsonObject, container: Container): void {
  const before = container as unknown as JsonObject;
  const schema = patchSchema(loadSchema(release.minor), containerDefinition(release));
  unmarshalInto(before, applyStrategicMergePatch(before, { ...profile, name: container.name }, schema) as JsonObject);
}

/** As encoding/json fills a struct that has values already: an element of a list keeps what its new self does not name. */
function unmarshalInto(target: JsonObject, source: JsonObject): void {
  for (const [key, value] of Object.entries(source)) {
    if (value !== undefined) setOwn(target, key, unmarshalled(target[key], value));
  }
}

function unmarshalled(before: Json | undefined, value: Json): Json {
  if (Array.isArray(value)) return value.map((item, at) => unmarshalled(Array.isArray(before) ? before[at] : undefined, item));
  if (!isJsonObject(value) || !isJsonObject(before)) return value;
  const result = { ...before };
  unmarshalInto(result, value);
  return result;
}
