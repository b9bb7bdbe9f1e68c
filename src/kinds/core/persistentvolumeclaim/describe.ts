import type { DescribeContext, DescribeFacet } from "../../../machinery/describe.ts";
import { describeEvents } from "../../../machinery/describing/events.ts";
import { describeAnnotations, describeLines, describeMap } from "../../../machinery/describing/maps.ts";
import { describeName } from "../../../machinery/describing/meta.ts";
import { goWords } from "../../../machinery/describing/text.ts";
import { describeAge, describeTime } from "../../../machinery/describing/times.ts";
import { canonicalQuantity } from "../../../machinery/quantity.ts";
import { accessModesCell, storageClassOf } from "../../shared/storage.ts";
import type { Pod } from "../pod/types.ts";
import type { PersistentVolumeClaim } from "./types.ts";

/** `kubectl describe pvc`. kubectl/pkg/describe/describe.go describePersistentVolumeClaim */
export const claimDescribe: DescribeFacet = {
  async describe(object, out, context) {
    const { metadata, spec, status = {} } = object as PersistentVolumeClaim;
    const isBound = (spec.volumeName ?? "") !== "";
    const storage = status.capacity?.["storage"];
    describeName(object, out);
    out.write(0, `StorageClass:\t${storageClassOf(object, spec.storageClassName)}\n`);
    const deleted = metadata.deletionTimestamp;
    out.write(0, `Status:\t${deleted ? `Terminating (lasts ${describeAge(deleted, context.now)})` : (status.phase ?? "")}\n`);
    out.write(0, `Volume:\t${spec.volumeName ?? ""}\n`);
    describeMap(out, "Labels", metadata.labels);
    describeAnnotations(out, "Annotations", metadata.annotations, context.release);
    out.write(0, `Finalizers:\t${goWords(metadata.finalizers)}\n`);
    out.write(0, `Capacity:\t${isBound ? canonicalQuantity(storage ?? "0") : ""}\n`);
    out.write(0, `Access Modes:\t${isBound ? accessModesCell(status.accessModes) : ""}\n`);
    if (spec.volumeMode) out.write(0, `VolumeMode:\t${spec.volumeMode}\n`);
    if (spec.dataSource) {
      const { apiGroup, kind, name } = spec.dataSource;
      out.write(0, "DataSource:\n");
      if (apiGroup !== undefined) out.write(1, `APIGroup:\t${apiGroup}\n`);
      out.write(1, `Kind:\t${kind}\n`);
      out.write(1, `Name:\t${name}\n`);
    }
    describeLines(
      out,
      context.release.has("describeUsedBy") ? "Used By" : "Mounted By",
      await podsOf(object as PersistentVolumeClaim, context),
    );
    const conditions = status.conditions ?? [];
    if (conditions.length > 0) {
      out.write(0, "Conditions:\n");
      out.write(1, "Type\tStatus\tLastProbeTime\tLastTransitionTime\tReason\tMessage\n");
      out.write(1, "----\t------\t-----------------\t------------------\t------\t-------\n");
    }
    for (const { type, status: value, lastProbeTime, lastTransitionTime, reason = "", message = "" } of conditions) {
      out.write(1, `${type} \t${value} \t${describeTime(lastProbeTime)} \t${describeTime(lastTransitionTime)} \t${reason} \t${message}\n`);
    }
    await describeEvents(object, out, context);
  },
};

async function podsOf({ metadata }: PersistentVolumeClaim, { client }: DescribeContext): Promise<string[]> {
  const { items } = await client.list({ group: "", version: "v1", resource: "pods", namespace: metadata.namespace ?? "" });
  const users = (items as Pod[]).filter(({ spec }) =>
    spec.volumes?.some((volume) => volume.persistentVolumeClaim?.claimName === metadata.name),
  );
  return users.map((pod) => pod.metadata.name ?? "");
}
