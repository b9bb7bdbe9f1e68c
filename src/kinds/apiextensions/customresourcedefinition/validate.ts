import type { RequestContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import type { FieldError } from "../../../machinery/validation/field-error.ts";
import { checkSubdomain } from "../../../machinery/validation/names.ts";
import { validateObjectMeta, validateObjectMetaUpdate } from "../../../machinery/validation/object-meta.ts";
import type { Release } from "../../../release/release.ts";

interface CustomResourceDefinition extends KubeObject {
  spec: { group: string; names: { plural: string } };
}

/** The name is made of plural and group. */
// apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go, 1.20
export function validateCustomResourceDefinition(object: KubeObject, { release }: RequestContext): FieldError[] {
  const { group, names } = (object as CustomResourceDefinition).spec;
  const expected = `${names.plural}.${group}`;
  const checkName = (name: string, at: Release) => {
    const wrong = checkSubdomain(name, at);
    return name === expected ? wrong : [...wrong, 'must be spec.names.plural+"."+spec.group'];
  };
  return validateObjectMeta(object, { namespaced: false, name: checkName }, release);
}

export function validateCustomResourceDefinitionUpdate(object: KubeObject, old: KubeObject, { release }: RequestContext): FieldError[] {
  return validateObjectMetaUpdate(object, old, release);
}
