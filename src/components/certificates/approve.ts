import type { CertificateSigningRequest } from "../../kinds/certificates/certificatesigningrequest/types.ts";
import type { ComponentContext } from "../../machinery/component.ts";
import type { KubeObject } from "../../machinery/object.ts";
import { whyNotKubeletClient } from "../../machinery/pki/kubelet-requests.ts";
import { type ParsedRequest, parseSigningRequest } from "../../machinery/pki/signing-request.ts";
import type { Resource } from "../controller/resources.ts";

interface Recognizer {
  /** Who may create such a request has it approved. */
  readonly permission: string;
  readonly message: string;
  recognizes(request: CertificateSigningRequest, parsed: ParsedRequest): boolean;
}

const KUBELET_SIGNER = "kubernetes.io/kube-apiserver-client-kubelet";
const RECOGNIZERS: readonly Recognizer[] = [
  {
    permission: "selfnodeclient",
    message: "Auto approving self kubelet client certificate after SubjectAccessReview.",
    recognizes: (request, parsed) => request.spec.username === parsed.subject.commonName,
  },
  {
    permission: "nodeclient",
    message: "Auto approving kubelet client certificate after SubjectAccessReview.",
    recognizes: () => true,
  },
];
const REVIEWS = { group: "authorization.k8s.io", version: "v1", resource: "subjectaccessreviews", namespace: "" };

/** Approves a request for a kubelet's client certificate whose sender may have one; true when it did. */
// pkg/controller/certificates/approver/sarapprove.go, 1.20
export function approveKubelet(request: CertificateSigningRequest, requests: Resource, context: ComponentContext): boolean {
  const { spec, status } = request;
  const isDecided = status?.conditions?.some(({ type }) => type === "Approved" || type === "Denied");
  if (isDecided || status?.certificate || spec.signerName !== KUBELET_SIGNER) return false;
  const parsed = parseSigningRequest(spec.request);
  if (typeof parsed === "string" || whyNotKubeletClient(parsed, spec.usages ?? []) !== undefined) return false;
  const recognizer = RECOGNIZERS.find((one) => one.recognizes(request, parsed) && mayCreate(spec, one.permission, context));
  if (!recognizer) return false;
  const condition = { type: "Approved", status: "True", reason: "AutoApproved", message: recognizer.message };
  const conditions = [...(status?.conditions ?? []), condition];
  const approved = { ...request, apiVersion: requests.apiVersion, status: { ...status, conditions } };
  context.client.update(requests.in(""), approved, { subresource: "approval" });
  return true;
}

function mayCreate(
  { username, uid, groups }: CertificateSigningRequest["spec"],
  subresource: string,
  { client }: ComponentContext,
): boolean {
  const resourceAttributes = { group: "certificates.k8s.io", resource: "certificatesigningrequests", verb: "create", subresource };
  const review: KubeObject = {
    apiVersion: "authorization.k8s.io/v1",
    kind: "SubjectAccessReview",
    metadata: {},
    spec: { user: username, uid, groups, resourceAttributes },
  };
  return (client.create(REVIEWS, review)["status"] as { allowed?: boolean } | undefined)?.allowed === true;
}
