import { deepEqual } from "../../../base/deep.ts";
import type { RequestContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import { type FieldError, forbidden, invalidStruct, required } from "../../../machinery/validation/field-error.ts";
import { checkSubdomain } from "../../../machinery/validation/names.ts";
import { validateObjectMeta } from "../../../machinery/validation/object-meta.ts";
import { goSyntax } from "../../shared/go-diff/syntax.ts";
import type { GoTypes } from "../../shared/go-diff/value.ts";
import { checkText } from "../../shared/checks.ts";
import type { VolumeAttachment } from "./types.ts";

// pkg/apis/storage/types.go VolumeAttachmentSpec
const SPEC_TYPES: GoTypes = {
  "storage.VolumeAttachmentSpec": ["Attacher string", "Source storage.VolumeAttachmentSource", "NodeName string"],
  "storage.VolumeAttachmentSource": ["PersistentVolumeName *string", "InlineVolumeSpec *core.PersistentVolumeSpec"],
};

// pkg/apis/storage/validation/validation.go ValidateVolumeAttachment, 1.20
export function validateVolumeAttachment(object: KubeObject, { release }: RequestContext): FieldError[] {
  const { attacher, source, nodeName } = (object as VolumeAttachment).spec;
  const errors = validateObjectMeta(object, { namespaced: false, name: checkSubdomain }, release);
  if (!attacher) errors.push(required("spec.attacher"));
  const { persistentVolumeName: volume, inlineVolumeSpec: inline } = source;
  const one = "must specify exactly one of inlineVolumeSpec and persistentVolumeName";
  if (volume === undefined && !inline) errors.push(required("spec.source", one));
  else if (volume !== undefined && inline) errors.push(forbidden("spec.source", one));
  else if (volume === "") errors.push(required("spec.source.persistentVolumeName", "must specify non empty persistentVolumeName"));
  return [...errors, ...checkText("spec.nodeName", nodeName, checkSubdomain, release)];
}

// ValidateVolumeAttachmentUpdate
export function validateVolumeAttachmentUpdate(object: KubeObject, old: KubeObject, context: RequestContext): FieldError[] {
  const errors = validateVolumeAttachment(object, context);
  if (!deepEqual(object.spec, old.spec))
    errors.push(invalidStruct("spec", goSyntax(object.spec, "storage.VolumeAttachmentSpec", SPEC_TYPES), "field is immutable"));
  return errors;
}
