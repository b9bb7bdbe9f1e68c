import type { KindDefinition } from "../../../machinery/kind.ts";
import { leaseColumns, leaseRow } from "./columns.ts";
import { validateLease, validateLeaseUpdate } from "./validate.ts";

/** coordination.k8s.io Lease: the same shape in v1 and v1beta1. */
export const lease: KindDefinition = {
  group: "coordination.k8s.io",
  kind: "Lease",
  plural: "leases",
  namespaced: true,
  createOnUpdate: true,
  unconditionalUpdate: false,
  validate: validateLease,
  validateUpdate: validateLeaseUpdate,
  columns: () => leaseColumns,
  row: leaseRow,
};
