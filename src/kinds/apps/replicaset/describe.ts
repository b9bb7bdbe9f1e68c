import type { DescribeFacet } from "../../../machinery/describe.ts";
import { formatLabelSelector } from "../../../machinery/labels.ts";
import { describeStatusConditions } from "../../shared/describe/conditions.ts";
import { describeEvents } from "../../../machinery/describing/events.ts";
import { describeAnnotations, describeMap } from "../../../machinery/describing/maps.ts";
import { describeController, describeName } from "../../../machinery/describing/meta.ts";
import { describePodTemplate } from "../../shared/describe/pod-template.ts";
import { podsStatus } from "../../shared/describe/pods-status.ts";
import type { ReplicaSet } from "./types.ts";

/** `kubectl describe replicaset`. kubectl/pkg/describe/describe.go describeReplicaSet */
export const replicaSetDescribe: DescribeFacet = {
  async describe(object, out, context) {
    const { metadata, spec, status } = object as ReplicaSet;
    describeName(object, out);
    out.write(0, `Selector:\t${formatLabelSelector(spec.selector)}\n`);
    describeMap(out, "Labels", metadata.labels);
    describeAnnotations(out, "Annotations", metadata.annotations, context.release);
    describeController(object, out);
    out.write(0, `Replicas:\t${status?.replicas ?? 0} current / ${spec.replicas ?? 1} desired\n`);
    out.write(0, `Pods Status:\t${await podsStatus(object, spec.selector, context)}\n`);
    if (spec.template) describePodTemplate(out, spec.template, context);
    describeStatusConditions(out, status?.conditions);
    await describeEvents(object, out, context);
  },
};
