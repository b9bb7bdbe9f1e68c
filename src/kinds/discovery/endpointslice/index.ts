import type { Draft, KindDefinition } from "../../../machinery/kind.ts";
import { endpointSliceColumns, endpointSliceRow } from "./columns.ts";
import { convertEndpointSlice } from "./convert.ts";
import { endpointSliceDescribe } from "./describe.ts";
import type { EndpointSlice } from "./types.ts";
import { validateEndpointSlice, validateEndpointSliceUpdate } from "./validate.ts";

/** discovery.k8s.io EndpointSlice, in v1beta1 and v1. */
export const endpointSlice: KindDefinition = {
  group: "discovery.k8s.io",
  kind: "EndpointSlice",
  plural: "endpointslices",
  namespaced: true,
  hasGeneration: true,
  convert: convertEndpointSlice,
  defaults: defaultEndpointSlice,
  validate: validateEndpointSlice,
  validateUpdate: validateEndpointSliceUpdate,
  columns: () => endpointSliceColumns,
  row: endpointSliceRow,
  describe: endpointSliceDescribe,
};

// pkg/apis/discovery/v1beta1/defaults.go SetDefaults_EndpointPort, 1.20
function defaultEndpointSlice(object: Draft): void {
  for (const port of (object as EndpointSlice).ports ?? []) {
    port.name ??= "";
    port.protocol ??= "TCP";
  }
}
