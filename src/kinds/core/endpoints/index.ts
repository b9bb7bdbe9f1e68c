import type { Draft, KindDefinition } from "../../../machinery/kind.ts";
import { endpointsColumns, endpointsRow } from "./columns.ts";
import { endpointsDescribe } from "./describe.ts";
import type { Endpoints } from "./types.ts";
import { validateEndpoints, validateEndpointsUpdate } from "./validate.ts";

/** v1 Endpoints. */
export const endpoints: KindDefinition = {
  group: "",
  kind: "Endpoints",
  plural: "endpoints",
  namespaced: true,
  createOnUpdate: true,
  defaults: defaultEndpoints,
  validate: validateEndpoints,
  validateUpdate: validateEndpointsUpdate,
  columns: () => endpointsColumns,
  row: endpointsRow,
  describe: endpointsDescribe,
};

function defaultEndpoints(object: Draft): void {
  for (const { ports = [] } of (object as Endpoints).subsets ?? []) for (const port of ports) port.protocol ??= "TCP";
}
