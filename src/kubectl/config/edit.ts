import { deepClone, deepEqual } from "../../base/deep.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../../base/json.ts";
import { formatYaml } from "../../base/yaml-out.ts";
import type { Invocation } from "../command.ts";
import { withEmptyFields } from "./document.ts";
import { type Kubeconfig, kubeconfigPaths, readKubeconfigFile } from "./kubeconfig.ts";

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
  const before = await invocation.factory.kubeconfig();
  const after = editable(before);
  change(after);
  const target = targetFile(invocation);
  const files = new Map<string, JsonObject>();
  const fileOf = async (path: string): Promise<JsonObject> => {
    const known = files.get(path) ?? (await readKubeconfigFile(invocation.env, path)) ?? {};
    files.set(path, known);
    return known;
  };
  if (before.currentContext !== after.currentContext) (await fileOf(target))["current-context"] = after.currentContext;
  if (!deepEqual(before.preferences, after.preferences)) (await fileOf(target))["preferences"] = after.preferences;
  for (const section of SECTION_NAMES) {
    for (const name of new Set([...before[section].keys(), ...after[section].keys()])) {
      const old = before[section].get(name);
      const value = after[section].get(name);
      if (!deepEqual(old?.value, value)) putEntry(await fileOf(old?.file ?? target), section, name, value);
    }
  }
  for (const [path, file] of files) invocation.env.files.write(path, formatYaml(normalized(file)), 0o600);
}

function putEntry(file: JsonObject, section: Section, name: string, value: JsonObject | undefined): void {
  const list = Array.isArray(file[section]) ? (file[section] as JsonValue[]) : [];
  const others = list.filter((item) => !isJsonObject(item) || item["name"] !== name);
  file[section] = value === undefined ? others : [...others, { name, [SECTIONS[section]]: withEmptyFields(SECTIONS[section], value) }];
}

/** A file as kubectl writes it: all sections, entries sorted by name, empty lists as null. */
function normalized(file: JsonObject): JsonObject {
  const whole: JsonObject = { apiVersion: "v1", kind: "Config", preferences: {}, "current-context": "", ...file };
  for (const section of SECTION_NAMES) whole[section] = sortedEntries(whole[section]);
  return whole;
}

function sortedEntries(list: JsonValue | undefined): JsonValue {
  if (!Array.isArray(list) || list.length === 0) return null;
  const nameOf = (item: JsonValue): string => (isJsonObject(item) ? String(item["name"]) : "");
  return list.toSorted((left, right) => (nameOf(left) < nameOf(right) ? -1 : 1));
}
