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
      const involved = facet.involved?.(object) ?? { kind, uid: metadata.uid ?? "" };
      const terms: [field: string, value: string | undefined][] = [
        ["name", metadata.name],
        ["namespace", metadata.namespace],
        ["kind", involved.kind],
        ["uid", involved.uid],
      ];
      const fieldSelector = terms.flatMap(([field, value]) => (value ? [`involvedObject.${field}=${value}`] : [])).join(",");
      try {
        const { items } = await client.list(
          { group: "", version: "v1", resource: "events", namespace: metadata.namespace ?? "" },
          { fieldSelector },
        );
        return items.toSorted((a, b) => lastSeen(a) - lastSeen(b));
      } catch (error) {
        // pages without their events are better than none
        if (error instanceof StatusError) return [];
        throw error;
      }
    },
  };
}

/** Events that were never repeated may have no lastTimestamp: those come first. kubectl/pkg/util/event/sorted_event_list.go */
function lastSeen(event: KubeObject): number {
  const time = event["lastTimestamp"];
  return typeof time === "string" ? Date.parse(time) : 0;
}
