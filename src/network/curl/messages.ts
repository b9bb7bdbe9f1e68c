import type { Refusal } from "../types.ts";

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
}

/** No connection, as this curl says it. `limitMs` is the user's own time limit when that came first, `byMaxTime` whether it was -m. */
export function connectFailure(
  { number }: CurlVersion,
  why: Refusal,
  host: string,
  port: number,
  afterMs: number,
  limit: "connect-timeout" | "max-time" | undefined,
): CurlFailure {
  if (limit !== undefined) return timeLimit(number, host, port, afterMs + 1, limit);
  const reason = { refused: "Connection refused", "no-route": "No route to host", timeout: "Connection timed out" }[why];
  const exitCode = why === "timeout" && number > 729 ? 28 : 7;
  if (number <= 729) return { exitCode, text: `Failed connect to ${host}:${port}; ${reason}` };
  if (number < 775) return { exitCode, text: `Failed to connect to ${host} port ${port}: ${reason}` };
  const after = `Failed to connect to ${host} port ${port} after ${why === "refused" && number < 786 ? 1 : why === "refused" ? 0 : afterMs} ms`;
  if (number < 786) return { exitCode, text: `${after}: ${reason}` };
  return { exitCode, text: `${after}: ${number >= 810 ? "Could not connect to server" : "Couldn't connect to server"}` };
}

function timeLimit(number: number, host: string, port: number, afterMs: number, limit: "connect-timeout" | "max-time"): CurlFailure {
  if (number < 775) return { exitCode: 28, text: `Connection timed out after ${afterMs} milliseconds` };
  if (number < 786) return { exitCode: 28, text: `Connection timeout after ${afterMs} ms` };
  if (limit === "max-time") return { exitCode: 28, text: `Connection timed out after ${afterMs} milliseconds` };
  return { exitCode: 28, text: `Failed to connect to ${host} port ${port} after ${afterMs} ms: Timeout was reached` };
}

/** A name that does not resolve. */
export function resolveFailure({ number }: CurlVersion, host: string): CurlFailure {
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

/** A certificate that nobody vouches for. */
export function untrusted({ number }: CurlVersion): CurlFailure {
  const help =
    "\nMore details here: https://curl.se/docs/sslcerts.html\n\ncurl failed to verify the legitimacy of the server and therefore could not\nestablish a secure connection to it. To learn more about this situation and\nhow to fix it, please visit the web page mentioned above.";
  if (number <= 729) return { exitCode: 60, text: "Peer's certificate issuer has been marked as not trusted by the user." };
  return { exitCode: 60, text: `SSL certificate problem: ${number < 786 ? "self signed certificate" : "self-signed certificate"}${help}` };
}
