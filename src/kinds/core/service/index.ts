import type { KindDefinition } from "../../../machinery/kind.ts";
import { allocateService, poolTerms } from "./allocate.ts";
import { serviceColumns, serviceRow } from "./columns.ts";
import { serviceDescribe } from "./describe.ts";
import { defaultService } from "./defaults.ts";
import { prepareServiceForCreate, prepareServiceForUpdate } from "./prepare.ts";
import type { Service } from "./types.ts";
import { validateService, validateServiceUpdate } from "./validate.ts";

/** v1 Service. */
export const service: KindDefinition = {
  group: "",
  kind: "Service",
  plural: "services",
  namespaced: true,
  createOnUpdate: true,
  returnsDeleted: true,
  defaults: defaultService,
  prepareForCreate: prepareServiceForCreate,
  prepareForUpdate: prepareServiceForUpdate,
  validate: validateService,
  validateUpdate: validateServiceUpdate,
  allocate: allocateService,
  columns: () => serviceColumns,
  row: serviceRow,
  indexTerms: (object) => poolTerms(object as Service),
  describe: serviceDescribe,
};
