import type { Json } from "../../../base/json.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import type { TableColumn } from "../../../machinery/table.ts";
import { column, NAME, nameOf } from "../../shared/columns.ts";
import type { PodSecurityPolicy } from "./types.ts";

export const podSecurityPolicyColumns: TableColumn[] = [
  NAME,
  ...["Priv", "Caps", "SELinux", "RunAsUser", "FsGroup", "SupGroup", "ReadOnlyRootFs", "Volumes"].map((name) => column(name)),
];

// pkg/printers/internalversion/printers.go printPodSecurityPolicy, 1.20
export function podSecurityPolicyRow(object: KubeObject): Json[] {
  const { spec } = object as PodSecurityPolicy;
  return [
    nameOf(object),
    String(spec.privileged === true),
    (spec.allowedCapabilities ?? []).join(","),
    spec.seLinux.rule,
    spec.runAsUser.rule,
    spec.fsGroup.rule,
    spec.supplementalGroups.rule,
    spec.readOnlyRootFilesystem === true,
    (spec.volumes ?? []).join(","),
  ];
}
