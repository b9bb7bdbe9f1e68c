import { formatRfc3339 } from "../../../base/rfc3339.ts";
import type { Draft, KindDefinition, RequestContext } from "../../../machinery/kind.ts";
import { apiServiceColumns, apiServiceRow } from "./columns.ts";
import type { APIService } from "./types.ts";
import { validateApiService, validateApiServiceUpdate } from "./validate.ts";

const HTTPS = 443;

/** apiregistration.k8s.io APIService: who serves a group version, the API server itself or another behind a service. */
export const apiService: KindDefinition = {
  group: "apiregistration.k8s.io",
  kind: "APIService",
  plural: "apiservices",
  namespaced: false,
  unconditionalUpdate: false,
  // An early aggregator keeps its OpenAPI to itself, so that its own group has no field manager.
  fieldsTracked: "apiServiceFieldsTracked",
  // kube-aggregator/pkg/apis/apiregistration/v1/defaults.go, 1.20
  defaults(object: Draft) {
    const { service } = (object as APIService).spec;
    if (service) service.port ??= HTTPS;
  },
  prepareForCreate: markLocal,
  validate: validateApiService,
  validateUpdate: validateApiServiceUpdate,
  columns: () => apiServiceColumns,
  row: apiServiceRow,
};

/** What the API server serves itself is there at once; whether another server answers is found out. */
// kube-aggregator/pkg/registry/apiservice/strategy.go PrepareForCreate, 1.20
function markLocal(object: Draft, context: RequestContext): void {
  const apiService = object as APIService;
  if (apiService.spec.service) {
    apiService.status = {};
    return;
  }
  const lastTransitionTime = formatRfc3339(context.now());
  apiService.status = {
    conditions: [
      { lastTransitionTime, message: "Local APIServices are always available", reason: "Local", status: "True", type: "Available" },
    ],
  };
}
