import type { DescribeWriter } from "../../../machinery/describe.ts";
import { canonicalQuantity } from "../../../machinery/quantity.ts";
import type { ProjectedVolumeSource, Volume } from "../../core/pod/volume/types.ts";
import { describeRareSource } from "./volume-sources.ts";

/** `Volumes:` and where each comes from. describeVolumes */
export function describeVolumes(out: DescribeWriter, volumes: readonly Volume[] | undefined, indent: "" | "  "): void {
  if (!volumes || volumes.length === 0) {
    out.write(0, `${indent}Volumes:\t<none>\n`);
    return;
  }
  out.write(0, `${indent}Volumes:\n`);
  for (const volume of volumes) {
    out.write(1, `${indent === "" ? "" : " "}${volume.name}:\n`);
    describeSource(out, volume);
  }
}

function describeSource(out: DescribeWriter, volume: Volume): void {
  const { hostPath, emptyDir, secret, configMap, nfs, persistentVolumeClaim: claim, downwardAPI, projected } = volume;
  const yes = (value: boolean | undefined) => String(value === true);
  if (hostPath)
    describeType(out, "HostPath (bare host directory volume)", [
      ["Path", hostPath.path],
      ["HostPathType", hostPath.type ?? "<none>"],
    ]);
  else if (emptyDir) {
    const size =
      emptyDir.sizeLimit === undefined || canonicalQuantity(emptyDir.sizeLimit) === "0" ? "<unset>" : canonicalQuantity(emptyDir.sizeLimit);
    describeType(out, "EmptyDir (a temporary directory that shares a pod's lifetime)", [
      ["Medium", emptyDir.medium ?? ""],
      ["SizeLimit", size],
    ]);
  } else if (secret)
    describeType(out, "Secret (a volume populated by a Secret)", [
      ["SecretName", secret.secretName ?? ""],
      ["Optional", yes(secret.optional)],
    ]);
  else if (configMap)
    describeType(out, "ConfigMap (a volume populated by a ConfigMap)", [
      ["Name", configMap.name ?? ""],
      ["Optional", yes(configMap.optional)],
    ]);
  else if (nfs)
    describeType(out, "NFS (an NFS mount that lasts the lifetime of a pod)", [
      ["Server", nfs.server],
      ["Path", nfs.path],
      ["ReadOnly", yes(nfs.readOnly)],
    ]);
  else if (claim) {
    const text = "PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)";
    describeType(out, text, [
      ["ClaimName", claim.claimName],
      ["ReadOnly", yes(claim.readOnly)],
    ]);
  } else if (downwardAPI) {
    out.write(2, "Type:\tDownwardAPI (a volume populated by information about the pod)\n    Items:\n");
    for (const { fieldRef, resourceFieldRef, path } of downwardAPI.items ?? [])
      out.write(3, `${fieldRef?.fieldPath ?? resourceFieldRef?.resource ?? ""} -> ${path}\n`);
  } else if (projected) describeProjected(out, projected);
  else describeRareSource(out, volume, "pod");
}

function describeType(out: DescribeWriter, type: string, fields: readonly [name: string, value: string][]): void {
  out.write(2, `Type:\t${type}\n`);
  for (const [name, value] of fields) out.write(2, `${name}:\t${value}\n`);
}

function describeProjected(out: DescribeWriter, { sources }: ProjectedVolumeSource): void {
  out.write(2, "Type:\tProjected (a volume that contains injected data from multiple sources)\n");
  for (const { secret, downwardAPI, configMap, serviceAccountToken } of sources ?? []) {
    if (secret) out.write(2, `SecretName:\t${secret.name ?? ""}\n    SecretOptionalName:\t${optional(secret.optional)}\n`);
    else if (downwardAPI) out.write(2, "DownwardAPI:\ttrue\n");
    else if (configMap) out.write(2, `ConfigMapName:\t${configMap.name ?? ""}\n    ConfigMapOptional:\t${optional(configMap.optional)}\n`);
    else if (serviceAccountToken) out.write(2, `TokenExpirationSeconds:\t${serviceAccountToken.expirationSeconds ?? 0}\n`);
  }
}

/** Go prints the pointer itself here: nothing as <nil>, anything else as an address. */
function optional(value: boolean | undefined): string {
  return value === undefined ? "<nil>" : "0xc000000000";
}
