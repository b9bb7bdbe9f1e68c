import type { Refusal, ServerCertificate } from "../types.ts";

/** A curl of which the messages are known. */
export interface CurlVersion {
  /** `7.29.0` */
  readonly text: string;
  readonly number: number;
}

/** Reads `7.68.0`. */
export function curlVersion(text: string): CurlVersion {
  const [major = 0, minor = 0] = text.split(".").map(Number);
  return { text, number: major * 100 + minor };
}

/** Which curl an operating system comes with. facts/dataplane.md 11 */
export function curlOf(osImage: string): CurlVersion {
  const known: readonly (readonly [RegExp, string])[] = [
    [/CentOS Linux 7/, "7.29.0"],
    [/Ubuntu 20\.04/, "7.68.0"],
    [/Ubuntu 22\.04/, "7.81.0"],
    [/Ubuntu 24\.04/, "8.5.0"],
    [/Debian.* 12/, "7.88.1"],
    [/Alpine/, "7.79.1"],
  ];
  return curlVersion(known.find(([pattern]) => pattern.test(osImage))?.[1] ?? "7.68.0");
}

/** A failure: exit code and the sentence after `curl: (N) `. */
export interface CurlFailure {
  readonly exitCode: number;
  readonly text: string;
  /** What -v says of it, when that is shorter. */
  readonly short?: string;
}

/** How the kernel names a refusal. */
export const REASONS: Readonly<Record<Refusal, string>> = {
  refused: "Connection refused",
  "no-route": "No route to host",
  timeout: "Connection timed out",
};

/**
 * How long a connection that nobody refuses is tried, and how long ARP is: kernels of 3.10 give up after 127 s, later ones were measured
 * with a little more. facts/dataplane.md 11
 */
export function waitMs({ number }: CurlVersion, why: Refusal, afterMs: number): number {
  if (why === "timeout" && afterMs === 127_000) return number < 775 ? afterMs : number < 786 ? 129_361 : 134_000;
  return why === "no-route" && afterMs > 1000 ? (number < 786 ? 3_054 : 3_062) : afterMs;
}

/** No connection, as this curl says it. `limit` is the user's own time limit when that came first. */
export function connectFailure(
  { number }: CurlVersion,
  why: Refusal,
  host: string,
  port: number,
  afterMs: number,
  limit: "connect-timeout" | "max-time" | undefined,
): CurlFailure {
  if (limit !== undefined) return timeLimit(number, host, port, afterMs + 1, limit);
  const reason = REASONS[why];
  const exitCode = why === "timeout" && number > 729 ? 28 : 7;
  if (number <= 729) return { exitCode, text: `Failed connect to ${host}:${port}; ${reason}` };
  if (number < 775) return { exitCode, text: `Failed to connect to ${host} port ${port}: ${reason}` };
  const after = `Failed to connect to ${host} port ${port} after ${why === "refused" && number >= 786 ? 0 : afterMs} ms`;
  if (number < 786) return { exitCode, text: `${after}: ${reason}` };
  return { exitCode, text: `${after}: ${number >= 810 ? "Could not connect to server" : "Couldn't connect to server"}` };
}

function timeLimit(number: number, host: string, port: number, afterMs: number, limit: "connect-timeout" | "max-time"): CurlFailure {
  if (number < 775) return { exitCode: 28, text: `Connection timed out after ${afterMs} milliseconds` };
  if (number < 786) return { exitCode: 28, text: `Connection timeout after ${afterMs} ms` };
  if (limit === "max-time") return { exitCode: 28, text: `Connection timed out after ${afterMs} milliseconds` };
  return { exitCode: 28, text: `Failed to connect to ${host} port ${port} after ${afterMs} ms: Timeout was reached` };
}

/** A name that does not resolve; `limitMs` when the user's own time limit ended the search. */
export function resolveFailure({ number }: CurlVersion, host: string, limitMs?: number): CurlFailure {
  if (limitMs !== undefined) return { exitCode: 28, text: `Resolving timed out after ${limitMs + 1} milliseconds` };
  return { exitCode: 6, text: `Could not resolve host: ${host}${number <= 729 ? "; Unknown error" : ""}` };
}

/** Plain HTTP where TLS was expected. */
export function notTls({ number }: CurlVersion): CurlFailure {
  if (number <= 729) return { exitCode: 35, text: "SSL received a record that exceeded the maximum permissible length." };
  return {
    exitCode: 35,
    text:
      number < 780
        ? "error:1408F10B:SSL routines:ssl3_get_record:wrong version number"
        : number < 786
          ? "error:0A00010B:SSL routines::wrong version number"
          : "OpenSSL/3.0.2: error:0A00010B:SSL routines::wrong version number",
  };
}

const NSS_HELP = `More details here: http://curl.haxx.se/docs/sslcerts.html

curl performs SSL certificate verification by default, using a "bundle"
 of Certificate Authority (CA) public keys (CA certs). If the default
 bundle file isn't adequate, you can specify an alternate file
 using the --cacert option.
If this HTTPS server uses a certificate signed by a CA represented in
 the bundle, the certificate verification probably failed due to a
 problem with the certificate (it might be expired, or the name might
 not match the domain name in the URL).
If you'd like to turn off curl's verification of the certificate, use
 the -k (or --insecure) option.
`;

/** A certificate that nobody vouches for. */
export function untrusted({ number }: CurlVersion, { subject, issuer }: Pick<ServerCertificate, "issuer" | "subject">): CurlFailure {
  const isSelfSigned = JSON.stringify(subject) === JSON.stringify(issuer);
  if (number <= 729) {
    const short = isSelfSigned
      ? "Peer's certificate issuer has been marked as not trusted by the user."
      : "Peer's Certificate issuer is not recognized.";
    return { exitCode: 60, short, text: `${short}\n${NSS_HELP}` };
  }
  const why = !isSelfSigned
    ? "unable to get local issuer certificate"
    : `${number < 780 ? "self signed" : number < 786 ? "self signed" : "self-signed"} certificate`;
  const short = `SSL certificate problem: ${why}`;
  return { exitCode: 60, short, text: `${short}\n${openSslHelp(number)}` };
}

function openSslHelp(number: number): string {
  const page = number < 777 ? "https://curl.haxx.se/docs/sslcerts.html" : "https://curl.se/docs/sslcerts.html";
  return `More details here: ${page}

curl failed to verify the legitimacy of the server and therefore could not
establish a secure connection to it. To learn more about this situation and
how to fix it, please visit the ${number >= 808 ? "webpage" : "web page"} mentioned above.`;
}

/** An answer that -f takes for a failure. */
export function httpFailure({ number }: CurlVersion, status: number, statusText: string): CurlFailure {
  return { exitCode: 22, text: `The requested URL returned error: ${status}${number >= 775 || statusText === "" ? "" : ` ${statusText}`}` };
}

/** The time that -m gives is over while the server still thinks. facts/dataplane.md 11 */
export function answerTimedOut({ number }: CurlVersion, limitMs: number): CurlFailure {
  const received = number <= 729 ? "0 out of -1 bytes" : "0 bytes";
  return { exitCode: 28, text: `Operation timed out after ${limitMs + 1} milliseconds with ${received} received` };
}

/** No URL on the command line. */
export function noUrl({ number }: CurlVersion): string {
  return number >= 800 ? "curl: (2) no URL specified" : "curl: no URL specified!";
}
