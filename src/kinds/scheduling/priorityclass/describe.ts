import type { DescribeFacet } from "../../../machinery/describe.ts";
import { describeEvents } from "../../../machinery/describing/events.ts";
import { formatLabels } from "../../../machinery/labels.ts";
import type { PriorityClass } from "./types.ts";

/** `kubectl describe priorityclass`. kubectl/pkg/describe/describe.go describePriorityClass */
export const priorityClassDescribe: DescribeFacet = {
  async describe(object, out, context) {
    const { metadata, value, globalDefault = false, preemptionPolicy, description = "" } = object as PriorityClass;
    out.write(0, `Name:\t${metadata.name ?? ""}\n`);
    out.write(0, `Value:\t${value}\n`);
    out.write(0, `GlobalDefault:\t${globalDefault}\n`);
    if (preemptionPolicy && context.release.has("describePreemptionPolicy")) out.write(0, `PreemptionPolicy:\t${preemptionPolicy}\n`);
    out.write(0, `Description:\t${description}\n`);
    out.write(0, `Annotations:\t${formatLabels(metadata.annotations)}\n`);
    await describeEvents(object, out, context);
  },
};
