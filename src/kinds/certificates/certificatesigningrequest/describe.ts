import { humanDuration } from "../../../base/human-duration.ts";
import type { DescribeFacet, DescribeWriter } from "../../../machinery/describe.ts";
import { describeEvents } from "../../../machinery/describing/events.ts";
import { describeTime } from "../../../machinery/describing/times.ts";
import { formatLabels } from "../../../machinery/labels.ts";
import type { DistinguishedName } from "../../../machinery/pki/names.ts";
import { type AlternativeNames, parseSigningRequest } from "../../../machinery/pki/signing-request.ts";
import { addressText } from "../../shared/ip.ts";
import { type CertificateSigningRequest, requestStatus } from "./types.ts";

const SUBJECT_LISTS: readonly (readonly [string, keyof DistinguishedName])[] = [
  ["Organization", "organization"],
  ["Organizational Unit", "organizationalUnit"],
  ["Country", "country"],
  ["Locality", "locality"],
  ["Province", "province"],
  ["StreetAddress", "streetAddress"],
  ["PostalCode", "postalCode"],
];

/** `kubectl describe csr`. kubectl/pkg/describe/describe.go describeCertificateSigningRequest, 1.20; the duration 1.22 */
export const signingRequestDescribe: DescribeFacet = {
  async describe(object, out, context) {
    const request = object as CertificateSigningRequest;
    const { metadata, spec } = request;
    const parsed = parseSigningRequest(spec.request);
    if (typeof parsed === "string") throw new Error(`Error parsing CSR: ${parsed}`);
    out.write(0, `Name:\t${metadata.name ?? ""}\n`);
    out.write(0, `Labels:\t${formatLabels(metadata.labels)}\n`);
    out.write(0, `Annotations:\t${formatLabels(metadata.annotations)}\n`);
    out.write(0, `CreationTimestamp:\t${describeTime(metadata.creationTimestamp)}\n`);
    out.write(0, `Requesting User:\t${spec.username ?? ""}\n`);
    if (spec.signerName) out.write(0, `Signer:\t${spec.signerName}\n`);
    if (spec.expirationSeconds !== undefined && context.release.has("requestedDurationColumn"))
      out.write(0, `Requested Duration:\t${humanDuration(spec.expirationSeconds * 1000)}\n`);
    out.write(0, `Status:\t${requestStatus(request)}\n`);
    describeSubject(out, parsed.subject);
    describeAlternativeNames(out, parsed.names);
    await describeEvents(object, out, context);
  },
};

function describeSubject(out: DescribeWriter, subject: DistinguishedName): void {
  out.write(0, "Subject:\n");
  out.write(0, `\tCommon Name:\t${subject.commonName}\n`);
  out.write(0, `\tSerial Number:\t${subject.serialNumber}\n`);
  for (const [title, field] of SUBJECT_LISTS) describeList(out, title, subject[field] as readonly string[]);
}

function describeAlternativeNames(out: DescribeWriter, { dns, email, uris, addresses }: AlternativeNames): void {
  if (dns.length + email.length + uris.length + addresses.length === 0) return;
  out.write(0, "Subject Alternative Names:\n");
  describeList(out, "DNS Names", dns);
  describeList(out, "Email Addresses", email);
  describeList(out, "URIs", uris);
  describeList(out, "IP Addresses", addresses.map(addressText));
}

function describeList(out: DescribeWriter, title: string, values: readonly string[]): void {
  if (values.length > 0) out.write(0, `\t${title}:\t${values.join("\n\t\t")}\n`);
}
