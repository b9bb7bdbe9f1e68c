import type { KubeObject } from "../../../machinery/object.ts";

/** certificates.k8s.io CertificateSigningRequest: the same shape in v1 and v1beta1. */
export interface CertificateSigningRequest extends KubeObject {
  spec: {
    /** PEM, in base64. */
    request: string;
    signerName?: string;
    expirationSeconds?: number;
    usages?: string[];
    username?: string;
    uid?: string;
    groups?: string[];
    extra?: Record<string, string[]>;
  };
  status?: SigningRequestStatus;
}

/** certificates.k8s.io CertificateSigningRequestStatus */
export interface SigningRequestStatus {
  conditions?: SigningRequestCondition[];
  /** PEM, in base64. */
  certificate?: string;
}

/** certificates.k8s.io CertificateSigningRequestCondition */
export interface SigningRequestCondition {
  type: string;
  status: string;
  reason?: string;
  message?: string;
  lastUpdateTime?: string | null;
  lastTransitionTime?: string | null;
}

/** The signer of v1beta1 that signs whatever is approved. */
export const LEGACY_SIGNER = "kubernetes.io/legacy-unknown";

/** `Approved,Issued`, as the table and describe show it. pkg/printers/internalversion/printers.go extractCSRStatus */
export function requestStatus({ status }: CertificateSigningRequest): string {
  const has = (type: string) => status?.conditions?.some((condition) => condition.type === type) ?? false;
  const decision = has("Denied") ? "Denied" : has("Approved") ? "Approved" : "Pending";
  return decision + (has("Failed") ? ",Failed" : "") + (status?.certificate ? ",Issued" : "");
}
