import { deepEqual } from "../../../base/deep.ts";
import type { RequestContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import { type FieldError, invalidStruct, required } from "../../../machinery/validation/field-error.ts";
import { checkSubdomain } from "../../../machinery/validation/names.ts";
import { validateObjectMeta, validateObjectMetaUpdate } from "../../../machinery/validation/object-meta.ts";
import { nonNegative } from "../../shared/numbers.ts";
import type { ControllerRevision } from "./types.ts";

// pkg/apis/apps/validation/validation.go ValidateControllerRevision, 1.20
export function validateControllerRevision(object: KubeObject, { release }: RequestContext): FieldError[] {
  const { data, revision } = object as ControllerRevision;
  const errors = validateObjectMeta(object, { namespaced: true, name: checkSubdomain }, release);
  if (data === undefined) errors.push(required("data", "data is mandatory"));
  return [...errors, ...nonNegative("revision", revision)];
}

export function validateControllerRevisionUpdate(object: KubeObject, old: KubeObject, context: RequestContext): FieldError[] {
  const errors = [...validateObjectMetaUpdate(object, old, context.release), ...validateControllerRevision(object, context)];
  const { data } = object as ControllerRevision;
  if (!deepEqual(data, (old as ControllerRevision).data)) {
    const raw = [...new TextEncoder().encode(JSON.stringify(data))].map((byte) => `0x${byte.toString(16)}`).join(", ");
    errors.push(
      invalidStruct(
        "data",
        `runtime.Unknown{TypeMeta:runtime.TypeMeta{APIVersion:"", Kind:""}, Raw:[]uint8{${raw}}, ContentEncoding:"", ContentType:"application/json"}`,
        "field is immutable",
      ),
    );
  }
  return errors;
}
