import type { DescribeFacet } from "../../../machinery/describe.ts";
import { describeEvents } from "../../../machinery/describing/events.ts";
import { describeAnnotations, describeMap } from "../../../machinery/describing/maps.ts";
import { describeName } from "../../../machinery/describing/meta.ts";
import { formatLabels } from "../../../machinery/labels.ts";
import { describeStatusConditions } from "../../shared/describe/conditions.ts";
import { describePodTemplate } from "../../shared/describe/pod-template.ts";
import { podsStatus } from "../../shared/describe/pods-status.ts";
import type { ReplicationController } from "./types.ts";

/** `kubectl describe replicationcontroller`. kubectl/pkg/describe/describe.go describeReplicationController */
export const replicationControllerDescribe: DescribeFacet = {
  async describe(object, out, context) {
    const { metadata, spec, status } = object as ReplicationController;
    describeName(object, out);
    out.write(0, `Selector:\t${formatLabels(spec.selector)}\n`);
    describeMap(out, "Labels", metadata.labels);
    describeAnnotations(out, "Annotations", metadata.annotations, context.release);
    out.write(0, `Replicas:\t${status?.replicas ?? 0} current / ${spec.replicas ?? 0} desired\n`);
    out.write(0, `Pods Status:\t${await podsStatus(object, { matchLabels: spec.selector ?? {} }, context)}\n`);
    if (spec.template) describePodTemplate(out, spec.template, context);
    else out.write(0, "Pod Template:\n  <unset>");
    describeStatusConditions(out, status?.conditions);
    await describeEvents(object, out, context);
  },
};
