import { goQuote } from "../../../base/go-format.ts";
import type { RequestContext } from "../../../machinery/kind.ts";
import { type KubeObject, splitApiVersion } from "../../../machinery/object.ts";
import {
  duplicate,
  type FieldError,
  invalid,
  invalidStruct,
  notSupported,
  required,
  tooLong,
} from "../../../machinery/validation/field-error.ts";
import { parseSigningRequest } from "../../../machinery/pki/signing-request.ts";
import { checkLabel, checkSubdomain } from "../../../machinery/validation/names.ts";
import { validateObjectMeta, validateObjectMetaUpdate } from "../../../machinery/validation/object-meta.ts";
import type { Release } from "../../../release/release.ts";
import { checkEach } from "../../shared/checks.ts";
import { type CertificateSigningRequest, LEGACY_SIGNER } from "./types.ts";
import { validateDecisions, validateSigningStatus } from "./validate-status.ts";

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
const DURATION_MIN_SECONDS = 600;
const DOMAIN_LENGTH_MAX = 253;
/** A signer may be named after an object: a domain, a namespace and a name. */
const SIGNER_LENGTH_MAX = 571;

/** v1 is stricter than v1beta1 about usages and the signer. The request's own signature is not verified. */
// pkg/apis/certificates/validation/validation.go validateCertificateSigningRequest, 1.20
export function validateSigningRequest(object: KubeObject, context: RequestContext): FieldError[] {
  return checkRequest(object as CertificateSigningRequest, undefined, context);
}

function checkRequest(
  object: CertificateSigningRequest,
  old: CertificateSigningRequest | undefined,
  context: RequestContext,
): FieldError[] {
  const { release } = context;
  const { request, usages = [], signerName = "", expirationSeconds } = object.spec;
  const isStrict = splitApiVersion(context.apiVersion ?? object.apiVersion).version === "v1";
  const errors = validateObjectMeta(object, { namespaced: false, name: () => [] }, release);
  const wrong = parseSigningRequest(request);
  if (typeof wrong === "string") errors.push(invalidStruct("spec.request", goBytes(request), wrong));
  if (usages.length === 0) errors.push(required("spec.usages", "usages must be provided"));
  // What is stored already may stay as it is.
  if (isStrict && !old) {
    errors.push(...checkEach("spec.usages", usages, (usage, path) => (USAGES.includes(usage) ? [] : [notSupported(path, usage, USAGES)])));
    errors.push(
      ...checkEach("spec.usages", usages, (usage, path, index) => (usages.indexOf(usage) < index ? [duplicate(path, usage)] : [])),
    );
  }
  if (isStrict && signerName === LEGACY_SIGNER && old?.spec.signerName !== LEGACY_SIGNER)
    errors.push(invalid("spec.signerName", signerName, "the legacy signerName is not allowed via this API version"));
  else errors.push(...validateSigner(signerName, "spec.signerName", release));
  if (expirationSeconds !== undefined && expirationSeconds < DURATION_MIN_SECONDS)
    errors.push(invalid("spec.expirationSeconds", expirationSeconds, "may not specify a duration less than 600 seconds (10 minutes)"));
  return [...errors, ...validateSigningStatus(object, old, isStrict)];
}

function goBytes(base64: string): string {
  return `[]byte{${[...atob(base64)].map((character) => `0x${character.charCodeAt(0).toString(16)}`).join(", ")}}`;
}

// validateCertificateSigningRequestUpdate
export function validateSigningRequestUpdate(object: KubeObject, old: KubeObject, context: RequestContext): FieldError[] {
  const [now, before] = [object as CertificateSigningRequest, old as CertificateSigningRequest];
  return [
    ...checkRequest(now, before, context),
    ...validateDecisions(now, before, context),
    ...validateObjectMetaUpdate(object, old, context.release),
  ];
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
    ...(domain.length > DOMAIN_LENGTH_MAX ? [tooLong(path, DOMAIN_LENGTH_MAX, release)] : []),
    ...(badLabel === undefined ? [] : complain(domain, badLabel, checkLabel(badLabel, release))),
    ...(labels.length < 2 ? [invalid(path, domain, "should be a domain with at least two segments separated by dots")] : []),
    ...(badName === undefined ? [] : complain(name, badName, checkSubdomain(badName, release))),
    ...(signer.length > SIGNER_LENGTH_MAX ? [tooLong(path, SIGNER_LENGTH_MAX, release)] : []),
  ];
}
