import { deepEqual } from "../../../base/deep.ts";
import { goQuote } from "../../../base/go-format.ts";
import { DerError, readWhole } from "../../../base/der-reader.ts";
import type { RequestContext } from "../../../machinery/kind.ts";
import { fromBase64 } from "../../../machinery/pki/base64.ts";
import { readPem } from "../../../machinery/pki/pem.ts";
import { splitApiVersion } from "../../../machinery/object.ts";
import { duplicate, type FieldError, forbidden, invalid, notSupported, required } from "../../../machinery/validation/field-error.ts";
import type { CertificateSigningRequest, SigningRequestCondition } from "./types.ts";

const DECISIONS = ["Approved", "Denied"];
const ONLY_TRUE = new Set([...DECISIONS, "Failed"]);
const STATUSES = ["False", "True", "Unknown"];
const CONDITIONS = "status.conditions";

/** Conditions and certificate of a request, as strict as its API version. */
// pkg/apis/certificates/validation/validation.go validateConditions, validateCertificate, 1.20
export function validateSigningStatus(
  { status }: CertificateSigningRequest,
  old: CertificateSigningRequest | undefined,
  isStrict: boolean,
): FieldError[] {
  const errors: FieldError[] = [];
  const conditions = status?.conditions ?? [];
  const types = (list: readonly SigningRequestCondition[] = []) => list.map(({ type }) => type);
  const hadBoth = DECISIONS.every((type) => types(old?.status?.conditions).includes(type));
  conditions.forEach(({ type, status: value }, index) => {
    const path = `${CONDITIONS}[${index}]`;
    const before = types(conditions.slice(0, index));
    if (isStrict && !type) errors.push(required(`${path}.type`));
    const allowed = ONLY_TRUE.has(type) ? ["True"] : STATUSES;
    if (!value) errors.push(required(`${path}.status`));
    else if (!allowed.includes(value)) errors.push(notSupported(`${path}.status`, value, allowed));
    if (!hadBoth && DECISIONS.includes(type) && before.some((other) => other !== type && DECISIONS.includes(other)))
      errors.push(invalid(`${path}.type`, type, "Approved and Denied conditions are mutually exclusive"));
    if (isStrict && before.includes(type)) errors.push(duplicate(`${path}.type`, type));
  });
  const why = isStrict && status?.certificate !== old?.status?.certificate ? whyNoCertificate(status?.certificate ?? "") : undefined;
  if (why !== undefined) errors.push(invalid("status.certificate", "<certificate data>", why));
  return errors;
}

function whyNoCertificate(base64: string): string | undefined {
  if (base64 === "") return undefined;
  const blocks = readPem(new TextDecoder().decode(fromBase64(base64) ?? new Uint8Array()));
  if (blocks.length === 0) return "must contain at least one CERTIFICATE PEM block";
  for (const { label, bytes } of blocks) {
    if (label !== "CERTIFICATE") return `only CERTIFICATE PEM blocks are allowed, found ${goQuote(label)}`;
    try {
      readWhole(bytes);
    } catch (error) {
      if (error instanceof DerError) return error.message;
      throw error;
    }
  }
  return undefined;
}

/** Who may change what: decisions come through `approval`, certificates through `status`, and neither goes away again. */
// validateCertificateSigningRequestUpdate
export function validateDecisions(
  now: CertificateSigningRequest,
  before: CertificateSigningRequest,
  context: RequestContext,
): FieldError[] {
  const of = ({ status }: CertificateSigningRequest, type: string) => (status?.conditions ?? []).filter((one) => one.type === type);
  const errors: FieldError[] = [];
  const refuse = (text: string, type: string) =>
    errors.push(forbidden(CONDITIONS, `updates may not ${text} a condition of type ${goQuote(type)}`));
  for (const type of ONLY_TRUE) if (of(now, type).length < of(before, type).length) refuse("remove", type);
  if (context.subresource !== "approval") {
    for (const type of DECISIONS) {
      const [current, old] = [of(now, type), of(before, type)];
      if (current.length > old.length) refuse("add", type);
      else if (current.length === old.length && !deepEqual(current, old)) refuse("modify", type);
    }
  }
  const had = before.status?.certificate ?? "";
  if ((now.status?.certificate ?? "") !== had) {
    const isV1 = splitApiVersion(context.apiVersion ?? "").version === "v1";
    if (context.subresource !== "status") errors.push(forbidden("status.certificate", "updates may not set certificate content"));
    else if (isV1 && had !== "") errors.push(forbidden("status.certificate", "updates may not modify existing certificate content"));
  }
  return errors;
}
