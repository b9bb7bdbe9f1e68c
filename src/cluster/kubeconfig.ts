import { createStream } from "../sim/random.ts";

/** The secrets in an administrator's kubeconfig, each as base64 of PEM. They prove nothing outside the emulation. */
export interface AdminSecrets {
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
}

/** Secrets that follow from the seed. */
export function makeSecrets(seed: number): AdminSecrets {
  return {
    authority: pem(seed, "authority", "CERTIFICATE", 750),
    certificate: pem(seed, "certificate", "CERTIFICATE", 790),
    key: pem(seed, "key", "RSA PRIVATE KEY", 1190),
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
  return btoa([`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ""].join("\n"));
}
