import type { Look, SeenObject } from "../look.ts";
import { type Check, seen, type Subject } from "../check.ts";

/** `3 pods of deployment web run`: pods that its selector chooses and that are Running, whatever else they are. */
export function podsRun({ kind, name, namespace }: Subject, count: number): Check {
  return async (look) => {
    const object = await look.get(kind, name, namespace);
    if (object === undefined) return seen(count === 0, `${kind} ${name} does not exist`);
    const pods = await podsOf(look, object, namespace);
    const running = pods.filter(({ status }) => status?.["phase"] === "Running").length;
    return seen(running === count, `${running} of ${pods.length} pods of ${kind} ${name} run`);
  };
}

async function podsOf(look: Look, { spec = {} }: SeenObject, namespace: string): Promise<SeenObject[]> {
  const selector = spec["selector"] as { matchLabels?: Record<string, string> } | Record<string, string> | undefined;
  const labels = (selector !== undefined && "matchLabels" in selector ? selector.matchLabels : selector) as
    | Record<string, string>
    | undefined;
  const wanted = Object.entries(labels ?? {});
  if (wanted.length === 0) return [];
  const pods = await look.list("pods", namespace);
  return pods.filter(({ metadata }) => wanted.every(([key, value]) => metadata.labels?.[key] === value));
}
