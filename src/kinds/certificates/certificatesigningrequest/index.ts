import type { KindDefinition } from "../../../machinery/kind.ts";
import { signingRequestColumns, signingRequestRow } from "./columns.ts";
import { defaultSigningRequest } from "./defaults.ts";
import { signingRequestDescribe } from "./describe.ts";
import { prepareNewRequest, prepareRequestUpdate } from "./prepare.ts";
import type { CertificateSigningRequest } from "./types.ts";
import { validateSigningRequest, validateSigningRequestUpdate } from "./validate.ts";

/** certificates.k8s.io CertificateSigningRequest, in v1beta1 and v1. */
export const certificateSigningRequest: KindDefinition = {
  group: "certificates.k8s.io",
  kind: "CertificateSigningRequest",
  plural: "certificatesigningrequests",
  namespaced: false,
  defaults: defaultSigningRequest,
  prepareForCreate: prepareNewRequest,
  prepareForExport(object, context) {
    prepareNewRequest(object, context);
    Object.assign(object, { status: {} });
    return [];
  },
  prepareForUpdate: prepareRequestUpdate,
  validate: validateSigningRequest,
  validateUpdate: validateSigningRequestUpdate,
  validateStatusUpdate: validateSigningRequestUpdate,
  columns: signingRequestColumns,
  row: signingRequestRow,
  selectableFields: (object) => ({ "spec.signerName": (object as CertificateSigningRequest).spec.signerName ?? "" }),
  describe: signingRequestDescribe,
};
