import type { DescribeFacet, DescribeWriter } from "../../../machinery/describe.ts";
import { describeEvents } from "../../../machinery/describing/events.ts";
import { trueOrFalse } from "../../../machinery/describing/text.ts";
import { formatLabels } from "../../../machinery/labels.ts";
import { isDefaultClass, type StorageClass } from "./types.ts";

/** `kubectl describe storageclass`. kubectl/pkg/describe/describe.go describeStorageClass */
export const storageClassDescribe: DescribeFacet = {
  async describe(object, out, context) {
    const { metadata, ...spec } = object as StorageClass;
    out.write(0, `Name:\t${metadata.name ?? ""}\n`);
    out.write(0, `IsDefaultClass:\t${isDefaultClass(object) ? "Yes" : "No"}\n`);
    out.write(0, `Annotations:\t${formatLabels(metadata.annotations)}\n`);
    out.write(0, `Provisioner:\t${spec.provisioner}\n`);
    out.write(0, `Parameters:\t${formatLabels(spec.parameters)}\n`);
    out.write(
      0,
      `AllowVolumeExpansion:\t${spec.allowVolumeExpansion === undefined ? "<unset>" : trueOrFalse(spec.allowVolumeExpansion)}\n`,
    );
    const options = spec.mountOptions ?? [];
    out.write(0, `MountOptions:${options.length === 0 ? "\t<none>" : ""}\n`);
    for (const option of options) out.write(1, `${option}\n`);
    if (spec.reclaimPolicy !== undefined) out.write(0, `ReclaimPolicy:\t${spec.reclaimPolicy}\n`);
    if (spec.volumeBindingMode !== undefined) out.write(0, `VolumeBindingMode:\t${spec.volumeBindingMode}\n`);
    if (spec.allowedTopologies) describeTopologies(out, spec.allowedTopologies);
    await describeEvents(object, out, context);
  },
};

// printAllowedTopologies
function describeTopologies(out: DescribeWriter, terms: NonNullable<StorageClass["allowedTopologies"]>): void {
  out.write(0, `AllowedTopologies:\t${terms.length === 0 ? "<none>" : ""}\n`);
  for (const [index, { matchLabelExpressions = [] }] of terms.entries()) {
    out.write(1, `Term ${index}:\t`);
    if (matchLabelExpressions.length === 0) out.writeLine("<none>");
    for (const [position, { key, values }] of matchLabelExpressions.entries()) {
      out.write(position === 0 ? 0 : 1, `${position === 0 ? "" : "\t"}${key} in [${values.join(", ")}]\n`);
    }
  }
}
