import type { Draft } from "../../../machinery/kind.ts";
import { splitApiVersion } from "../../../machinery/object.ts";
import { whyNotKubeletClient, whyNotKubeletServing } from "../../../machinery/pki/kubelet-requests.ts";
import { parseSigningRequest } from "../../../machinery/pki/signing-request.ts";
import { type CertificateSigningRequest, LEGACY_SIGNER } from "./types.ts";

/** Only v1beta1 fills anything in: it guesses the signer from the request. */
// pkg/apis/certificates/v1beta1/defaults.go, 1.20
export function defaultSigningRequest(object: Draft): void {
  if (splitApiVersion(object.apiVersion).version === "v1") return;
  const { spec, status } = object as CertificateSigningRequest;
  spec.usages ??= ["digital signature", "key encipherment"];
  spec.signerName ??= signerOf(spec.request, spec.usages);
  for (const condition of status?.conditions ?? []) condition.status ||= "True";
}

function signerOf(request: string, usages: readonly string[]): string {
  const parsed = parseSigningRequest(request);
  if (typeof parsed === "string") return LEGACY_SIGNER;
  if (whyNotKubeletClient(parsed, usages) === undefined) return "kubernetes.io/kube-apiserver-client-kubelet";
  return whyNotKubeletServing(parsed, usages) === undefined ? "kubernetes.io/kubelet-serving" : LEGACY_SIGNER;
}
