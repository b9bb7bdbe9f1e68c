import type { FrontRequest } from "../../machinery/http-wire.ts";

/** What the proxy lets through: each list is regular expressions of which one has to match. */
export interface RequestFilter {
  readonly acceptPaths: readonly RegExp[];
  readonly acceptHosts: readonly RegExp[];
  readonly rejectPaths: readonly RegExp[];
  readonly rejectMethods: readonly RegExp[];
}

/** An expression that cannot be read; `message` is Go's. */
export class ExpressionError extends Error {
  override name = "ExpressionError";
}

/** Reads expressions that stand between commas. Throws ExpressionError. kubectl/pkg/proxy/proxy_server.go MakeRegexpArray */
export function expressions(text: string): RegExp[] {
  return text.split(",").map((source) => {
    try {
      return new RegExp(source);
    } catch (error) {
      throw new ExpressionError(`error parsing regexp: ${goWords(source, error)}: \`${source}\``);
    }
  });
}

function goWords(source: string, error: unknown): string {
  const opened = source.replace(/\\.|\[(?:\\.|[^\]])*\]/g, "");
  const balance = [...opened].reduce((depth, letter) => depth + (letter === "(" ? 1 : letter === ")" ? -1 : 0), 0);
  if (balance > 0) return "missing closing )";
  if (balance < 0) return "unexpected )";
  if (opened.includes("[")) return "missing closing ]";
  return /nothing to repeat/i.test((error as Error).message)
    ? "missing argument to repetition operator"
    : "invalid or unsupported Perl syntax";
}

/** Whether a request may pass. kubectl/pkg/proxy/proxy_server.go accept */
export function passes({ acceptPaths, acceptHosts, rejectPaths, rejectMethods }: RequestFilter, request: FrontRequest): boolean {
  const matches = (text: string, list: readonly RegExp[]): boolean => list.some((expression) => expression.test(text));
  const host = hostOf(request.host);
  if (matches(request.path, rejectPaths) || matches(request.method, rejectMethods)) return false;
  return matches(request.path, acceptPaths) && matches(host, acceptHosts);
}

/** The host without its port: with a port an IPv6 address loses its brackets, without one it keeps them. net.SplitHostPort */
function hostOf(header: string): string {
  const [, bracketed, plain] = /^(?:\[(.*)\]|([^:]*)):\d*$/.exec(header) ?? [];
  return bracketed ?? plain ?? header;
}
