import type { DescribeFacet } from "../../../machinery/describe.ts";
import { describeEvents } from "../../../machinery/describing/events.ts";
import { describeAnnotations, describeMap } from "../../../machinery/describing/maps.ts";
import { goWords } from "../../../machinery/describing/text.ts";
import { describeTime } from "../../../machinery/describing/times.ts";
import type { CSINode } from "./types.ts";

/** `kubectl describe csinode`. kubectl/pkg/describe/describe.go describeCSINode */
export const csiNodeDescribe: DescribeFacet = {
  async describe(object, out, context) {
    const { metadata, spec } = object as CSINode;
    out.write(0, `Name:\t${metadata.name ?? ""}\n`);
    describeMap(out, "Labels", metadata.labels);
    describeAnnotations(out, "Annotations", metadata.annotations, context.release);
    out.write(0, `CreationTimestamp:\t${describeTime(metadata.creationTimestamp)}\n`);
    out.write(0, "Spec:\n");
    if (spec.drivers) out.write(1, "Drivers:\n");
    for (const { name, nodeID, allocatable, topologyKeys } of spec.drivers ?? []) {
      out.write(2, `${name}:\n`);
      out.write(3, `Node ID:\t${nodeID}\n`);
      if (allocatable?.count !== undefined) {
        out.write(3, "Allocatables:\n");
        out.write(4, `Count:\t${allocatable.count}\n`);
      }
      if (topologyKeys) out.write(3, `Topology Keys:\t${goWords(topologyKeys)}\n`);
    }
    await describeEvents(object, out, context);
  },
};
