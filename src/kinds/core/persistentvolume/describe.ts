import type { DescribeFacet, DescribeWriter } from "../../../machinery/describe.ts";
import { describeEvents } from "../../../machinery/describing/events.ts";
import { describeAnnotations, describeMap } from "../../../machinery/describing/maps.ts";
import { goWords } from "../../../machinery/describing/text.ts";
import { describeAge } from "../../../machinery/describing/times.ts";
import { canonicalQuantity } from "../../../machinery/quantity.ts";
import { accessModesCell, storageClassOf } from "../../shared/storage.ts";
import { describeRareSource } from "../../shared/describe/volume-sources.ts";
import type { PersistentVolume, PersistentVolumeSpec } from "./types.ts";

/** `kubectl describe pv`. kubectl/pkg/describe/describe.go describePersistentVolume */
export const volumeDescribe: DescribeFacet = {
  async describe(object, out, context) {
    const { metadata, spec, status = {} } = object as PersistentVolume;
    out.write(0, `Name:\t${metadata.name ?? ""}\n`);
    describeMap(out, "Labels", metadata.labels);
    describeAnnotations(out, "Annotations", metadata.annotations, context.release);
    out.write(0, `Finalizers:\t${goWords(metadata.finalizers)}\n`);
    out.write(0, `StorageClass:\t${storageClassOf(object, spec.storageClassName)}\n`);
    const deleted = metadata.deletionTimestamp;
    out.write(0, `Status:\t${deleted ? `Terminating (lasts ${describeAge(deleted, context.now)})` : (status.phase ?? "")}\n`);
    out.write(0, `Claim:\t${spec.claimRef ? `${spec.claimRef.namespace ?? ""}/${spec.claimRef.name ?? ""}` : ""}\n`);
    out.write(0, `Reclaim Policy:\t${spec.persistentVolumeReclaimPolicy ?? ""}\n`);
    out.write(0, `Access Modes:\t${accessModesCell(spec.accessModes)}\n`);
    if (spec.volumeMode) out.write(0, `VolumeMode:\t${spec.volumeMode}\n`);
    out.write(0, `Capacity:\t${canonicalQuantity(spec.capacity?.["storage"] ?? "0")}\n`);
    describeAffinity(out, spec);
    out.write(0, `Message:\t${status.message ?? ""}\n`);
    out.write(0, "Source:\n");
    describeSource(out, spec);
    await describeEvents(object, out, context);
  },
};

// printVolumeNodeAffinity
function describeAffinity(out: DescribeWriter, { nodeAffinity }: PersistentVolumeSpec): void {
  out.write(0, `Node Affinity:\t${nodeAffinity?.required ? "" : "<none>"}\n`);
  if (!nodeAffinity?.required) return;
  const terms = nodeAffinity.required.nodeSelectorTerms;
  out.write(1, `Required Terms:\t${terms.length === 0 ? "<none>" : ""}\n`);
  for (const [index, { matchExpressions = [] }] of terms.entries()) {
    out.write(2, `Term ${index}:\t${matchExpressions.length === 0 ? "<none>\n" : ""}`);
    for (const [position, { key, operator, values = [] }] of matchExpressions.entries()) {
      if (position > 0) out.write(2, "\t");
      out.write(0, `${key} ${operator.toLowerCase()}${values.length > 0 ? ` [${values.join(", ")}]` : ""}\n`);
    }
  }
}

function describeSource(out: DescribeWriter, spec: PersistentVolumeSpec): void {
  const { hostPath, nfs, local } = spec;
  const lines = (type: string, fields: readonly (readonly [string, unknown])[]) => {
    out.write(2, `Type:\t${type}\n`);
    for (const [name, value] of fields) out.write(2, `${name}:\t${String(value)}\n`);
  };
  if (hostPath)
    lines("HostPath (bare host directory volume)", [
      ["Path", hostPath.path],
      ["HostPathType", hostPath.type ?? "<none>"],
    ]);
  else if (nfs) {
    lines("NFS (an NFS mount that lasts the lifetime of a pod)", [
      ["Server", nfs.server],
      ["Path", nfs.path],
      ["ReadOnly", nfs.readOnly ?? false],
    ]);
  } else if (local) lines("LocalVolume (a persistent volume backed by local storage on a node)", [["Path", local.path]]);
  else describeRareSource(out, spec, "volume");
}
