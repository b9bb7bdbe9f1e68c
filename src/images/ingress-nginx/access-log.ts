import { type AppRequest, byteLength, headerOf, type HttpResponse, logDate } from "../../network/http.ts";
import { realAddress, type Attempt } from "./proxy.ts";

/** What the log tells of a request beside itself and its answer. */
export interface LogEntry {
  readonly now: number;
  readonly usesForwarded: boolean;
  readonly user: string;
  /** Names of the upstream and the canary; "" for none. */
  readonly upstream: string;
  readonly alternative: string;
  readonly attempts: readonly Attempt[];
  readonly requestId: string;
}

/** A line of the log format `upstreaminfo`. internal/ingress/controller/config/config.go logFormatUpstream */
export function upstreamInfo(request: AppRequest, response: HttpResponse, entry: LogEntry): string {
  const { attempts } = entry;
  const joined = (of: (attempt: Attempt) => string): string => (attempts.length === 0 ? "-" : attempts.map(of).join(", "));
  const sent = request.method === "HEAD" ? 0 : byteLength(response.body);
  const seconds = attempts.reduce((sum, attempt) => sum + attempt.seconds, 0);
  return [
    `${realAddress(request, entry.usesForwarded)} - ${entry.user || "-"} [${logDate(entry.now)}]`,
    `"${request.method} ${request.path} HTTP/1.1" ${response.status} ${sent}`,
    `"${headerOf(request, "Referer") ?? "-"}" "${headerOf(request, "User-Agent") ?? "-"}"`,
    `${requestLength(request)} ${seconds.toFixed(3)} [${entry.upstream}] [${entry.alternative}]`,
    joined(({ address }) => address),
    joined(({ length }) => String(length)),
    joined((attempt) => attempt.seconds.toFixed(3)),
    joined(({ status }) => String(status)),
    entry.requestId,
  ].join(" ");
}

/** Request line, headers and body as they came over the wire. */
function requestLength({ method, path, headers, body }: AppRequest): number {
  const head = [`${method} ${path} HTTP/1.1`, ...headers.map(([name, value]) => `${name}: ${value}`), "", ""].join("\r\n");
  return byteLength(head) + byteLength(body);
}

/** A line of nginx's error log for an attempt that failed. */
export function errorLine(request: AppRequest, attempt: Attempt, server: string, entry: Pick<LogEntry, "now">, count: number): string {
  const stamp = new Date(entry.now).toISOString().slice(0, 19).replace("T", " ").replaceAll("-", "/");
  const upstream = `http://${attempt.address}${request.path}`;
  return `${stamp} [error] 31#31: *${count} ${attempt.error}, client: ${request.clientAddress}, server: ${server}, request: "${request.method} ${request.path} HTTP/1.1", upstream: "${upstream}", host: "${headerOf(request, "Host") ?? ""}"`;
}
