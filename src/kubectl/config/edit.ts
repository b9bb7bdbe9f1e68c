import { deepClone, deepEqual } from "../../base/deep.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../../base/json.ts";
import { formatYaml } from "../../base/yaml-out.ts";
import type { Invocation } from "../command.ts";
import { withEmptyFields } from "./document.ts";
import { absolutePath } from "./embedding.ts";
import type { KubectlEnv } from "../env.ts";
import type { Release } from "../../release/release.ts";
import { type Kubeconfig, kubeconfigPaths, loadKubeconfig, readKubeconfigFile, textOf } from "./kubeconfig.ts";

/** A kubeconfig that may be changed in place; entries by name. */
export interface EditableConfig {
  currentContext: string;
  preferences: JsonObject;
  readonly clusters: Map<string, JsonObject>;
  readonly users: Map<string, JsonObject>;
  readonly contexts: Map<string, JsonObject>;
}

/** The sections of a kubeconfig that hold named entries, and the member under which an entry keeps its value. */
export const SECTIONS = { clusters: "cluster", users: "user", contexts: "context" } as const;
export type Section = keyof typeof SECTIONS;
const SECTION_NAMES = Object.keys(SECTIONS) as Section[];

/** A changeable copy of the merged files. */
export function editable(config: Kubeconfig): EditableConfig {
  const copy = (entries: Kubeconfig["clusters"]): Map<string, JsonObject> =>
    new Map([...entries].map(([name, entry]) => [name, deepClone(entry.value)]));
  return {
    currentContext: config.currentContext,
    preferences: deepClone(config.preferences),
    clusters: copy(config.clusters),
    users: copy(config.users),
    contexts: copy(config.contexts),
  };
}

/** The file that takes what is new: the explicit one, else the first that exists, else the last of the list. */
export function targetFile({ env, flags }: Invocation): string {
  const { paths } = kubeconfigPaths(env, flags.text("kubeconfig"));
  return paths.find((path) => env.files.kind(path) === "file") ?? (paths.at(-1) as string);
}

/** Where the administrator of the emulated control plane, root, has the cluster's kubeconfig. */
const ADMIN_KUBECONFIG = "/root/.kube/config";

/** The target file's name as messages show it; the emulated cluster's own file goes by its name on the control plane. */
export function shownFile(invocation: Invocation): string {
  const path = targetFile(invocation);
  return path === invocation.env.clusterKubeconfig ? ADMIN_KUBECONFIG : path;
}

/** Changes the configuration and writes each changed part into the file that it came from. clientcmd.ModifyConfig */
export async function editConfig(invocation: Invocation, change: (config: EditableConfig) => void): Promise<void> {
  const { env, flags, release } = invocation;
  const before = await invocation.factory.kubeconfig();
  const after = editable(before);
  change(after);
  // What is to be written is compared with the files as they are by now; those that are missing are told again.
  await loadKubeconfig(env, kubeconfigPaths(env, flags.text("kubeconfig")));
  const target = targetFile(invocation);
  const files = new Map<string, JsonObject>();
  const fileOf = async (path: string): Promise<JsonObject> => {
    const known = files.get(path) ?? (await readKubeconfigFile(env, path)) ?? {};
    files.set(path, known);
    return known;
  };
  if (before.currentContext !== after.currentContext) (await fileOf(target))["current-context"] = after.currentContext;
  if (!deepEqual(before.preferences, after.preferences)) (await fileOf(target))["preferences"] = after.preferences;
  for (const section of SECTION_NAMES) {
    for (const name of new Set([...before[section].keys(), ...after[section].keys()])) {
      const old = before[section].get(name);
      const value = after[section].get(name);
      if (deepEqual(old?.value, value)) continue;
      const path = old?.file ?? target;
      putEntry(await fileOf(path), section, name, value && withNearPaths(env, value, path));
    }
  }
  for (const [path, file] of files) env.files.write(path, formatYaml(normalized(file, release)), 0o600);
}

const PATHS = ["certificate-authority", "client-certificate", "client-key", "tokenFile"];

/** Files below the kubeconfig's own directory go by their paths from there. clientcmd/loader.go RelativizePathWithNoBacksteps */
function withNearPaths(env: KubectlEnv, entry: JsonObject, file: string): JsonObject {
  const here = env.variable("PWD") ?? env.home;
  const directory = `${absolutePath(here, file).replace(/\/[^/]*$/, "")}/`;
  const near = { ...entry };
  for (const field of PATHS) {
    const path = textOf(entry, field);
    const whole = path === "" ? "" : absolutePath(directory, path);
    if (whole.startsWith(directory)) near[field] = whole.slice(directory.length);
  }
  return near;
}

function putEntry(file: JsonObject, section: Section, name: string, value: JsonObject | undefined): void {
  const list = Array.isArray(file[section]) ? (file[section] as JsonValue[]) : [];
  const others = list.filter((item) => !isJsonObject(item) || item["name"] !== name);
  file[section] = value === undefined ? others : [...others, { name, [SECTIONS[section]]: value }];
}

/** A file as kubectl writes it: all sections, entries sorted by name, empty lists as null. */
function normalized(file: JsonObject, release: Release): JsonObject {
  const whole: JsonObject = { apiVersion: "v1", kind: "Config", preferences: {}, "current-context": "", ...file };
  for (const section of SECTION_NAMES) whole[section] = wholeEntries(whole[section], SECTIONS[section], release);
  return whole;
}

function wholeEntries(list: JsonValue | undefined, member: string, release: Release): JsonValue {
  if (!Array.isArray(list) || list.length === 0) return null;
  const nameOf = (item: JsonValue): string => (isJsonObject(item) ? String(item["name"]) : "");
  return list
    .toSorted((left, right) => (nameOf(left) < nameOf(right) ? -1 : 1))
    .map((item) =>
      isJsonObject(item) && isJsonObject(item[member]) ? { ...item, [member]: withEmptyFields(member, item[member], release) } : item,
    );
}
