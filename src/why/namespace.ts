import { allKinds } from "../components/controller/kinds.ts";
import type { Namespace } from "../kinds/core/namespace/types.ts";
import { resourceKey, type KubeObject } from "../machinery/object.ts";
import type { Cause, Finding } from "./answer.ts";
import { deletionCauses } from "./deletion.ts";
import { kubectl, type WhyWorld } from "./world.ts";

/** Objects that are named of one resource; the rest is counted. */
const NAMED = 3;

/** Why a namespace is still there though it was deleted: what it holds, and what holds that. */
export function explainNamespace(world: WhyWorld, object: KubeObject): Finding {
  const { metadata, status } = object as Namespace;
  const name = metadata.name ?? "";
  if (metadata.deletionTimestamp === undefined) return { state: status?.phase ?? "Active", causes: [] };
  const remains = remainsOf(world, name);
  const see = kubectl("describe", "namespace", "", name);
  const conditions = (status?.conditions ?? [])
    .filter((condition) => condition.status === "True")
    .map(({ type, reason = type, message = "" }) => ({ reason, message, see }));
  return { state: "Terminating", causes: [...deletionCauses(world, object, "namespaces"), ...remains, ...conditions] };
}

function remainsOf(world: WhyWorld, namespace: string): Cause[] {
  const { lister } = world.context;
  return allKinds(world.context)
    .filter((kind) => kind.namespaced && kind.plural !== "events")
    .flatMap(({ group, plural }) => {
      const resource = resourceKey(group, plural);
      const objects = lister.list(resource, { namespace });
      if (objects.length === 0) return [];
      const named = objects.slice(0, NAMED).map(({ metadata }) => {
        const { name = "", finalizers = [] } = metadata;
        return finalizers.length > 0 ? `${name} (finalizers ${finalizers.join(", ")})` : name;
      });
      const more = objects.length > NAMED ? ` and ${objects.length - NAMED} more` : "";
      const message = `it still holds ${objects.length} ${plural}: ${named.join(", ")}${more}`;
      return [{ reason: "ContentRemains", message, see: kubectl("get", resource, namespace), data: { resource, count: objects.length } }];
    });
}
