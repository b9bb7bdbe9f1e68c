import type { DescribeContext, DescribeWriter } from "../../../machinery/describe.ts";
import type { PodTemplateSpec } from "../../core/pod/types.ts";
import { describeContainers } from "./containers.ts";
import { describeAnnotations, describeLines, describeTolerations } from "../../../machinery/describing/maps.ts";
import { describeVolumes } from "./volumes.ts";
import { sortedKeys } from "../../../base/bytewise.ts";

/** `Pod Template:` of a workload. DescribePodTemplate */
export function describePodTemplate(
  out: DescribeWriter,
  { metadata, spec }: PodTemplateSpec,
  { release }: Pick<DescribeContext, "release">,
): void {
  out.write(0, "Pod Template:\n");
  const pairs = (map: Readonly<Record<string, string>> | undefined) => sortedKeys(map ?? {}).map((key) => `${key}=${map?.[key] ?? ""}`);
  // the title carries the indentation and continuation lines do not: their columns are the same
  describeLines(out, "  Labels", pairs(metadata?.labels));
  if (Object.keys(metadata?.annotations ?? {}).length > 0) describeAnnotations(out, "  Annotations", metadata?.annotations, release);
  if (spec.serviceAccountName) out.write(1, `Service Account:\t${spec.serviceAccountName}\n`);
  if ((spec.initContainers ?? []).length > 0) describeContainers(out, "Init Containers", spec.initContainers ?? [], { indent: "  " });
  describeContainers(out, "Containers", spec.containers, { indent: "  " });
  describeVolumes(out, spec.volumes, "  ");
  if (spec.priorityClassName) out.write(1, `Priority Class Name:\t${spec.priorityClassName}\n`);
  if (!release.has("describeTemplateScheduling")) return;
  describeLines(out, "  Node-Selectors", pairs(spec.nodeSelector));
  describeTolerations(out, "  Tolerations", spec.tolerations, release);
}
