import type { Release } from "../release/release.ts";
import { createStream } from "../sim/random.ts";

/** The secrets in an administrator's kubeconfig, each as base64 of PEM. They prove nothing outside the emulation. */
export interface AdminSecrets {
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
}

/** Secrets that follow from the seed. */
export function makeSecrets(seed: number, release: Release): AdminSecrets {
  return {
    authority: btoa(authorities(seed, release).cluster),
    certificate: btoa(pem(seed, "certificate", "CERTIFICATE", 790)),
    key: btoa(pem(seed, "key", "RSA PRIVATE KEY", 1190)),
  };
}

/** The certificates (PEM) of the cluster's authority and of the one that vouches for aggregated API servers; they follow from the seed. */
export function authorities(seed: number, release: Release): { cluster: string; frontProxy: string } {
  const bytes = release.value("ca-certificate-bytes");
  return {
    cluster: pem(seed, "authority", "CERTIFICATE", bytes),
    // Its name is four letters longer, and stands there twice: as issuer and as subject.
    frontProxy: pem(seed, "front-proxy", "CERTIFICATE", bytes + 8),
  };
}

/** The kubeconfig that kubeadm (and kubespray through it) leaves in /etc/kubernetes/admin.conf. */
export function adminKubeconfig(server: string, clusterName: string, { authority, certificate, key }: AdminSecrets): string {
  const context = `kubernetes-admin@${clusterName}`;
  return [
    "apiVersion: v1",
    "clusters:",
    "- cluster:",
    `    certificate-authority-data: ${authority}`,
    `    server: ${server}`,
    `  name: ${clusterName}`,
    "contexts:",
    "- context:",
    `    cluster: ${clusterName}`,
    "    user: kubernetes-admin",
    `  name: ${context}`,
    `current-context: ${context}`,
    "kind: Config",
    "preferences: {}",
    "users:",
    "- name: kubernetes-admin",
    "  user:",
    `    client-certificate-data: ${certificate}`,
    `    client-key-data: ${key}`,
    "",
  ].join("\n");
}

function pem(seed: number, name: string, label: string, bytes: number): string {
  const random = createStream(seed, `kubeconfig/${name}`, 0, () => undefined);
  const body = btoa(String.fromCharCode(...Array.from({ length: bytes }, () => random.int(256))));
  const lines = body.match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ""].join("\n");
}
