import { deepEqual } from "../../../base/deep.ts";
import type { RequestContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import { type FieldError, invalidStruct, notSupported } from "../../../machinery/validation/field-error.ts";
import { checkSubdomain } from "../../../machinery/validation/names.ts";
import { validateObjectMeta, validateObjectMetaUpdate } from "../../../machinery/validation/object-meta.ts";
import type { Release } from "../../../release/release.ts";
import { goSyntax } from "../../shared/go-diff/syntax.ts";
import type { CSIDriver } from "./types.ts";

const GROUP_POLICIES = ["File", "None", "ReadWriteOnceWithFSType"];
const MODES = ["Persistent", "Ephemeral"];

// pkg/apis/storage/validation/validation.go ValidateCSIDriver, 1.20
export function validateCsiDriver(object: KubeObject, { release }: RequestContext): FieldError[] {
  const { fsGroupPolicy, volumeLifecycleModes = [] } = (object as CSIDriver).spec;
  const errors = validateObjectMeta(object, { namespaced: false, name: checkSubdomain }, release);
  if (fsGroupPolicy !== undefined && !GROUP_POLICIES.includes(fsGroupPolicy))
    errors.push(notSupported("spec.fsGroupPolicy", fsGroupPolicy, GROUP_POLICIES));
  const wrong = volumeLifecycleModes.filter((mode) => !MODES.includes(mode));
  return [...errors, ...wrong.map((mode) => notSupported("spec.volumeLifecycleModes", mode, MODES))];
}

// ValidateCSIDriverUpdate
export function validateCsiDriverUpdate(object: KubeObject, old: KubeObject, { release }: RequestContext): FieldError[] {
  const errors = validateObjectMetaUpdate(object, old, release);
  if (!deepEqual(object.spec, old.spec)) errors.push(invalidStruct("spec", specSyntax(object, release), "field is immutable"));
  return errors;
}

// pkg/apis/storage/types.go CSIDriverSpec
function specSyntax({ spec }: KubeObject, release: Release): string {
  const fields = [
    "AttachRequired *bool",
    ...(release.has("csiGroupPolicy") ? ["FSGroupPolicy *storage.FSGroupPolicy fsGroupPolicy"] : []),
    "PodInfoOnMount *bool",
    "VolumeLifecycleModes []storage.VolumeLifecycleMode",
    ...(release.has("csiGroupPolicy") ? ["StorageCapacity *bool", "TokenRequests []storage.TokenRequest", "RequiresRepublish *bool"] : []),
  ];
  return goSyntax(spec, "storage.CSIDriverSpec", {
    "storage.CSIDriverSpec": fields,
    "storage.TokenRequest": ["Audience string", "ExpirationSeconds *int64"],
  });
}
