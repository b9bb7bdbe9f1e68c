import type { ApiResponse } from "../machinery/api.ts";
import { failure, type Status, StatusError } from "../machinery/status.ts";

/** Throws the StatusError that a response stands for, if it is a refusal. */
export function throwRefusal(response: ApiResponse): void {
  if (response.code < 400) return;
  const { body } = response;
  if (typeof body === "object" && "kind" in body && body.kind === "Status") throw new StatusError(body as Status);
  throw failure(response.code, "", typeof body === "string" ? body : JSON.stringify(body));
}
