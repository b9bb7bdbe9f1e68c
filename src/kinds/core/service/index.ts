import type { KindDefinition, RequestContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import { allocateService, poolTerms } from "./allocate.ts";
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
  indexTerms: (object) => [...poolTerms(object as Service), ...balancerTerms(object as Service)],
  describe: serviceDescribe,
};

/** By these terms a load balancer's controller finds its services: `service-type:LoadBalancer`, `load-balancer-ip:192.168.1.11`. */
function balancerTerms({ spec, status }: Service): string[] {
  const addresses = (status?.loadBalancer?.ingress ?? []).flatMap(({ ip }) => (ip ? [`load-balancer-ip:${ip}`] : []));
  return spec.type === "LoadBalancer" ? ["service-type:LoadBalancer", ...addresses] : addresses;
}

// pkg/registry/core/service/strategy.go WarningsOnCreate, 1.27
function serviceWarnings(object: KubeObject, _old: KubeObject | undefined, { release }: RequestContext): string[] {
  const { spec } = object as Service;
  const isIgnored = isHeadless(spec) && spec.sessionAffinity === "ClientIP";
  return isIgnored && release.has("headlessAffinityWarning") ? ["spec.sessionAffinity is ignored for headless services"] : [];
}
