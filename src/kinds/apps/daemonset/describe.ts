import type { DescribeFacet } from "../../../machinery/describe.ts";
import { formatLabels, formatLabelSelector } from "../../../machinery/labels.ts";
import { describeEvents } from "../../../machinery/describing/events.ts";
import { describeAnnotations, describeMap } from "../../../machinery/describing/maps.ts";
import { describePodTemplate } from "../../shared/describe/pod-template.ts";
import { podsStatus } from "../../shared/describe/pods-status.ts";
import type { DaemonSet } from "./types.ts";

/** `kubectl describe daemonset`. kubectl/pkg/describe/describe.go describeDaemonSet */
export const daemonSetDescribe: DescribeFacet = {
  async describe(object, out, context) {
    const { metadata, spec, status } = object as DaemonSet;
    out.write(0, `Name:\t${metadata.name ?? ""}\n`);
    out.write(0, `Selector:\t${formatLabelSelector(spec.selector)}\n`);
    out.write(0, `Node-Selector:\t${formatLabels(spec.template.spec.nodeSelector)}\n`);
    describeMap(out, "Labels", metadata.labels);
    describeAnnotations(out, "Annotations", metadata.annotations, context.release);
    out.write(0, `Desired Number of Nodes Scheduled: ${status?.desiredNumberScheduled ?? 0}\n`);
    out.write(0, `Current Number of Nodes Scheduled: ${status?.currentNumberScheduled ?? 0}\n`);
    out.write(0, `Number of Nodes Scheduled with Up-to-date Pods: ${status?.updatedNumberScheduled ?? 0}\n`);
    out.write(0, `Number of Nodes Scheduled with Available Pods: ${status?.numberAvailable ?? 0}\n`);
    out.write(0, `Number of Nodes Misscheduled: ${status?.numberMisscheduled ?? 0}\n`);
    out.write(0, `Pods Status:\t${await podsStatus(object, spec.selector, context)}\n`);
    describePodTemplate(out, spec.template, context);
    await describeEvents(object, out, context);
  },
};
