import { isReason, StatusError } from "../../machinery/status.ts";
import type { Release } from "../../release/release.ts";
import type { ResourceInfo } from "../resources/info.ts";
import { groupResourceOf } from "../rest-mapper.ts";
import type { EditReason } from "./buffer.ts";

/** What became of one round of saving. kubectl/pkg/cmd/util/editor/editoptions.go editResults */
export interface EditOutcome {
  readonly reasons: EditReason[];
  /** Objects that have to be edited again. */
  invalid: number;
  /** Objects that could be tried again as they are. */
  retryable: number;
  notFound: number;
}

/** An outcome without failures. */
export function freshOutcome(): EditOutcome {
  return { reasons: [], invalid: 0, retryable: 0, notFound: 0 };
}

/** Notes a refusal; gives the line for stderr. */
export function noteRefusal(outcome: EditOutcome, error: Error, info: ResourceInfo): string {
  const what = `${groupResourceOf(info.mapping)} ${JSON.stringify(info.name)}`;
  if (isReason(error, "Invalid")) {
    const causes = error.status.details?.causes ?? [];
    outcome.invalid++;
    outcome.reasons.push({ head: `${what} was not valid`, points: causes.map((cause) => `${cause.field ?? ""}: ${cause.message ?? ""}`) });
    return `error: ${what} is invalid\n`;
  }
  if (isReason(error, "NotFound")) {
    outcome.notFound++;
    return `error: ${what} could not be found on the server\n`;
  }
  outcome.retryable++;
  return `error: ${what} could not be patched: ${error.message}\n`;
}

/** A failed check of the file, in the form of the API's own refusals. */
export function validationRefusal(why: string, release: Release): StatusError {
  const field = release.has("editNamesNilField") ? "<nil>" : "";
  const message = `Invalid value: "The edited file failed validation": ${why}`;
  return new StatusError({
    kind: "Status",
    apiVersion: "v1",
    metadata: {},
    status: "Failure",
    reason: "Invalid",
    code: 422,
    message,
    details: { causes: [{ field, message }] },
  });
}
