import { isJsonObject, type JsonObject, type JsonValue } from "../../base/json.ts";
import { CommandError } from "../errors.ts";
import { FileError, type KubectlEnv } from "../env.ts";
import { klogLine } from "../klog.ts";
import { quickYaml } from "./quick-yaml.ts";

/** One named entry of a kubeconfig and the file it stands in. */
export interface ConfigEntry {
  readonly value: JsonObject;
  readonly file: string;
}

/** Several kubeconfig files seen as one: the first file that names something wins. clientcmd/loader.go */
export interface Kubeconfig {
  readonly currentContext: string;
  readonly clusters: ReadonlyMap<string, ConfigEntry>;
  readonly users: ReadonlyMap<string, ConfigEntry>;
  readonly contexts: ReadonlyMap<string, ConfigEntry>;
  readonly preferences: JsonObject;
}

/** The files that count, and whether a flag named one (which then must exist). */
export interface KubeconfigPaths {
  readonly paths: readonly string[];
  readonly explicit: boolean;
}

/** --kubeconfig, else the list in KUBECONFIG, else the emulated cluster's own file. */
export function kubeconfigPaths(env: KubectlEnv, flag: string): KubeconfigPaths {
  if (flag !== "") return { paths: [flag], explicit: true };
  const listed = (env.variable("KUBECONFIG") ?? "").split(":").filter((path) => path !== "");
  return listed.length > 0 ? { paths: [...new Set(listed)], explicit: false } : { paths: [env.clusterKubeconfig], explicit: false };
}

/** Reads one file; undefined when it is not there. Throws CommandError as kubectl words it. */
export async function readKubeconfigFile(env: KubectlEnv, path: string): Promise<JsonObject | undefined> {
  let text: string;
  try {
    text = env.files.read(path);
  } catch (error) {
    if (error instanceof FileError && error.reason === "no such file or directory") return undefined;
    throw new CommandError(`error loading config file "${path}": ${(error as Error).message}`);
  }
  try {
    const value = quickYaml(text) ?? (await import("../../base/yaml-in.ts")).parseYaml(text);
    if (value === null) return {};
    if (!isJsonObject(value))
      throw new Error(
        `couldn't get version/kind; json parse error: json: cannot unmarshal ${goTypeOf(value)} into Go value of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }`,
      );
    checkType(value);
    return value;
  } catch (error) {
    throw new CommandError(`error loading config file "${path}": ${(error as Error).message}`);
  }
}

/** A file that tells no type is a Config. client-go/tools/clientcmd/api/latest/latest.go */
function checkType(value: JsonObject): void {
  const kind = textOf(value, "kind") || "Config";
  const version = textOf(value, "apiVersion") || "v1";
  if (kind === "Config" && version === "v1") return;
  const scheme = '"k8s.io/client-go/tools/clientcmd/api/latest/latest.go:50"';
  throw new Error(`no kind ${JSON.stringify(kind)} is registered for version ${JSON.stringify(version)} in scheme ${scheme}`);
}

function goTypeOf(value: JsonValue): string {
  return Array.isArray(value) ? "array" : typeof value === "string" ? "string" : typeof value === "number" ? "number" : "bool";
}

/** A file that a flag named must be there when requests go out; only `kubectl config` makes it. Throws CommandError. */
export function demandExplicitFile(env: KubectlEnv, flag: string): void {
  if (flag !== "" && env.files.kind(flag) === undefined) throw new CommandError(`stat ${flag}: no such file or directory`);
}

/** Loads and merges the files. Missing ones are passed over (with a log line when KUBECONFIG named them). */
// client-go tools/clientcmd/loader.go WarnIfAllMissing, 1.20
export async function loadKubeconfig(env: KubectlEnv, source: KubeconfigPaths): Promise<Kubeconfig> {
  const merged = { currentContext: "", clusters: new Map(), users: new Map(), contexts: new Map(), preferences: {} as JsonObject };
  for (const path of source.paths) {
    const file = await readKubeconfigFile(env, path);
    if (file === undefined) {
      if (!source.explicit && path !== env.clusterKubeconfig && env.release.has("missingKubeconfigLogged"))
        env.stderr(klogLine(env, "W", env.release.value("kubeconfigLogPlace"), `Config not found: ${path}`));
      continue;
    }
    if (merged.currentContext === "" && typeof file["current-context"] === "string") merged.currentContext = file["current-context"];
    addEntries(merged.clusters, file["clusters"], "cluster", path);
    addEntries(merged.users, file["users"], "user", path);
    addEntries(merged.contexts, file["contexts"], "context", path);
    if (isJsonObject(file["preferences"])) merged.preferences = { ...file["preferences"], ...merged.preferences };
  }
  return merged;
}

function addEntries(into: Map<string, ConfigEntry>, list: JsonValue | undefined, member: string, file: string): void {
  if (!Array.isArray(list)) return;
  for (const item of list) {
    if (!isJsonObject(item) || typeof item["name"] !== "string" || into.has(item["name"])) continue;
    const value = item[member];
    into.set(item["name"], { value: isJsonObject(value) ? value : {}, file });
  }
}

/** A member of an entry as text; "" when it is not there. */
export function textOf(object: JsonObject | undefined, key: string): string {
  const value = object?.[key];
  return typeof value === "string" ? value : "";
}
