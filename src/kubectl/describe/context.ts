import type { DescribeContext, DescribeFacet } from "../../machinery/describe.ts";
import type { KubeObject } from "../../machinery/object.ts";
import { StatusError } from "../../machinery/status.ts";
import type { Invocation } from "../command.ts";

/** What the pages of one call are given. */
export async function describeContext({ env, factory, flags, release }: Invocation, facet: DescribeFacet): Promise<DescribeContext> {
  const client = await factory.client();
  return {
    client,
    release,
    now: env.now(),
    showEvents: flags.bool("show-events"),
    async events(object) {
      const { metadata, kind } = object;
      const involved = facet.involved?.(object, release) ?? [{ kind, uid: metadata.uid ?? "" }];
      const ref = { group: "", version: "v1", resource: "events", namespace: metadata.namespace ?? "" };
      try {
        const items: KubeObject[] = [];
        for (const each of involved) items.push(...(await client.list(ref, { fieldSelector: selectorFor(object, each) })).items);
        return items.toSorted((a, b) => lastSeen(a) - lastSeen(b));
      } catch (error) {
        // pages without their events are better than none
        if (error instanceof StatusError) return [];
        throw error;
      }
    },
  };
}

function selectorFor({ metadata }: KubeObject, { kind, uid }: { kind?: string; uid?: string }): string {
  const terms: [field: string, value: string | undefined][] = [
    ["name", metadata.name],
    ["namespace", metadata.namespace],
    ["kind", kind],
    ["uid", uid],
  ];
  return terms.flatMap(([field, value]) => (value ? [`involvedObject.${field}=${value}`] : [])).join(",");
}

/** Events that were never repeated may have no lastTimestamp: those come first. kubectl/pkg/util/event/sorted_event_list.go */
function lastSeen(event: KubeObject): number {
  const time = event["lastTimestamp"];
  return typeof time === "string" ? Date.parse(time) : 0;
}
