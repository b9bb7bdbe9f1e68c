import { isJsonObject, type JsonValue } from "../../base/json.ts";
import { UserError } from "../../base/user-error.ts";
import { parseYaml, YamlError } from "../../base/yaml-in.ts";
import { parseImage } from "../reference.ts";
import { fieldsOf, type Fields } from "./fields.ts";
import type { OwnAnswer, OwnFailure, OwnImage } from "./own-image.ts";

const FIELDS = [
  "image",
  "tags",
  "ports",
  "body",
  "status",
  "headers",
  "answers",
  "log",
  "startsAfter",
  "cpuPerRequest",
  "cpu",
  "memory",
  "size",
  "shell",
  "files",
  "fails",
] as const;
const ANSWER_FIELDS = ["path", "method", "status", "headers", "body"] as const;
const LOG_FIELDS = ["start", "request"] as const;
const FAILURE_FIELDS = ["after", "afterRequests", "missingEnv", "exitCode", "log"] as const;

const MEBIBYTE = 1024 * 1024;
const MOST_PORT = 65_535;
const MOST_STATUS = 599;
const TAG = /^(?:\*|[\w][\w.-]{0,127})$/;
/** What a small image of a language's runtime weighs. */
const USUAL_BYTES = 50_000_000;
const USUAL_MEMORY = 10 * MEBIBYTE;
const USUAL_CPU_MS = 1;

/**
 * Reads descriptions of images: one mapping, a list of them, or a mapping with `images:`. A text alone in a list is an image's name. Throws
 * UserError with one line for the first mistake; `source` begins it.
 */
export function readOwnImages(yaml: string, source: string): OwnImage[] {
  try {
    return ownImagesOf(parseYaml(yaml, { strict: true, version: "1.2" }), source);
  } catch (error) {
    if (error instanceof YamlError) throw new UserError(`${source}: ${error.message.split("\n").join(" ").trim()}`);
    throw error;
  }
}

/** The same from what YAML has been read into already: a document's front matter, or a command's flags. */
export function ownImagesOf(value: JsonValue, source: string): OwnImage[] {
  const whole = isJsonObject(value) && "images" in value ? onlyImages(value, source) : value;
  const list = Array.isArray(whole) ? whole : [whole];
  if (list.length === 0) throw new UserError(`${source}: there is no image in it`);
  return list.map((one, index) =>
    ownImageOf(typeof one === "string" ? { image: one } : one, list.length === 1 ? source : `${source}: image ${index + 1}`),
  );
}

function onlyImages(value: Record<string, JsonValue>, source: string): JsonValue {
  const other = Object.keys(value).find((name) => name !== "images");
  if (other !== undefined) throw new UserError(`${source}: no field "${other}" is known beside images`);
  return value["images"] ?? [];
}

function ownImageOf(value: JsonValue, where: string): OwnImage {
  const fields = fieldsOf(value, where, FIELDS);
  const { name, tag } = nameOf(fields, where);
  const fails = failureOf(fields.inner("fails", FAILURE_FIELDS), where);
  const log = fields.inner("log", LOG_FIELDS);
  return {
    name,
    tags: tagsOf(fields, tag, where),
    ports: fields.wholes("ports", 1, MOST_PORT),
    answers: answersOf(fields, where),
    log: { start: log?.template("start", "") ?? "", request: log?.template("request", "") ?? "" },
    startsMs: fields.duration("startsAfter", 100),
    cpuMsPerRequest: fields.duration("cpuPerRequest", USUAL_CPU_MS),
    cpuMillis: fields.cpu("cpu", 0),
    memoryMi: fields.bytes("memory", USUAL_MEMORY) / MEBIBYTE,
    sizeBytes: fields.bytes("size", USUAL_BYTES),
    shell: fields.choice("shell", ["bash", "none", "sh"], "bash"),
    files: filesOf(fields, where),
    ...(fails === undefined ? {} : { fails }),
  };
}

function nameOf(fields: Fields, where: string): { name: string; tag: string } {
  const text = fields.text("image", "");
  if (text === "") throw new UserError(`${where}: image: give the image's name, as my-app:v2`);
  const reference = parseImage(text);
  if (reference === undefined || reference.digest !== undefined)
    throw new UserError(
      `${where}: image: "${text}" is no name for an image: lower-case letters, digits and . _ - /, then :TAG, as my-app:v2`,
    );
  return { name: reference.short, tag: reference.tag };
}

function tagsOf(fields: Fields, first: string, where: string): string[] {
  const more = fields.texts("tags");
  const wrong = more.find((tag) => !TAG.test(tag));
  if (wrong !== undefined) throw new UserError(`${where}: tags: "${wrong}" is no tag: letters, digits and . _ -, or * for any`);
  return [...new Set([first, ...more])];
}

function answersOf(fields: Fields, where: string): OwnAnswer[] {
  const own = fields.list("answers", ANSWER_FIELDS).map((one, index) => {
    const path = one.text("path", "*");
    if (!/^(\/|\*)/.test(path)) throw new UserError(`${where}: answers[${index}]: path: "${path}" begins with neither / nor *`);
    return answerOf(one, path);
  });
  const isSaid = ["body", "status", "headers"].some((name) => fields.has(name));
  return isSaid ? [...own, answerOf(fields, "*")] : own;
}

function answerOf(fields: Fields, path: string): OwnAnswer {
  const method = fields.has("image") ? "" : fields.text("method", "").toUpperCase();
  return {
    path,
    ...(method === "" ? {} : { method }),
    status: fields.whole("status", 200, MOST_STATUS, 200),
    headers: fields.map("headers"),
    body: fields.template("body", ""),
  };
}

function filesOf(fields: Fields, where: string): Record<string, string> {
  const files = fields.map("files");
  const wrong = Object.keys(files).find((path) => !/^\/.*[^/]$/.test(path));
  if (wrong !== undefined) throw new UserError(`${where}: files: "${wrong}" is no absolute path of a file`);
  return files;
}

function failureOf(fields: Fields | undefined, where: string): OwnFailure | undefined {
  if (fields === undefined) return undefined;
  const missingEnv = fields.texts("missingEnv");
  const wrong = missingEnv.find((name) => !/^[A-Za-z_][\w.-]*$/.test(name));
  if (wrong !== undefined) throw new UserError(`${where}: fails: missingEnv: "${wrong}" is no name of a variable`);
  if (!fields.has("after") && !fields.has("afterRequests") && missingEnv.length === 0)
    throw new UserError(`${where}: fails: say when: after: 30s, afterRequests: 100 or missingEnv: [NAME]`);
  return {
    ...(fields.has("after") ? { afterMs: fields.duration("after", 0) } : {}),
    ...(fields.has("afterRequests") ? { afterRequests: fields.whole("afterRequests", 1, Number.MAX_SAFE_INTEGER, 1) } : {}),
    missingEnv,
    exitCode: fields.whole("exitCode", 0, 255, 1),
    log: fields.template("log", ""),
  };
}
