import type { Draft, KindDefinition } from "../../../machinery/kind.ts";
import { defaultResourceList } from "../../shared/resources.ts";
import { resourceQuotaColumns, resourceQuotaRow } from "./columns.ts";
import { quotaDescribe } from "./describe.ts";
import type { ResourceQuota } from "./types.ts";
import { validateResourceQuota, validateResourceQuotaUpdate } from "./validate.ts";

/** v1 ResourceQuota. */
export const resourceQuota: KindDefinition = {
  group: "",
  kind: "ResourceQuota",
  plural: "resourcequotas",
  namespaced: true,
  returnsDeleted: true,
  defaults: defaultResourceQuota,
  prepareForCreate: clearStatus,
  validate: validateResourceQuota,
  validateUpdate: validateResourceQuotaUpdate,
  columns: () => resourceQuotaColumns,
  row: resourceQuotaRow,
  describe: quotaDescribe,
};

function defaultResourceQuota(object: Draft): void {
  const { spec, status } = object as ResourceQuota;
  defaultResourceList(spec.hard);
  defaultResourceList(status?.hard);
  defaultResourceList(status?.used);
}

function clearStatus(object: Draft): void {
  object.status = {};
}
