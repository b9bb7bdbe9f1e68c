import type { HttpResponse } from "../http.ts";
import type { Refusal, ServerCertificate } from "../types.ts";
import { REASONS, type CurlFailure, type CurlVersion } from "./messages.ts";
import type { Url } from "./url.ts";

/** Names that -v gives the parts of a connection's beginning. */
export function tryingNotes({ number }: CurlVersion, { host, port }: Url, address: string): string {
  if (number <= 729) return `* About to connect() to ${host} port ${port} (#0)\n*   Trying ${address}...\n`;
  return `*   Trying ${address}:${port}...\n${number < 770 ? "* TCP_NODELAY set\n" : ""}`;
}

/** What -v says of a connection that does not come about. */
export function failedNotes(
  { number }: CurlVersion,
  why: Refusal,
  { port }: Url,
  address: string,
  failure: CurlFailure,
  isLimit: boolean,
): string {
  const reason = REASONS[why];
  const first = isLimit ? "" : number <= 729 ? `* ${reason}\n` : `* connect to ${address} port ${port} failed: ${reason}\n`;
  return `${first}* ${failure.short ?? failure.text}\n${closing(number)}`;
}

function closing(number: number): string {
  return number >= 803 ? "* Closing connection\n" : "* Closing connection 0\n";
}

/** What -v says of a connection that ends with a failure. */
export function endNotes({ number }: CurlVersion, failure: CurlFailure): string {
  return `* ${failure.short ?? failure.text}\n${closing(number)}`;
}

/** What -v says of a connection that is there. */
export function connectedNotes({ number }: CurlVersion, { host, port }: Url, address: string): string {
  return `* Connected to ${host} (${address}) port ${port}${number >= 803 ? "" : " (#0)"}\n`;
}

/** What -v says when an earlier connection serves again. */
export function reusedNotes({ number }: CurlVersion, { host }: Url): string {
  return number >= 803 ? `* Re-using existing connection with host ${host}\n` : `* Re-using existing connection! (#0) with host ${host}\n`;
}

const ORDER = (parts: ServerCertificate["subject"], separator: string, isReversed: boolean): string =>
  (isReversed ? parts.toReversed() : parts).map(([name, value]) => `${name}=${value}`).join(separator);

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;

/** `Jul 30 07:13:52 2020 GMT` */
function certificateDate(ms: number): string {
  const [date = "", rest = ""] = new Date(ms).toISOString().split("T");
  const [year = "", month = "1", day = "1"] = date.split("-");
  return `${MONTHS[Number(month) - 1] ?? ""} ${String(Number(day)).padStart(2)} ${rest.slice(0, 8)} ${year} GMT`;
}

/** What -v says of a TLS handshake; `isVerified` is whether the certificate was to be checked. */
export function handshakeNotes({ number }: CurlVersion, certificate: ServerCertificate, isVerified: boolean): string {
  const { notBefore, notAfter, subject, issuer } = certificate;
  if (number <= 729) {
    const name = subject.find(([key]) => key === "CN")?.[1] ?? "";
    return [
      "* Initializing NSS with certpath: sql:/etc/pki/nssdb",
      ...(isVerified
        ? ["*   CAfile: /etc/pki/tls/certs/ca-bundle.crt", "  CApath: none"]
        : ["* skipping SSL peer certificate verification"]),
      "* SSL connection using TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
      "* Server certificate:",
      `* \tsubject: ${ORDER(subject, ",", true)}`,
      `* \tstart date: ${certificateDate(notBefore)}`,
      `* \texpire date: ${certificateDate(notAfter)}`,
      `* \tcommon name: ${name}`,
      `* \tissuer: ${ORDER(issuer, ",", true)}`,
      "",
    ].join("\n");
  }
  const alpn = certificate.http2 === true ? "h2" : "http/1.1";
  const isOld = number < 786;
  return [
    ...(isOld ? ["* ALPN, offering h2", "* ALPN, offering http/1.1"] : ["* ALPN: offers h2,http/1.1"]),
    ...(number < 777
      ? ["* successfully set certificate verify locations:", "*   CAfile: /etc/ssl/certs/ca-certificates.crt", "  CApath: /etc/ssl/certs"]
      : []),
    "* TLSv1.3 (OUT), TLS handshake, Client hello (1):",
    "* TLSv1.3 (IN), TLS handshake, Server hello (2):",
    "* TLSv1.3 (IN), TLS handshake, Encrypted Extensions (8):",
    "* TLSv1.3 (IN), TLS handshake, Certificate (11):",
    "* TLSv1.3 (IN), TLS handshake, CERT verify (15):",
    "* TLSv1.3 (IN), TLS handshake, Finished (20):",
    "* TLSv1.3 (OUT), TLS change cipher, Change cipher spec (1):",
    "* TLSv1.3 (OUT), TLS handshake, Finished (20):",
    "* SSL connection using TLSv1.3 / TLS_AES_256_GCM_SHA384",
    isOld ? `* ALPN, server accepted to use ${alpn}` : `* ALPN: server accepted ${alpn}`,
    "* Server certificate:",
    `*  subject: ${ORDER(subject, "; ", false)}`,
    `*  start date: ${certificateDate(notBefore)}`,
    `*  expire date: ${certificateDate(notAfter)}`,
    `*  issuer: ${ORDER(issuer, "; ", false)}`,
    `*  SSL certificate verify result: ${verifyResult(number, certificate)}, continuing anyway.`,
    "",
  ].join("\n");
}

function verifyResult(number: number, { subject, issuer }: ServerCertificate): string {
  const isSelfSigned = JSON.stringify(subject) === JSON.stringify(issuer);
  if (!isSelfSigned) return "unable to get local issuer certificate (20)";
  return number < 786 ? "self signed certificate (18)" : "self-signed certificate (18)";
}

/** The request line and headers, as -v shows them and as they are sent. */
export function requestLines(method: string, path: string, headers: readonly (readonly [string, string])[], isHttp2: boolean): string[] {
  return [`${method} ${path} HTTP/${isHttp2 ? "2" : "1.1"}`, ...headers.map(([name, value]) => `${name}: ${value}`)];
}

/** The status line and headers as curl shows them: of HTTP/2 without reason, in lower case. */
export function responseLines({ status, statusText, headers }: HttpResponse, isHttp2: boolean): string[] {
  if (!isHttp2) return [`HTTP/1.1 ${status} ${statusText}`, ...headers.map(([name, value]) => `${name}: ${value}`)];
  const kept = headers.filter(([name]) => !/^(connection|keep-alive|transfer-encoding)$/i.test(name));
  return [`HTTP/2 ${status} `, ...kept.map(([name, value]) => `${name.toLowerCase()}: ${value}`)];
}

/** Later releases of the seventies say that connections are not shared. */
export function bundleNote({ number }: CurlVersion): string {
  return number >= 765 && number < 786 ? "* Mark bundle as not supporting multiuse\n" : "";
}
