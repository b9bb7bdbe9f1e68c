import type { Draft, KindContext, KindDefinition } from "../../../machinery/kind.ts";
import { csiDriverColumns, csiDriverRow } from "./columns.ts";
import type { CSIDriver } from "./types.ts";
import { validateCsiDriver, validateCsiDriverUpdate } from "./validate.ts";

/** storage.k8s.io CSIDriver: the same shape in v1 and v1beta1. */
export const csiDriver: KindDefinition = {
  group: "storage.k8s.io",
  kind: "CSIDriver",
  plural: "csidrivers",
  namespaced: false,
  unconditionalUpdate: false,
  defaults: defaultCsiDriver,
  prepareForCreate: dropDetails,
  validate: validateCsiDriver,
  validateUpdate: validateCsiDriverUpdate,
  columns: csiDriverColumns,
  row: csiDriverRow,
};

// pkg/apis/storage/v1/defaults.go SetDefaults_CSIDriver, 1.20
function defaultCsiDriver(object: Draft, { release }: KindContext): void {
  const { spec } = object as CSIDriver;
  spec.attachRequired ??= true;
  spec.podInfoOnMount ??= false;
  if ((spec.volumeLifecycleModes ?? []).length === 0) spec.volumeLifecycleModes = ["Persistent"];
  if (release.has("csiGroupPolicy")) spec.fsGroupPolicy ??= "ReadWriteOnceWithFSType";
  if (!release.has("csiDriverDetails")) return;
  spec.storageCapacity ??= false;
  spec.requiresRepublish ??= false;
}

/** Fields behind gates that were off in their first releases. pkg/registry/storage/csidriver/strategy.go PrepareForCreate */
function dropDetails(object: Draft, { release }: KindContext): void {
  if (release.has("csiDriverDetails")) return;
  const { spec } = object as CSIDriver;
  for (const field of ["storageCapacity", "tokenRequests", "requiresRepublish"] as const) delete spec[field];
}
