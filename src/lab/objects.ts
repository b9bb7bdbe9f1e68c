import type { Cluster } from "../cluster/cluster.ts";
import type { KubeObject, ResourceKey } from "../machinery/object.ts";
import { resourceKey } from "../machinery/object.ts";
import { loadSchema } from "../machinery/schema/schema.ts";
import { parseRelease } from "../release/release.ts";
import { namespaceOf } from "./namespace.ts";
import type { Step } from "./transcript.ts";

/** An object, and its kind as a reader says it: `pod`. */
export interface AgedObject {
  readonly kind: string;
  readonly object: KubeObject;
}

/** The object of a table's row that a command has just printed, as it is in the cluster; undefined where none is. */
export function agedObject(row: string, step: Step, cluster: Cluster): AgedObject | undefined {
  const words = row.trim().split(/\s+/);
  const isAll = / -A\b| --all-namespaces\b/.test(step.command);
  const [namespace, word = ""] = isAll ? [words[0] ?? "", words[1]] : [namespaceOf(step), words[0]];
  const [name = "", prefix] = word.split("/").reverse();
  for (const { key, kind, namespaced } of prefix === undefined ? typesOf(step, cluster) : typesNamed(prefix, cluster)) {
    const object = cluster.store.get(key, namespaced ? namespace : "", name);
    if (object) return { kind: kind.toLowerCase(), object };
  }
  return undefined;
}

interface FoundType {
  readonly key: ResourceKey;
  readonly kind: string;
  readonly namespaced: boolean;
}

/** What a `kubectl get TYPE` asks for. */
function typesOf({ command }: Step, cluster: Cluster): FoundType[] {
  if (!/^(?:kubectl|k)\s+get\s/.test(command)) return [];
  const words = command.split(/\s+/).slice(2);
  const type = words.find(
    (word, index) => !word.startsWith("-") && !/^(?:-n|--namespace|-o|--output|-l|--selector)$/.test(words[index - 1] ?? ""),
  );
  return type === undefined ? [] : typesNamed(type, cluster);
}

/** Types by any of their names: `po`, `pod`, `pods`, `deployment.apps`. Several groups may have one; objects are kept under one of them. */
function typesNamed(word: string, { record }: Cluster): FoundType[] {
  const [name = "", group] = word.toLowerCase().split(/\.(.*)/);
  const kinds = loadSchema(parseRelease(record.kubernetesVersion)?.minor ?? 0).kinds;
  const found = kinds.filter(
    (kind) =>
      (group === undefined || kind.group === group) &&
      (kind.plural === name || kind.kind.toLowerCase() === name || kind.shortNames.includes(name)),
  );
  return found.map(({ group: inGroup, plural, kind, namespaced }) => ({ key: resourceKey(inGroup, plural), kind, namespaced }));
}
