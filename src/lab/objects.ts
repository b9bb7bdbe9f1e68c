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
  const resource = resourceOf(step, cluster);
  return readTables(step.expected ?? []).flatMap(({ rows }) =>
    rows.flatMap(({ line, cells }) => {
      const [name = "", prefix] = (cells["NAME"] ?? "").split("/").reverse();
      const found = prefix === undefined ? resource : typeNamed(prefix, cluster);
      if (found === undefined || cells["AGE"] === undefined) return [];
      const namespace = found.namespaced ? (cells["NAMESPACE"] ?? namespaceOf(step)) : "";
      const object = cluster.store.get(found.key, namespace, name);
      return object ? [{ line, age: cells["AGE"], title: `${found.kind.toLowerCase()} ${name}`, object }] : [];
    }),
  );
}

interface FoundType {
  readonly key: ResourceKey;
  readonly kind: string;
  readonly namespaced: boolean;
}

/** What a `kubectl get TYPE` asks for. */
function resourceOf({ command }: Step, cluster: Cluster): FoundType | undefined {
  if (!/^(?:kubectl|k)\s+get\s/.test(command)) return undefined;
  const words = command.split(/\s+/).slice(2);
  const type = words.find(
    (word, index) => !word.startsWith("-") && !/^(?:-n|--namespace|-o|--output|-l|--selector)$/.test(words[index - 1] ?? ""),
  );
  return type === undefined ? undefined : typeNamed(type, cluster);
}

/** A type by any of its names: `po`, `pod`, `pods`, `deployment.apps`. */
function typeNamed(word: string, { record }: Cluster): FoundType | undefined {
  const [name = "", group] = word.toLowerCase().split(/\.(.*)/);
  const kinds = loadSchema(parseRelease(record.kubernetesVersion)?.minor ?? 0).kinds;
  const found = kinds.find(
    (kind) =>
      (group === undefined || kind.group === group) &&
      (kind.plural === name || kind.kind.toLowerCase() === name || kind.shortNames.includes(name)),
  );
  return found && { key: resourceKey(found.group, found.plural), kind: found.kind, namespaced: found.namespaced };
}
