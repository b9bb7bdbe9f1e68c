import type { Json } from "../../../src/base/json.ts";
import type { ClusterMemory } from "../../../src/machinery/component.ts";

/** A cluster's memory without a cluster. */
export function memoryInMap(): ClusterMemory {
  const values = new Map<string, Json>();
  return { get: (key) => values.get(key), set: (key, value) => void values.set(key, value) };
}
