import type { KubeObject } from "../../../machinery/object.ts";
import type { Pod } from "./types.ts";

/** The fields by which pods can be selected. */
// pkg/registry/core/pod/strategy.go ToSelectableFields and core/v1/conversion.go, 1.20 to 1.32
export function podFields(object: KubeObject): Record<string, string> {
  const { spec, status } = object as Pod;
  return {
    "spec.nodeName": spec.nodeName ?? "",
    "spec.restartPolicy": spec.restartPolicy ?? "",
    "spec.schedulerName": spec.schedulerName ?? "",
    "spec.serviceAccountName": spec.serviceAccountName ?? "",
    "spec.hostNetwork": String(spec.hostNetwork ?? false),
    "status.phase": status?.phase ?? "",
    "status.podIP": status?.podIP ?? "",
    "status.podIPs": status?.podIPs?.[0]?.ip ?? status?.podIP ?? "",
    "status.nominatedNodeName": status?.nominatedNodeName ?? "",
  };
}
