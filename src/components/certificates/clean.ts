import { DerError } from "../../base/der-reader.ts";
import { parseRfc3339 } from "../../base/rfc3339.ts";
import type { CertificateSigningRequest } from "../../kinds/certificates/certificatesigningrequest/types.ts";
import { fromBase64 } from "../../machinery/pki/base64.ts";
import { notAfterOf } from "../../machinery/pki/certificate.ts";
import { readPem } from "../../machinery/pki/pem.ts";

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
    if (type === "Approved" && status?.certificate) times.push(expiryOf(status.certificate));
  }
  const due = times.filter((time) => time !== undefined);
  return due.length === 0 ? undefined : Math.min(...due);
}

function after(time: string | null | undefined, delayMs: number): number | undefined {
  const at = time ? parseRfc3339(time) : undefined;
  return at === undefined ? undefined : at + delayMs;
}

function expiryOf(certificate: string): number | undefined {
  const [block] = readPem(new TextDecoder().decode(fromBase64(certificate) ?? new Uint8Array()));
  if (!block) return undefined;
  try {
    return notAfterOf(block.bytes);
  } catch (error) {
    if (error instanceof DerError) return undefined;
    throw error;
  }
}
