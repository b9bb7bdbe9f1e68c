import type { KindDefinition, RequestContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import { allocateService } from "./allocate.ts";
import { serviceColumns, serviceRow } from "./columns.ts";
import { serviceDescribe } from "./describe.ts";
import { defaultService } from "./defaults.ts";
import { isHeadless, prepareServiceForCreate, prepareServiceForExport, prepareServiceForUpdate } from "./prepare.ts";
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
  prepareForExport: prepareServiceForExport,
  prepareForUpdate: prepareServiceForUpdate,
  validate: validateService,
  validateUpdate: validateServiceUpdate,
  warnings: serviceWarnings,
  allocate: allocateService,
  columns: () => serviceColumns,
  row: serviceRow,
  describe: serviceDescribe,
};

// pkg/registry/core/service/strategy.go WarningsOnCreate, 1.27
function serviceWarnings(object: KubeObject, _old: KubeObject | undefined, { release }: RequestContext): string[] {
  const { spec } = object as Service;
  const isIgnored = isHeadless(spec) && spec.sessionAffinity === "ClientIP";
  return isIgnored && release.has("headlessAffinityWarning") ? ["spec.sessionAffinity is ignored for headless services"] : [];
}
