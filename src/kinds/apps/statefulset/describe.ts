import { sortedKeys } from "../../../base/bytewise.ts";
import type { DescribeFacet, DescribeWriter } from "../../../machinery/describe.ts";
import { describeEvents } from "../../../machinery/describing/events.ts";
import { describeAnnotations, describeLines, describeMap } from "../../../machinery/describing/maps.ts";
import { describeName } from "../../../machinery/describing/meta.ts";
import { goWords } from "../../../machinery/describing/text.ts";
import { describeTime } from "../../../machinery/describing/times.ts";
import { formatLabelSelector } from "../../../machinery/labels.ts";
import { canonicalQuantity } from "../../../machinery/quantity.ts";
import type { PersistentVolumeClaim } from "../../core/persistentvolumeclaim/types.ts";
import { describePodTemplate } from "../../shared/describe/pod-template.ts";
import { podsStatus } from "../../shared/describe/pods-status.ts";
import { storageClassOf } from "../../shared/storage.ts";
import type { StatefulSet } from "./types.ts";

/** `kubectl describe statefulset`. kubectl/pkg/describe/describe.go describeStatefulSet */
export const statefulSetDescribe: DescribeFacet = {
  async describe(object, out, context) {
    const { metadata, spec, status } = object as StatefulSet;
    describeName(object, out);
    out.write(0, `CreationTimestamp:\t${describeTime(metadata.creationTimestamp)}\n`);
    out.write(0, `Selector:\t${formatLabelSelector(spec.selector)}\n`);
    describeMap(out, "Labels", metadata.labels);
    describeAnnotations(out, "Annotations", metadata.annotations, context.release);
    out.write(0, `Replicas:\t${spec.replicas ?? 0} desired | ${status?.replicas ?? 0} total\n`);
    out.write(0, `Update Strategy:\t${spec.updateStrategy?.type ?? ""}\n`);
    const partition = spec.updateStrategy?.rollingUpdate?.partition;
    if (partition !== undefined) out.write(1, `Partition:\t${partition}\n`);
    out.write(0, `Pods Status:\t${await podsStatus(object, spec.selector, context)}\n`);
    describePodTemplate(out, spec.template, context);
    describeClaims(out, spec.volumeClaimTemplates ?? []);
    await describeEvents(object, out, context);
  },
};

// describeVolumeClaimTemplates
function describeClaims(out: DescribeWriter, claims: readonly PersistentVolumeClaim[]): void {
  out.write(0, `Volume Claims:${claims.length === 0 ? "\t<none>" : ""}\n`);
  const pairs = (map: Readonly<Record<string, string>> | undefined) => sortedKeys(map ?? {}).map((key) => `${key}=${map?.[key] ?? ""}`);
  for (const claim of claims) {
    const { metadata, spec } = claim;
    const storage = spec.resources?.requests?.["storage"];
    out.write(1, `Name:\t${metadata.name ?? ""}\n`);
    out.write(1, `StorageClass:\t${storageClassOf(claim, spec.storageClassName)}\n`);
    describeLines(out, "Labels", pairs(metadata.labels), "  ");
    describeLines(out, "Annotations", pairs(metadata.annotations), "  ");
    out.write(1, `Capacity:\t${storage === undefined ? "<default>" : canonicalQuantity(storage)}\n`);
    out.write(1, `Access Modes:\t${goWords(spec.accessModes)}\n`);
  }
}
