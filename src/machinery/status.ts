import type { JsonObject } from "../base/json.ts";

/** metav1.StatusCause */
export interface StatusCause {
  reason?: string;
  message?: string;
  field?: string;
}

/** metav1.Status, the body of every API error (and of some successes). */
export interface Status {
  kind: "Status";
  apiVersion: "v1";
  metadata: JsonObject;
  status: "Success" | "Failure";
  message?: string;
  reason?: string;
  details?: { name?: string; group?: string; kind?: string; uid?: string; causes?: StatusCause[]; retryAfterSeconds?: number };
  code?: number;
}

/** An API error as a client sees it. kubectl/errors.ts turns it into text and exit code, in one place. */
export class StatusError extends Error {
  override name = "StatusError";
  readonly status: Status;
  constructor(status: Status) {
    super(status.message ?? "");
    this.status = status;
  }
  get code(): number {
    return this.status.code ?? 500;
  }
  get reason(): string {
    return this.status.reason ?? "";
  }
}

/** True for an API error with that reason: `NotFound`, `AlreadyExists`, `Conflict`, `Invalid`, `Forbidden`, `BadRequest` … */
export function isReason(error: unknown, reason: string): error is StatusError {
  return error instanceof StatusError && error.reason === reason;
}

/** A failure Status. `code` is the HTTP code. apimachinery/pkg/api/errors */
export function failure(code: number, reason: string, message: string, details?: Status["details"]): StatusError {
  return new StatusError({
    kind: "Status",
    apiVersion: "v1",
    metadata: {},
    status: "Failure",
    message,
    reason,
    ...(details ? { details } : {}),
    code,
  });
}

/** `deployments.apps "x" not found` */
export function notFound(group: string, resource: string, name: string): StatusError {
  return failure(404, "NotFound", `${group ? `${resource}.${group}` : resource} "${name}" not found`, {
    name,
    ...(group ? { group } : {}),
    kind: resource,
  });
}

/** `deployments.apps "x" already exists` */
export function alreadyExists(group: string, resource: string, name: string): StatusError {
  return failure(409, "AlreadyExists", `${group ? `${resource}.${group}` : resource} "${name}" already exists`, {
    name,
    ...(group ? { group } : {}),
    kind: resource,
  });
}

/** `Operation cannot be fulfilled on deployments.apps "x": REASON` */
export function conflict(group: string, resource: string, name: string, why: string): StatusError {
  return failure(409, "Conflict", `Operation cannot be fulfilled on ${group ? `${resource}.${group}` : resource} "${name}": ${why}`, {
    name,
    ...(group ? { group } : {}),
    kind: resource,
  });
}

/** A plain bad request. */
export function badRequest(message: string): StatusError {
  return failure(400, "BadRequest", message);
}

/** `pods "x" is forbidden: REASON`, and `forbidden: REASON` where it is about no resource. */
export function forbidden(group: string, resource: string, name: string, why: string): StatusError {
  const what = group ? `${resource}.${group}` : resource;
  const subject = what === "" ? "" : `${what}${name ? ` "${name}"` : ""} is `;
  return failure(403, "Forbidden", `${subject}forbidden: ${why}`, {
    ...(name ? { name } : {}),
    ...(group ? { group } : {}),
    kind: resource,
  });
}
