import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Cluster } from "../../cluster/cluster.ts";
import { makeServingIdentity, type ServingIdentity } from "../../server/certificates.ts";

/** The cluster's certificates for real clients, made at the first need and kept, so that a kubeconfig outlives a restart of `serve`. */
export function servingIdentityOf(cluster: Cluster): ServingIdentity {
  const path = join(cluster.paths.directory, "serve.json");
  const kept = readKept(path);
  if (kept !== undefined) return kept;
  const made = makeServingIdentity();
  writeFileSync(path, `${JSON.stringify(made)}\n`, { mode: 0o600 });
  return made;
}

function readKept(path: string): ServingIdentity | undefined {
  try {
    const kept = JSON.parse(readFileSync(path, "utf8")) as Partial<ServingIdentity>;
    const { authority, certificate, key, clientCertificate, clientKey } = kept;
    return authority && certificate && key && clientCertificate && clientKey ? (kept as ServingIdentity) : undefined;
  } catch {
    // Absent or damaged: new ones are made.
    return undefined;
  }
}
