import { humanDuration } from "../../../base/human-duration.ts";
import type { Json } from "../../../base/json.ts";
import type { KindContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import type { TableColumn } from "../../../machinery/table.ts";
import type { Release } from "../../../release/release.ts";
import { AGE, ageOf, column, NAME, nameOf } from "../../shared/columns.ts";
import { type CertificateSigningRequest, requestStatus } from "./types.ts";

export function signingRequestColumns(release: Release): TableColumn[] {
  const duration = release.has("requestedDurationColumn") ? [column("RequestedDuration")] : [];
  return [NAME, AGE, column("SignerName"), column("Requestor"), ...duration, column("Condition")];
}

// pkg/printers/internalversion/printers.go printCertificateSigningRequest, 1.20; the duration 1.22
export function signingRequestRow(object: KubeObject, context: KindContext): Json[] {
  const request = object as CertificateSigningRequest;
  const { signerName, username = "", expirationSeconds: seconds } = request.spec;
  const duration = seconds === undefined ? "<none>" : humanDuration(seconds * 1000);
  return [
    nameOf(object),
    ageOf(object, context),
    signerName || "<none>",
    username,
    ...(context.release.has("requestedDurationColumn") ? [duration] : []),
    requestStatus(request),
  ];
}
