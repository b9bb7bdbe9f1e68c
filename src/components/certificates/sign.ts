import { formatRfc3339 } from "../../base/rfc3339.ts";
import type { CertificateSigningRequest } from "../../kinds/certificates/certificatesigningrequest/types.ts";
import type { ComponentContext } from "../../machinery/component.ts";
import { clusterKey } from "../../machinery/pki/authority.ts";
import { alternativeNames, authorityKeyId, basicConstraints, issueCertificate } from "../../machinery/pki/certificate.ts";
import { whyNotClientUsages, whyNotKubeletClient, whyNotKubeletServing } from "../../machinery/pki/kubelet-requests.ts";
import { writeName } from "../../machinery/pki/names.ts";
import { type ParsedRequest, parseSigningRequest } from "../../machinery/pki/signing-request.ts";
import { numberOf } from "../../base/der.ts";
import type { Resource } from "../controller/resources.ts";
import { toBase64 } from "../controller/base64.ts";
import { usageExtensions } from "./usages.ts";

/** What speaks against a request, by signer. A signer that is not here is somebody else's. */
const SIGNERS: Readonly<Record<string, (parsed: ParsedRequest, usages: readonly string[]) => string | undefined>> = {
  "kubernetes.io/kube-apiserver-client": (_parsed, usages) => whyNotClientUsages(usages),
  "kubernetes.io/kube-apiserver-client-kubelet": whyNotKubeletClient,
  "kubernetes.io/kubelet-serving": whyNotKubeletServing,
  "kubernetes.io/legacy-unknown": () => undefined,
};
const YEAR_SECONDS = 365 * 24 * 3600;
const SHORTEST_SECONDS = 600;
/** Certificates that live shorter get their time in full, the backdating on top. */
const SHORT_SECONDS = 8 * 3600;
const BACKDATE_SECONDS = 300;
const SERIAL_BYTES = 16;

/** Signs an approved request, or says why it cannot; true when it wrote either. */
// pkg/controller/certificates/signer/signer.go, 1.20
export function signRequest(request: CertificateSigningRequest, requests: Resource, context: ComponentContext): boolean {
  const { spec, status = {} } = request;
  const has = (type: string) => status.conditions?.some((condition) => condition.type === type) ?? false;
  const objection = SIGNERS[spec.signerName ?? ""];
  if (!objection || !has("Approved") || has("Denied") || has("Failed") || status.certificate) return false;
  const parsed = parseSigningRequest(spec.request);
  if (typeof parsed === "string") return false;
  const why = objection(parsed, spec.usages ?? []);
  const next =
    why === undefined
      ? { ...status, certificate: toBase64(certificateOf(request, parsed, context)) }
      : { ...status, ...failure(request, why, context) };
  context.client.updateStatus(requests.in(""), { ...request, apiVersion: requests.apiVersion, status: next });
  return true;
}

function failure(
  { status }: CertificateSigningRequest,
  message: string,
  { sim }: ComponentContext,
): Pick<NonNullable<CertificateSigningRequest["status"]>, "conditions"> {
  const lastUpdateTime = formatRfc3339(sim.now());
  const failed = { type: "Failed", status: "True", reason: "SignerValidationFailure", message, lastUpdateTime };
  return { conditions: [...(status?.conditions ?? []), failed] };
}

// authority.go Sign and policies.go PermissiveSigningPolicy, 1.20 and 1.22
function certificateOf({ metadata, spec }: CertificateSigningRequest, parsed: ParsedRequest, context: ComponentContext): string {
  const { sim, cluster, release } = context;
  const key = clusterKey(cluster.seed, "authority");
  const now = Math.floor(sim.now() / 1000);
  const asked = release.has("certificateDurations") ? spec.expirationSeconds : undefined;
  const seconds = Math.max(Math.min(asked ?? YEAR_SECONDS, YEAR_SECONDS), SHORTEST_SECONDS);
  const from = now - BACKDATE_SECONDS;
  const until = release.has("certificateDurations") && seconds < SHORT_SECONDS ? now + seconds : from + seconds;
  const { names } = parsed;
  const hasNames = names.dns.length + names.email.length + names.uris.length + names.addresses.length > 0;
  const random = sim.stream(`certificate-serial/${metadata.name ?? ""}`);
  return issueCertificate(
    {
      serial: numberOf(Uint8Array.from({ length: SERIAL_BYTES }, (_, index) => random.int(index === 0 ? 128 : 256))),
      issuer: writeName({ commonName: "kubernetes" }),
      subject: writeName(parsed.subject),
      notBefore: from * 1000,
      notAfter: until * 1000,
      publicKeyInfo: parsed.publicKeyInfo,
      extensions: [
        ...usageExtensions(spec.usages ?? []),
        basicConstraints(false),
        authorityKeyId(key),
        ...(hasNames ? [alternativeNames(names)] : []),
      ],
    },
    key,
  );
}
