import { deepEqual } from "../../base/deep.ts";
import { goQuote } from "../../base/go-format.ts";
import type { KubeObject } from "../../machinery/object.ts";
import { parseSigningRequest } from "../../machinery/pki/signing-request.ts";
import { type AdmissionPlugin, type AdmissionRequest, refusal } from "./plugin.ts";

interface SigningRequest extends KubeObject {
  spec: { request: string; signerName?: string };
  status?: { certificate?: string; conditions?: unknown };
}

const GROUP = "certificates.k8s.io";
const REQUESTS = [`certificatesigningrequests.${GROUP}`];
const CLIENT_SIGNER = "kubernetes.io/kube-apiserver-client";
const MASTERS = "system:masters";

/** Only who may approve for the signer approves a request. plugin/pkg/admission/certificates/approval/admission.go, 1.20 */
export const certificateApproval: AdmissionPlugin = {
  name: "CertificateApproval",
  scope: { resources: REQUESTS, subresources: ["approval"] },
  validate(request) {
    if (!concerns(request, "approval") || !request.old) return;
    const signer = (request.old as SigningRequest).spec.signerName ?? "";
    if (!may(request, "approve", signer))
      throw refusal(request, `user not permitted to approve requests with signerName ${goQuote(signer)}`);
  },
};

/** Only who may sign for the signer writes a certificate or a condition. plugin/pkg/admission/certificates/signing/admission.go, 1.20 */
export const certificateSigning: AdmissionPlugin = {
  name: "CertificateSigning",
  scope: { resources: REQUESTS, subresources: ["status"] },
  validate(request) {
    if (!concerns(request, "status") || !request.old) return;
    const [now, before] = [request.object as SigningRequest, request.old as SigningRequest];
    if (now.status?.certificate === before.status?.certificate && deepEqual(now.status?.conditions, before.status?.conditions)) return;
    const signer = before.spec.signerName ?? "";
    if (!may(request, "sign", signer)) throw refusal(request, `user not permitted to sign requests with signerName ${goQuote(signer)}`);
  },
};

/** Nobody becomes master by a certificate. plugin/pkg/admission/certificates/subjectrestriction/admission.go, 1.20 */
export const certificateSubjectRestriction: AdmissionPlugin = {
  name: "CertificateSubjectRestriction",
  scope: { resources: REQUESTS },
  validate(request) {
    if (request.operation !== "CREATE" || !concerns(request, "")) return;
    const { spec } = request.object as SigningRequest;
    if (spec.signerName !== CLIENT_SIGNER) return;
    const parsed = parseSigningRequest(spec.request);
    if (typeof parsed === "string") throw refusal(request, `failed to parse CSR: ${parsed}`);
    if (parsed.subject.organization.includes(MASTERS))
      throw refusal(request, `use of ${CLIENT_SIGNER} signer with ${MASTERS} group is not allowed`);
  },
};

/** For the signer itself or for all of its domain. plugin/pkg/admission/certificates/util.go, 1.20 */
function may({ authorizer, user }: AdmissionRequest, verb: string, signer: string): boolean {
  return [signer, `${signer.split("/")[0] ?? ""}/*`].some(
    (name) => authorizer.authorize({ user, verb, group: GROUP, resource: "signers", subresource: "", namespace: "", name }).allowed,
  );
}

function concerns({ group, resource, subresource, object }: AdmissionRequest, wanted: string): boolean {
  return group === GROUP && resource === "certificatesigningrequests" && subresource === wanted && object !== undefined;
}
