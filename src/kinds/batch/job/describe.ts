import { humanDuration } from "../../../base/human-duration.ts";
import type { DescribeFacet } from "../../../machinery/describe.ts";
import { describeEvents } from "../../../machinery/describing/events.ts";
import { describeAnnotations, describeMap } from "../../../machinery/describing/maps.ts";
import { describeController, describeName } from "../../../machinery/describing/meta.ts";
import { describeTime } from "../../../machinery/describing/times.ts";
import { formatLabelSelector } from "../../../machinery/labels.ts";
import type { Release } from "../../../release/release.ts";
import { describePodTemplate } from "../../shared/describe/pod-template.ts";
import type { Job } from "./types.ts";

/** `kubectl describe job`. kubectl/pkg/describe/describe.go describeJob */
export const jobDescribe: DescribeFacet = {
  async describe(object, out, context) {
    const job = object as Job;
    const { metadata, spec, status = {} } = job;
    const { release } = context;
    describeName(object, out);
    out.write(0, `Selector:\t${formatLabelSelector(spec.selector)}\n`);
    describeMap(out, "Labels", metadata.labels);
    describeAnnotations(out, "Annotations", metadata.annotations, release);
    describeController(object, out);
    if (spec.parallelism !== undefined) out.write(0, `Parallelism:\t${spec.parallelism}\n`);
    out.write(0, `Completions:\t${spec.completions ?? "<unset>"}\n`);
    if (release.has("describeCompletionMode") && spec.completionMode) out.write(0, `Completion Mode:\t${spec.completionMode}\n`);
    if (release.has("describeJobSuspend")) {
      if (spec.suspend !== undefined) out.write(0, `Suspend:\t${spec.suspend}\n`);
      if (spec.backoffLimit !== undefined) out.write(0, `Backoff Limit:\t${spec.backoffLimit}\n`);
    }
    const { startTime, completionTime } = status;
    if (startTime) out.write(0, `Start Time:\t${describeTime(startTime)}\n`);
    if (completionTime) out.write(0, `Completed At:\t${describeTime(completionTime)}\n`);
    if (startTime && completionTime) out.write(0, `Duration:\t${humanDuration(Date.parse(completionTime) - Date.parse(startTime))}\n`);
    if (spec.activeDeadlineSeconds !== undefined) out.write(0, `Active Deadline Seconds:\t${spec.activeDeadlineSeconds}s\n`);
    out.write(0, `Pods Statuses:\t${statusesText(job, release)}\n`);
    if (release.has("describeCompletionMode") && spec.completionMode === "Indexed") {
      out.write(0, `Completed Indexes:\t${status.completedIndexes || "<none>"}\n`);
    }
    describePodTemplate(out, spec.template, context);
    await describeEvents(object, out, context);
  },
};

function statusesText({ status = {} }: Job, release: Release): string {
  const { active = 0, succeeded = 0, failed = 0, ready } = status;
  const rest = `${succeeded} Succeeded / ${failed} Failed`;
  if (!release.has("describeJobActive")) return `${active} Running / ${rest}`;
  return ready === undefined ? `${active} Active / ${rest}` : `${active} Active (${ready} Ready) / ${rest}`;
}
