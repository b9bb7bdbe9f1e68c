import type { Secret } from "../../kinds/core/secret/types.ts";
import type { DistinguishedName } from "../../machinery/pki/names.ts";
import { readCertificate, type ReadCertificate } from "../../machinery/pki/read-certificate.ts";
import type { ServerCertificate } from "../../network/types.ts";
import type { ContainerView } from "../view.ts";
import type { ControllerView } from "./controller-view.ts";
import { hostName, serverFor } from "./match.ts";

const YEAR_MS = 365 * 86_400_000;

type Attributes = ServerCertificate["subject"];

const FAKE: Attributes = [
  ["O", "Acme Co"],
  ["CN", "Kubernetes Ingress Controller Fake Certificate"],
];

/** What nginx shows for a name: the certificate of the host's secret, else the one that the controller has made for itself. */
export function certificateFor({ view, configuration, flags }: ControllerView, serverName: string): ServerCertificate {
  const named = serverFor(configuration.servers, hostName(serverName))?.certificate ?? "default";
  const reference = named === "default" ? flags.defaultSslCertificate : named;
  const [namespace = "", name = ""] = reference.split("/");
  const found = certificateIn(view.lister.get("secrets", namespace, name) as Secret | undefined);
  return { ...(found ? shownOf(found) : fake(view)), http2: true };
}

/** The certificate that kube-webhook-certgen has made, for the API server alone. */
export function webhookCertificate({ startedAt }: ContainerView): ServerCertificate {
  return { subject: [["O", "nil2"]], issuer: [["O", "nil1"]], notBefore: startedAt, notAfter: startedAt + 100 * YEAR_MS };
}

// internal/net/ssl/ssl.go GetFakeSSLCert
function fake({ startedAt }: ContainerView): ServerCertificate {
  return { subject: FAKE, issuer: FAKE, notBefore: startedAt, notAfter: startedAt + YEAR_MS };
}

function shownOf({ subject, issuer, notBefore, notAfter }: ReadCertificate): ServerCertificate {
  return { subject: attributesOf(subject), issuer: attributesOf(issuer), notBefore, notAfter };
}

function attributesOf(name: DistinguishedName): Attributes {
  const all = (key: string, values: readonly string[]): (readonly [string, string])[] => values.map((value) => [key, value]);
  return [
    ...all("C", name.country),
    ...all("ST", name.province),
    ...all("L", name.locality),
    ...all("O", name.organization),
    ...all("OU", name.organizationalUnit),
    ...all("CN", name.commonName === "" ? [] : [name.commonName]),
  ];
}

/** The certificate in a secret that has its key as well; undefined for one that is none. */
export function certificateIn(secret: Secret | undefined): ReadCertificate | undefined {
  const { "tls.crt": certificate, "tls.key": key } = secret?.data ?? {};
  return certificate && key ? readCertificate(certificate) : undefined;
}

/** Whether a certificate is for a host: by its names, or by its common name where it has none. controller/certificate.go verifyHostname */
export function isForHost({ subject, dnsNames }: ReadCertificate, host: string): boolean {
  const names = dnsNames.length > 0 ? dnsNames : [subject.commonName];
  const [label = "", ...rest] = host.toLowerCase().split(".");
  return names.some((name) => name.toLowerCase() === [label, ...rest].join(".") || name.toLowerCase() === ["*", ...rest].join("."));
}
