import type { Draft, KindDefinition, RequestContext } from "../../../machinery/kind.ts";
import { splitApiVersion } from "../../../machinery/object.ts";
import { signingRequestColumns, signingRequestRow } from "./columns.ts";
import type { CertificateSigningRequest } from "./types.ts";
import { validateSigningRequest, validateSigningRequestUpdate } from "./validate.ts";

/** certificates.k8s.io CertificateSigningRequest, in v1beta1 and v1. */
export const certificateSigningRequest: KindDefinition = {
  group: "certificates.k8s.io",
  kind: "CertificateSigningRequest",
  plural: "certificatesigningrequests",
  namespaced: false,
  notEmulated: "CertificateSigningRequests are not emulated yet: no controller would sign them",
  defaults: defaultSigningRequest,
  prepareForCreate: nameRequestor,
  validate: validateSigningRequest,
  validateUpdate: validateSigningRequestUpdate,
  columns: signingRequestColumns,
  row: signingRequestRow,
  selectableFields: (object) => ({ "spec.signerName": (object as CertificateSigningRequest).spec.signerName ?? "" }),
};

/** Only v1beta1 fills anything in. */
// pkg/apis/certificates/v1beta1/defaults.go, 1.20
function defaultSigningRequest(object: Draft): void {
  if (splitApiVersion(object.apiVersion).version === "v1") return;
  const { spec } = object as CertificateSigningRequest;
  spec.usages ??= ["digital signature", "key encipherment"];
  spec.signerName ??= "kubernetes.io/legacy-unknown";
}

// pkg/registry/certificates/certificates/strategy.go PrepareForCreate, 1.20
function nameRequestor(object: Draft, { user }: RequestContext): void {
  const request = object as CertificateSigningRequest;
  const {
    username: _name,
    uid: _uid,
    groups: _groups,
    extra: _extra,
    ...spec
  } = request.spec as CertificateSigningRequest["spec"] & { extra?: object };
  request.spec = {
    ...spec,
    username: user.name,
    ...(user.uid ? { uid: user.uid } : {}),
    ...(user.groups.length > 0 ? { groups: [...user.groups] } : {}),
  };
  request.status = {};
}
