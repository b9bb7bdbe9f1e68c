import type { DescribeContext } from "../../../machinery/describe.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import { formatLabelSelector } from "../../../machinery/labels.ts";
import type { Pod } from "../../core/pod/types.ts";
import type { LabelSelector } from "../types.ts";

/** `3 Running / 0 Waiting / 0 Succeeded / 0 Failed` of the pods that an object controls. getPodStatusForController */
export async function podsStatus(object: KubeObject, selector: LabelSelector | undefined, context: DescribeContext): Promise<string> {
  const { items } = await context.client.list(
    { group: "", version: "v1", resource: "pods", namespace: object.metadata.namespace ?? "" },
    { labelSelector: formatLabelSelector(selector ?? {}) },
  );
  const owned = items.filter(({ metadata }) =>
    metadata.ownerReferences?.some(({ controller, uid }) => controller && uid === object.metadata.uid),
  );
  const count = (phase: string) => (owned as Pod[]).filter(({ status }) => status?.phase === phase).length;
  return `${count("Running")} Running / ${count("Pending")} Waiting / ${count("Succeeded")} Succeeded / ${count("Failed")} Failed`;
}
