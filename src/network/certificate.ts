import { parseRfc3339 } from "../base/rfc3339.ts";
import type { Connection, NetworkWorld, ServerCertificate } from "./types.ts";

const YEAR_MS = 365 * 86_400_000;
/** Ports on which programs speak TLS that say nothing of it. */
const TLS_PORTS: ReadonlySet<number> = new Set([443, 8443]);

/** The certificate behind a connection; undefined where no TLS is spoken. */
export function certificateOf(
  { programs, sim, lister }: NetworkWorld,
  connection: Exclude<Connection, { kind: "refused" }>,
  serverName: string,
): ServerCertificate | undefined {
  const notBefore = Math.min(
    sim.now(),
    parseRfc3339(lister.get("namespaces", "", "kube-system")?.metadata.creationTimestamp ?? "") ?? sim.now(),
  );
  const made = (subject: string, issuer: string): ServerCertificate => ({
    subject: [["CN", subject]],
    issuer: [["CN", issuer]],
    notBefore,
    notAfter: notBefore + YEAR_MS,
  });
  if (connection.kind === "api-server") return { ...made("kube-apiserver", "kubernetes"), http2: true };
  if (connection.kind === "host")
    return connection.speaks === "https"
      ? made(`${connection.node}@${Math.floor(notBefore / 1000)}`, `${connection.node}-ca@${Math.floor(notBefore / 1000)}`)
      : undefined;
  const { pod, port } = connection;
  const shown = programs.certificate?.(pod, port, serverName);
  if (shown !== undefined) return shown === "no-tls" ? undefined : shown;
  return TLS_PORTS.has(port) ? made(pod.metadata.name ?? "", pod.metadata.name ?? "") : undefined;
}
