import { CommandError } from "../../errors.ts";
import { FileError, type KubectlEnv } from "../../env.ts";
import type { FlagSpec } from "../../flags/spec.ts";
import { checkConfigKey, checkStrictEnvName } from "../../../machinery/validation/names.ts";
import type { Release } from "../../../release/release.ts";
import type { Flags } from "../../flags/parse.ts";

/** Takes one key with its bytes; throws CommandError for keys that will not do. */
export type AddEntry = (key: string, bytes: Uint8Array) => void;

/** The flags of data: `--from-file`, `--from-literal`, `--from-env-file`. */
export function dataFlags(release: Release): readonly FlagSpec[] {
  return [
    {
      name: "from-file",
      type: "stringSlice",
      usage: "File to take in under its own name, or as key=file under that key; a directory gives all its files.",
    },
    { name: "from-literal", type: "stringArray", usage: "One entry, as key=value." },
    { name: "from-env-file", type: release.has("envFileList") ? "stringSlice" : "string", usage: "File of lines key=value." },
  ];
}

/** `kind` is ConfigMap or Secret: the words of refusals differ. */
export interface DataTarget {
  readonly kind: "ConfigMap" | "Secret";
  readonly name: string;
  readonly flags: Flags;
}

/** Reads all that the data flags name. Throws CommandError. */
// kubectl/pkg/generate/versioned/configmap.go, secret.go
export function readData(env: KubectlEnv, { kind, name, flags }: DataTarget): Map<string, Uint8Array> {
  const entries = new Map<string, Uint8Array>();
  const envFiles = env.release.has("envFileList")
    ? flags.list("from-env-file")
    : [flags.text("from-env-file")].filter((path) => path !== "");
  const files = flags.list("from-file");
  const literals = flags.list("from-literal");
  if (envFiles.length > 0 && files.length + literals.length > 0) {
    throw new CommandError("from-env-file cannot be combined with from-file or from-literal");
  }
  const badKey =
    kind === "Secret" && env.release.has("createConfigMapTyped")
      ? "is not valid key name for a Secret"
      : `is not a valid key name for a ${kind}:`;
  const add: AddEntry = (key, bytes) => {
    const problems = checkConfigKey(key);
    if (problems.length > 0) throw new CommandError(`${JSON.stringify(key)} ${badKey} ${problems.join(";")}`);
    const known = entries.get(key);
    if (known !== undefined) throw new CommandError(duplicateText(kind, name, key, known));
    entries.set(key, bytes);
  };
  const fullStop = kind === "ConfigMap" && !env.release.has("createConfigMapTyped") ? "." : "";
  for (const source of files) addFileSource(env, source, add, fullStop);
  for (const source of literals) addLiteral(source, add);
  for (const path of envFiles) addEnvFile(env, path, kind, add);
  return entries;
}

function duplicateText(kind: string, name: string, key: string, known: Uint8Array): string {
  if (kind === "Secret") return `cannot add key ${key}, another key by that name already exists`;
  const where = isText(known) ? "Data" : "BinaryData";
  return `cannot add key ${JSON.stringify(key)}, another key by that name already exists in ${where} for ConfigMap ${JSON.stringify(name)}`;
}

/** Whether bytes are UTF-8. */
export function isText(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function addLiteral(source: string, add: AddEntry): void {
  const equals = source.indexOf("=");
  if (equals <= 0) throw new CommandError(`invalid literal source ${source}, expected key=value`);
  add(source.slice(0, equals), new TextEncoder().encode(source.slice(equals + 1)));
}

/** Reads files that `--from-file` names, `path` or `key=path`. */
export function addFileSource(env: KubectlEnv, source: string, add: AddEntry, fullStop = ""): void {
  const { key, path } = splitFileSource(source);
  const kind = env.files.kind(path);
  if (kind === undefined) throw new CommandError(`error reading ${path}: no such file or directory`);
  if (kind === "file") {
    add(key, env.files.readBytes(path));
    return;
  }
  if (source.includes("=")) throw new CommandError(`cannot give a key name for a directory path${fullStop}`);
  const directory = path.replace(/\/+$/, "");
  for (const name of env.files.list(path)) {
    if (env.files.kind(`${directory}/${name}`) === "file") add(name, env.files.readBytes(`${directory}/${name}`));
  }
}

function splitFileSource(source: string): { key: string; path: string } {
  const parts = source.split("=");
  if (parts.length > 2) throw new CommandError("key names or file paths cannot contain '='");
  const [left = "", right] = parts;
  if (right === undefined) return { key: source.replace(/\/+$/, "").split("/").at(-1) || "/", path: source };
  if (left === "") throw new CommandError(`key name for file path ${right} missing`);
  if (right === "") throw new CommandError(`file path for key name ${left} missing`);
  return { key: left, path: right };
}

function addEnvFile(env: KubectlEnv, path: string, kind: "ConfigMap" | "Secret", add: AddEntry): void {
  const type = env.files.kind(path);
  if (type === undefined) throw new CommandError(`error reading ${path}: no such file or directory`);
  if (type === "directory") throw new CommandError(`env ${kind === "Secret" ? "secret" : "config"} file cannot be a directory`);
  const lines = readLines(env, path);
  for (const line of lines) {
    const text = line.trimStart();
    if (text === "" || text.startsWith("#")) continue;
    const equals = text.indexOf("=");
    const key = equals < 0 ? text : text.slice(0, equals);
    const problems = checkStrictEnvName(key);
    if (problems.length > 0) throw new CommandError(`${JSON.stringify(key)} is not a valid key name: ${problems.join(";")}`);
    add(key, new TextEncoder().encode(equals < 0 ? (env.variable(key) ?? "") : text.slice(equals + 1)));
  }
}

function readLines(env: KubectlEnv, path: string): string[] {
  try {
    return env.files
      .read(path)
      .replace(/^\ufeff/, "")
      .split(/\r?\n/);
  } catch (error) {
    if (error instanceof FileError) throw new CommandError(error.message);
    throw error;
  }
}
