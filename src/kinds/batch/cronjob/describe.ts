import type { DescribeFacet, DescribeWriter } from "../../../machinery/describe.ts";
import { describeEvents } from "../../../machinery/describing/events.ts";
import { describeMeta } from "../../../machinery/describing/meta.ts";
import { trueOrFalse } from "../../../machinery/describing/text.ts";
import { describeTime } from "../../../machinery/describing/times.ts";
import { formatLabelSelector } from "../../../machinery/labels.ts";
import { describePodTemplate } from "../../shared/describe/pod-template.ts";
import type { JobSpec } from "../job/types.ts";
import type { CronJob } from "./types.ts";

const UNSET = "<unset>";

/** `kubectl describe cronjob`. kubectl/pkg/describe/describe.go describeCronJob */
export const cronJobDescribe: DescribeFacet = {
  async describe(object, out, context) {
    const { spec, status } = object as CronJob;
    describeMeta(object, out, context);
    out.write(0, `Schedule:\t${spec.schedule}\n`);
    out.write(0, `Concurrency Policy:\t${spec.concurrencyPolicy ?? ""}\n`);
    out.write(0, `Suspend:\t${spec.suspend === undefined ? UNSET : trueOrFalse(spec.suspend)}\n`);
    out.write(0, `Successful Job History Limit:\t${spec.successfulJobsHistoryLimit ?? UNSET}\n`);
    out.write(0, `Failed Job History Limit:\t${spec.failedJobsHistoryLimit ?? UNSET}\n`);
    out.write(
      0,
      `Starting Deadline Seconds:\t${spec.startingDeadlineSeconds === undefined ? UNSET : `${spec.startingDeadlineSeconds}s`}\n`,
    );
    describeJobs(out, spec.jobTemplate.spec);
    describePodTemplate(out, spec.jobTemplate.spec.template, context);
    out.write(0, `Last Schedule Time:\t${status?.lastScheduleTime ? describeTime(status.lastScheduleTime) : UNSET}\n`);
    const active = (status?.active ?? []).map(({ name = "" }) => name);
    out.write(0, `Active Jobs:\t${active.length === 0 ? "<none>" : active.join(", ")}\n`);
    await describeEvents(object, out, context);
  },
};

// describeJobTemplate
function describeJobs(out: DescribeWriter, { selector, parallelism, completions, activeDeadlineSeconds }: JobSpec): void {
  out.write(0, `Selector:\t${selector ? formatLabelSelector(selector) : UNSET}\n`);
  out.write(0, `Parallelism:\t${parallelism ?? UNSET}\n`);
  out.write(0, `Completions:\t${completions ?? UNSET}\n`);
  if (activeDeadlineSeconds !== undefined) out.write(0, `Active Deadline Seconds:\t${activeDeadlineSeconds}s\n`);
}
