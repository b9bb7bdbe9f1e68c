import { goQuote } from "../../../base/go-format.ts";
import type { RequestContext } from "../../../machinery/kind.ts";
import { type KubeObject, splitApiVersion } from "../../../machinery/object.ts";
import { duplicate, type FieldError, invalid, invalidStruct, notSupported, required } from "../../../machinery/validation/field-error.ts";
import { checkLabel, checkSubdomain } from "../../../machinery/validation/names.ts";
import { validateObjectMeta, validateObjectMetaUpdate } from "../../../machinery/validation/object-meta.ts";
import type { Release } from "../../../release/release.ts";
import { checkEach } from "../../shared/checks.ts";
import type { CertificateSigningRequest } from "./types.ts";

const LEGACY_SIGNER = "kubernetes.io/legacy-unknown";
const USAGES = [
  "any",
  "cert sign",
  "client auth",
  "code signing",
  "content commitment",
  "crl sign",
  "data encipherment",
  "decipher only",
  "digital signature",
  "email protection",
  "encipher only",
  "ipsec end system",
  "ipsec tunnel",
  "ipsec user",
  "key agreement",
  "key encipherment",
  "microsoft sgc",
  "netscape sgc",
  "ocsp signing",
  "s/mime",
  "server auth",
  "signing",
  "timestamping",
];
const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----/;

/** v1 is stricter than v1beta1 about usages and the signer. What is inside the PEM block is not looked at. */
// pkg/apis/certificates/validation/validation.go validateCertificateSigningRequest, 1.20
export function validateSigningRequest(object: KubeObject, context: RequestContext): FieldError[] {
  const { release } = context;
  const { request, usages = [], signerName = "" } = (object as CertificateSigningRequest).spec;
  const isStrict = splitApiVersion(context.apiVersion ?? object.apiVersion).version === "v1";
  const errors = validateObjectMeta(object, { namespaced: false, name: () => [] }, release);
  if (BLOCK.exec(atob(request))?.[1] !== "CERTIFICATE REQUEST") {
    const bytes = [...atob(request)].map((character) => `0x${character.charCodeAt(0).toString(16)}`).join(", ");
    errors.push(invalidStruct("spec.request", `[]byte{${bytes}}`, "PEM block type must be CERTIFICATE REQUEST"));
  }
  if (usages.length === 0) errors.push(required("spec.usages", "usages must be provided"));
  if (isStrict) {
    errors.push(...checkEach("spec.usages", usages, (usage, path) => (USAGES.includes(usage) ? [] : [notSupported(path, usage, USAGES)])));
    errors.push(
      ...checkEach("spec.usages", usages, (usage, path, index) => (usages.indexOf(usage) < index ? [duplicate(path, usage)] : [])),
    );
  }
  if (isStrict && signerName === LEGACY_SIGNER)
    errors.push(invalid("spec.signerName", signerName, "the legacy signerName is not allowed via this API version"));
  else errors.push(...validateSigner(signerName, "spec.signerName", release));
  return errors;
}

export function validateSigningRequestUpdate(object: KubeObject, old: KubeObject, { release }: RequestContext): FieldError[] {
  return validateObjectMetaUpdate(object, old, release);
}

// ValidateCertificateSigningRequestSignerName
function validateSigner(signer: string, path: string, release: Release): FieldError[] {
  if (signer === "") return [required(path, "signerName must be provided")];
  const [domain = "", name = "", ...more] = signer.split("/");
  if (!signer.includes("/") || more.length > 0) {
    return [invalid(path, signer, "must be a fully qualified domain and path of the form 'example.com/signer-name'")];
  }
  const labels = domain.split(".");
  const complain = (text: string, label: string, wrong: readonly string[]) =>
    wrong.map((one) => invalid(path, text, `validating label ${goQuote(label)}: ${one}`));
  const badLabel = labels.find((label) => checkLabel(label, release).length > 0);
  const badName = name.split(".").find((label) => checkSubdomain(label, release).length > 0);
  return [
    ...(badLabel === undefined ? [] : complain(domain, badLabel, checkLabel(badLabel, release))),
    ...(labels.length < 2 ? [invalid(path, domain, "should be a domain with at least two segments separated by dots")] : []),
    ...(badName === undefined ? [] : complain(name, badName, checkSubdomain(badName, release))),
  ];
}
