import { parseRfc3339 } from "../../base/rfc3339.ts";
import type { CertificateSigningRequest } from "../../kinds/certificates/certificatesigningrequest/types.ts";
import { readCertificate } from "../../machinery/pki/read-certificate.ts";

const DECIDED_MS = 3_600_000;
const PENDING_MS = 24 * 3_600_000;

/** When a request may go (ms since the Unix epoch); undefined for one that stays. */
// pkg/controller/certificates/cleaner/cleaner.go handle, 1.20
export function cleaningDue({ metadata, status }: CertificateSigningRequest): number | undefined {
  const conditions = status?.conditions ?? [];
  const times: (number | undefined)[] = conditions.length === 0 ? [after(metadata.creationTimestamp, PENDING_MS)] : [];
  for (const { type, lastUpdateTime } of conditions) {
    if (type === "Denied" || type === "Failed" || (type === "Approved" && status?.certificate))
      times.push(after(lastUpdateTime, DECIDED_MS));
    if (type === "Approved" && status?.certificate) times.push(readCertificate(status.certificate)?.notAfter);
  }
  const due = times.filter((time) => time !== undefined);
  return due.length === 0 ? undefined : Math.min(...due);
}

function after(time: string | null | undefined, delayMs: number): number | undefined {
  const at = time ? parseRfc3339(time) : undefined;
  return at === undefined ? undefined : at + delayMs;
}
