import type { KubeObject } from "../../machinery/object.ts";
import { pickDefault } from "./default-class.ts";
import type { AdmissionPlugin } from "./plugin.ts";

interface Claim extends KubeObject {
  spec: { storageClassName?: string };
}

const IS_DEFAULT = ["storageclass.kubernetes.io/is-default-class", "storageclass.beta.kubernetes.io/is-default-class"];
const PROTECTION: Readonly<Record<string, string>> = {
  persistentvolumeclaims: "kubernetes.io/pvc-protection",
  persistentvolumes: "kubernetes.io/pv-protection",
};

/** Claims without a class get the default one. plugin/pkg/admission/storage/storageclass/setdefault/admission.go, 1.20 */
export const defaultStorageClass: AdmissionPlugin = {
  name: "DefaultStorageClass",
  scope: { resources: ["persistentvolumeclaims"] },
  admit(request) {
    if (
      request.operation !== "CREATE" ||
      request.group !== "" ||
      request.resource !== "persistentvolumeclaims" ||
      request.subresource !== "" ||
      !request.object
    )
      return;
    const claim = request.object as Claim;
    if (claim.spec.storageClassName !== undefined || claim.metadata.annotations?.["volume.beta.kubernetes.io/storage-class"] !== undefined)
      return;
    const classes = request.context.list("storageclasses.storage.k8s.io");
    const chosen = pickDefault(request, classes, IS_DEFAULT, "default StorageClasses were found");
    if (chosen) claim.spec.storageClassName = chosen;
  },
};

/** Volumes and claims in use are not deleted: a finalizer holds them. plugin/pkg/admission/storage/storageobjectinuseprotection, 1.20 */
export const storageObjectInUseProtection: AdmissionPlugin = {
  name: "StorageObjectInUseProtection",
  scope: { resources: Object.keys(PROTECTION) },
  admit(request) {
    const finalizer = request.group === "" ? PROTECTION[request.resource] : undefined;
    if (request.operation !== "CREATE" || request.subresource !== "" || !request.object || !finalizer) return;
    const { metadata } = request.object;
    if (!metadata.finalizers?.includes(finalizer)) metadata.finalizers = [...(metadata.finalizers ?? []), finalizer];
  },
};
