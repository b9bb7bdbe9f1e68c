import { goQuote } from "../base/go-format.ts";
import type { ApiResponse } from "../machinery/api.ts";
import { failure, type Status, StatusError } from "../machinery/status.ts";

/** Throws the StatusError that a response stands for, if it is a refusal. */
export function throwRefusal(response: ApiResponse): void {
  if (response.code < 400) return;
  const { body } = response;
  if (typeof body === "object" && "kind" in body && body.kind === "Status") throw new StatusError(body as Status);
  if (response.http) throw programsRefusal(response.code, response.http.body);
  throw failure(response.code, "", typeof body === "string" ? body : JSON.stringify(body));
}

const TEXTS: Readonly<Record<number, readonly [string, string]>> = {
  400: ["BadRequest", "the server rejected our request for an unknown reason"],
  401: ["Unauthorized", "the server has asked for the client to provide credentials"],
  404: ["NotFound", "the server could not find the requested resource"],
  405: ["MethodNotAllowed", "the server does not allow this method on the requested resource"],
  409: ["Conflict", "the server reported a conflict"],
  422: ["Invalid", "the server rejected our request due to an error in our request"],
  429: ["TooManyRequests", "the server has received too many requests and has asked us to try again later"],
  503: ["ServiceUnavailable", "the server is currently unable to handle the request"],
  504: ["Timeout", "the server was unable to return a response in the time allotted, but may still be processing the request"],
};

/** What Go's clients make of an answer that a program behind the server gave. api/errors NewGenericServerResponse, 1.20 */
function programsRefusal(code: number, body: string): StatusError {
  const [reason, text] = TEXTS[code] ?? [];
  const said = body.trim();
  if (reason !== undefined) return failure(code, reason, text ?? "");
  if (code === 403) return failure(code, "Forbidden", said);
  if (code >= 500)
    return failure(code, "InternalError", `an error on the server (${goQuote(said)}) has prevented the request from succeeding`);
  return failure(code, "", `the server responded with the status code ${code} but did not return more information`);
}
