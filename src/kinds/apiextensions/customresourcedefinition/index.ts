import type { KindDefinition } from "../../../machinery/kind.ts";
import { CREATED_AT_COLUMNS, createdAtRow } from "../../shared/created-at.ts";
import { convertCustomResourceDefinition } from "./convert.ts";
import { defaultCustomResourceDefinition } from "./defaults.ts";
import { beginDeletion, prepareForCreate, prepareForUpdate } from "./prepare.ts";
import { validateCustomResourceDefinition, validateCustomResourceDefinitionUpdate, validateStatusUpdate } from "./validate.ts";

/** apiextensions.k8s.io CustomResourceDefinition, in v1beta1 and v1. */
export const customResourceDefinition: KindDefinition = {
  group: "apiextensions.k8s.io",
  kind: "CustomResourceDefinition",
  plural: "customresourcedefinitions",
  namespaced: false,
  hasGeneration: true,
  unconditionalUpdate: false,
  storageVersion: () => "v1",
  convert: convertCustomResourceDefinition,
  defaults: defaultCustomResourceDefinition,
  prepareForCreate,
  prepareForUpdate(object, old, context) {
    if (context.subresource === "") prepareForUpdate(object, old, context);
  },
  beginDeletion,
  validate: validateCustomResourceDefinition,
  validateUpdate: validateCustomResourceDefinitionUpdate,
  validateStatusUpdate,
  columns: () => CREATED_AT_COLUMNS,
  row: createdAtRow,
};
