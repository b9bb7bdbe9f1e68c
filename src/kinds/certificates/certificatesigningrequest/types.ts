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
  };
  status?: { conditions?: { type: string; status: string }[]; certificate?: string };
}

/** `Approved,Issued`, as the table and describe show it. pkg/printers/internalversion/printers.go extractCSRStatus */
export function requestStatus({ status }: CertificateSigningRequest): string {
  const has = (type: string) => status?.conditions?.some((condition) => condition.type === type) ?? false;
  const decision = has("Denied") ? "Denied" : has("Approved") ? "Approved" : "Pending";
  return decision + (has("Failed") ? ",Failed" : "") + (status?.certificate ? ",Issued" : "");
}
