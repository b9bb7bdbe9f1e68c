import { compareQuantities, parseQuantity } from "../../machinery/quantity.ts";
import type { KubeObject } from "../../machinery/object.ts";
import { type AdmissionPlugin, refusal } from "./plugin.ts";

interface Claim extends KubeObject {
  spec: { storageClassName?: string; resources?: { requests?: Record<string, string> } };
  status?: { phase?: string };
}

const CLASS_ANNOTATION = "volume.beta.kubernetes.io/storage-class";

/** Only bound claims of a class that allows it may grow. plugin/pkg/admission/storage/persistentvolume/resize/admission.go, 1.20 */
export const claimResize: AdmissionPlugin = {
  name: "PersistentVolumeClaimResize",
  scope: { resources: ["persistentvolumeclaims"] },
  validate(request) {
    const { operation, resource, group, subresource, object, old, context } = request;
    if (operation !== "UPDATE" || resource !== "persistentvolumeclaims" || group !== "" || subresource !== "" || !object || !old) return;
    const [now, before] = [object as Claim, old as Claim];
    const [wanted, had] = [now, before].map(({ spec }) => spec.resources?.requests?.["storage"] ?? "0") as [string, string];
    if (wanted === had || compareQuantities(parseQuantity(wanted), parseQuantity(had)) <= 0) return;
    if (before.status?.phase !== "Bound") throw refusal(request, "Only bound persistent volume claims can be expanded");
    const name = className(now);
    const found = name !== "" && name === className(before) ? context.get("storageclasses.storage.k8s.io", "", name) : undefined;
    if (found?.["allowVolumeExpansion"] === true) return;
    throw refusal(
      request,
      "only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize",
    );
  },
};

function className({ metadata, spec }: Claim): string {
  return metadata.annotations?.[CLASS_ANNOTATION] ?? spec.storageClassName ?? "";
}
