import type { ParsedRequest } from "./signing-request.ts";

const CLIENT_USAGES = ["client auth", "digital signature", "key encipherment"];
const SERVING_USAGES = ["digital signature", "key encipherment", "server auth"];

/** Why a request is none for a kubelet's client certificate; undefined when it is one. */
// pkg/apis/certificates/helpers.go ValidateKubeletClientCSR, 1.20
export function whyNotKubeletClient(request: ParsedRequest, usages: readonly string[]): string | undefined {
  const { names, subject } = request;
  if (!isOfNodes(request)) return "subject organization is not system:nodes";
  if (names.dns.length > 0) return "DNS subjectAltNames are not allowed";
  if (names.email.length > 0) return "Email subjectAltNames are not allowed";
  if (names.addresses.length > 0) return "IP subjectAltNames are not allowed";
  if (names.uris.length > 0) return "URI subjectAltNames are not allowed";
  if (!subject.commonName.startsWith("system:node:")) return "subject common name does not begin with system:node:";
  return wrongUsages(usages, CLIENT_USAGES);
}

/** Why a request is none for a kubelet's serving certificate; undefined when it is one. ValidateKubeletServingCSR */
export function whyNotKubeletServing(request: ParsedRequest, usages: readonly string[]): string | undefined {
  const { names, subject } = request;
  if (!isOfNodes(request)) return "subject organization is not system:nodes";
  if (names.dns.length === 0 && names.addresses.length === 0) return "DNS or IP subjectAltName is required";
  if (names.email.length > 0) return "Email subjectAltNames are not allowed";
  if (names.uris.length > 0) return "URI subjectAltNames are not allowed";
  const wrong = wrongUsages(usages, SERVING_USAGES);
  if (wrong !== undefined) return wrong;
  return subject.commonName.startsWith("system:node:") ? undefined : "subject common name does not begin with system:node:";
}

/** What speaks against a client certificate with these usages. pkg/controller/certificates/signer/signer.go validAPIServerClientUsages, 1.20 */
export function whyNotClientUsages(usages: readonly string[]): string | undefined {
  const wrong = usages.find((usage) => !CLIENT_USAGES.includes(usage));
  if (wrong !== undefined) return `invalid usage for client certificate: ${wrong}`;
  return usages.includes("client auth") ? undefined : "missing required usage for client certificate: client auth";
}

function isOfNodes({ subject: { organization } }: ParsedRequest): boolean {
  return organization.length === 1 && organization[0] === "system:nodes";
}

function wrongUsages(usages: readonly string[], wanted: readonly string[]): string | undefined {
  const given = new Set(usages);
  return given.size === wanted.length && wanted.every((usage) => given.has(usage))
    ? undefined
    : `usages did not match [${wanted.join(" ")}]`;
}
