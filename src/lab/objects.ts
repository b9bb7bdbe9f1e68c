import type { Cluster } from "../cluster/cluster.ts";
import type { KubeObject, ResourceKey } from "../machinery/object.ts";
import { resourceKey } from "../machinery/object.ts";
import { loadSchema } from "../machinery/schema/schema.ts";
import { parseRelease } from "../release/release.ts";
import { namespaceOf } from "./tape.ts";
import { readTables } from "./tables.ts";
import type { Step } from "./transcript.ts";

/** An age in a table, and the object that it belongs to. */
export interface AgeOfObject {
  readonly line: number;
  readonly age: string;
  /** `pod np-pods-5767d54d4b-vvvrm` */
  readonly title: string;
  readonly object: KubeObject;
}

/** The objects whose ages a step's document output shows, as they are in the cluster now. Names that are not there are left out. */
export function agesOf(step: Step, cluster: Cluster): AgeOfObject[] {
  const types = typesOf(step, cluster);
  return readTables(step.expected ?? []).flatMap(({ rows }) =>
    rows.flatMap(({ line, cells }) => {
      const [name = "", prefix] = (cells["NAME"] ?? "").split("/").reverse();
      const { AGE: age } = cells;
      if (age === undefined) return [];
      const found = (prefix === undefined ? types : typesNamed(prefix, cluster)).flatMap(({ key, kind, namespaced }) => {
        const object = cluster.store.get(key, namespaced ? (cells["NAMESPACE"] ?? namespaceOf(step)) : "", name);
        return object ? [{ line, age, title: `${kind.toLowerCase()} ${name}`, object }] : [];
      });
      return found.slice(0, 1);
    }),
  );
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
