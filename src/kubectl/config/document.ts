import { isJsonObject, type JsonObject, type JsonValue } from "../../base/json.ts";
import type { Release } from "../../release/release.ts";
import type { EditableConfig } from "./edit.ts";

const CLUSTER_FIELDS = [
  "server",
  "tls-server-name",
  "insecure-skip-tls-verify",
  "certificate-authority",
  "certificate-authority-data",
  "proxy-url",
  "disable-compression",
  "extensions",
];
const USER_FIELDS = [
  "client-certificate",
  "client-certificate-data",
  "client-key",
  "client-key-data",
  "token",
  "tokenFile",
  "as",
  "as-uid",
  "as-groups",
  "as-user-extra",
  "username",
  "password",
  "auth-provider",
  "exec",
  "extensions",
];
const EXEC_FIELDS = ["command", "args", "env", "apiVersion", "installHint", "provideClusterInfo", "interactiveMode"];
const CONTEXT_FIELDS = ["cluster", "user", "namespace", "extensions"];

/** Fields that stand in every entry, empty as they may be. */
const ALWAYS: Readonly<Record<string, readonly string[]>> = { cluster: ["server"], context: ["cluster", "user"] };

/** An entry with the fields that Go writes even when they are empty. `member` is cluster, user or context. */
export function withEmptyFields(member: string, value: JsonObject, release: Release): JsonObject {
  const missing = (ALWAYS[member] ?? []).filter((field) => value[field] === undefined);
  const whole = missing.length === 0 ? value : { ...Object.fromEntries(missing.map((field) => [field, ""])), ...value };
  return isJsonObject(whole["exec"]) ? { ...whole, exec: wholeExec(whole["exec"], release) } : whole;
}

/** How versions of the credential API that know no modes are asked. client-go/tools/clientcmd/api/v1/defaults.go, 1.22 */
const MODELESS = ["client.authentication.k8s.io/v1alpha1", "client.authentication.k8s.io/v1beta1"];

function wholeExec(exec: JsonObject, release: Release): JsonObject {
  const asks = release.has("configExecInteractive") && MODELESS.includes(String(exec["apiVersion"] ?? ""));
  return {
    args: null,
    env: null,
    ...(release.has("configExecClusterInfo") ? { provideClusterInfo: false } : {}),
    ...(asks ? { interactiveMode: "IfAvailable" } : {}),
    ...exec,
  };
}

/** The configuration as `config view` prints it: fields in Go's order, entries by name. */
// client-go/tools/clientcmd/api/v1/types.go
export function configDocument(config: EditableConfig, release: Release): JsonObject {
  return {
    kind: "Config",
    apiVersion: "v1",
    preferences: config.preferences,
    clusters: entries(config.clusters, "cluster", CLUSTER_FIELDS, release),
    users: entries(config.users, "user", USER_FIELDS, release),
    contexts: entries(config.contexts, "context", CONTEXT_FIELDS, release),
    "current-context": config.currentContext,
  };
}

function entries(map: ReadonlyMap<string, JsonObject>, member: string, order: readonly string[], release: Release): JsonValue {
  if (map.size === 0) return null;
  const shown = (name: string): JsonObject => ordered(withEmptyFields(member, map.get(name) as JsonObject, release), order);
  return [...map.keys()].sort().map((name) => ({ name, [member]: shown(name) }));
}

function ordered(value: JsonObject, order: readonly string[]): JsonObject {
  const known = order.filter((field) => value[field] !== undefined);
  const rest = Object.keys(value).filter((field) => !order.includes(field));
  const all = [...known, ...rest].map((field) => [field, memberInOrder(field, value[field] as JsonValue)] as const);
  return Object.fromEntries(all);
}

/** Members that are structures of their own. */
function memberInOrder(field: string, value: JsonValue): JsonValue {
  if (field === "exec" && isJsonObject(value)) return ordered(value, EXEC_FIELDS);
  return field === "auth-provider" && isJsonObject(value) ? ordered(value, ["name", "config"]) : value;
}

/** Takes keys, certificates and tokens out of sight. clientcmd/api/helpers.go ShortenConfig */
export function redact(config: EditableConfig, release: Release): void {
  const mask = release.value("certificateMask");
  for (const cluster of config.clusters.values()) {
    if (cluster["certificate-authority-data"]) cluster["certificate-authority-data"] = "DATA+OMITTED";
  }
  for (const user of config.users.values()) {
    for (const field of ["client-certificate-data", "client-key-data"]) if (user[field]) user[field] = mask;
    if (user["token"] && release.has("configRedactsTokens")) user["token"] = "REDACTED";
    if (user["password"] && release.has("configRedactsSecrets")) user["password"] = "REDACTED";
  }
}

/** Keeps only what the current context uses. Throws Error for a context that is none. clientcmd/api/helpers.go MinifyConfig */
export function minify(config: EditableConfig): void {
  if (config.currentContext === "") throw new Error("current-context must exist in order to minify");
  const context = config.contexts.get(config.currentContext);
  if (context === undefined) throw new Error("cannot locate context " + config.currentContext);
  keepOnly(config.contexts, config.currentContext);
  for (const [map, member] of [
    [config.users, "user"],
    [config.clusters, "cluster"],
  ] as const) {
    const name = String(context[member] ?? "");
    if (name !== "" && !map.has(name)) throw new Error(`cannot locate ${member} ${name}`);
    keepOnly(map, name);
  }
}

function keepOnly(map: Map<string, JsonObject>, name: string): void {
  for (const each of map.keys()) if (each !== name) map.delete(each);
}
