import type { Release } from "../release/release.ts";
import { createPrivateKey, sign } from "node:crypto";
import { type RsaKey, rsaPrivateKey, rsaPublicKeyInfo } from "../base/rsa.ts";
import { clusterKey, serialNumber } from "../machinery/pki/authority.ts";
import {
  alternativeNames,
  authorityKeyId,
  basicConstraints,
  extendedKeyUsage,
  issueCertificate,
  keyUsage,
  subjectKeyId,
} from "../machinery/pki/certificate.ts";
import { writeName } from "../machinery/pki/names.ts";
import { writePem } from "../machinery/pki/pem.ts";

const AUTHORITY = "kubernetes";
const YEAR_MS = 365 * 24 * 3_600_000;
const SERIAL_BYTES = 8;
const ADMIN = "kubernetes-admin";
/** A random number of 63 bits is most often that long. */
const CA_SERIAL_BYTES = 7;
const DIGITAL_SIGNATURE = 0;
const KEY_ENCIPHERMENT = 2;
const CERTIFICATE_SIGN = 5;
const CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";

/** The secrets in an administrator's kubeconfig, each as base64 of PEM. They prove nothing outside the emulation. */
export interface AdminSecrets {
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
}

/** The administrator's secrets; they follow from the seed and the time of the installation, in ms since the Unix epoch. */
export function makeSecrets(seed: number, release: Release, installedAt: number): AdminSecrets {
  const key = clusterKey(seed, "admin");
  const certificate = issueCertificate(
    {
      serial: serialNumber(seed, "admin", SERIAL_BYTES),
      issuer: writeName({ commonName: AUTHORITY }),
      subject: writeName({
        commonName: ADMIN,
        organization: [release.has("kubeadm-cluster-admins") ? "kubeadm:cluster-admins" : "system:masters"],
      }),
      notBefore: installedAt,
      notAfter: installedAt + YEAR_MS,
      publicKeyInfo: rsaPublicKeyInfo(key),
      extensions: [
        keyUsage([DIGITAL_SIGNATURE, KEY_ENCIPHERMENT]),
        extendedKeyUsage([CLIENT_AUTH]),
        ...(release.has("kubeadm-ca-key-ids") ? [authorityKeyId(clusterKey(seed, "authority"))] : []),
      ],
    },
    clusterKey(seed, "authority"),
    signFast,
  );
  return {
    authority: btoa(authorityCertificate(seed, "authority", AUTHORITY, release, installedAt)),
    certificate: btoa(certificate),
    key: btoa(writePem("RSA PRIVATE KEY", rsaPrivateKey(key))),
  };
}

/** The certificates (PEM) of the cluster's authority and of the one that vouches for aggregated API servers. */
export function authorities(seed: number, release: Release, installedAt: number): { cluster: string; frontProxy: string } {
  return {
    cluster: authorityCertificate(seed, "authority", AUTHORITY, release, installedAt),
    frontProxy: authorityCertificate(seed, "front-proxy", "front-proxy-ca", release, installedAt),
  };
}

/** A new cluster's are asked for twice, and signing takes a while. */
const known = new Map<string, string>();

function authorityCertificate(seed: number, party: string, commonName: string, release: Release, installedAt: number): string {
  const id = [seed, party, release.text, installedAt].join("/");
  let certificate = known.get(id);
  if (certificate === undefined) known.set(id, (certificate = makeAuthorityCertificate(seed, party, commonName, release, installedAt)));
  return certificate;
}

// client-go/util/cert/cert.go NewSelfSignedCACert
function makeAuthorityCertificate(seed: number, party: string, commonName: string, release: Release, installedAt: number): string {
  const key = clusterKey(seed, party);
  const name = writeName({ commonName });
  return issueCertificate(
    {
      serial: release.has("kubeadm-ca-serial-numbers") ? serialNumber(seed, party, CA_SERIAL_BYTES) : 0n,
      issuer: name,
      subject: name,
      notBefore: installedAt,
      notAfter: installedAt + 10 * YEAR_MS,
      publicKeyInfo: rsaPublicKeyInfo(key),
      extensions: [
        keyUsage([DIGITAL_SIGNATURE, KEY_ENCIPHERMENT, CERTIFICATE_SIGN]),
        basicConstraints(true),
        ...(release.has("kubeadm-ca-key-ids") ? [subjectKeyId(key)] : []),
        ...(release.has("kubeadm-ca-alternative-name")
          ? [alternativeNames({ dns: [commonName], email: [], uris: [], addresses: [] })]
          : []),
      ],
    },
    key,
    signFast,
  );
}

/** The same signature as the engine's own, at a tenth of the time: making a cluster waits for three of them. */
function signFast(message: Uint8Array, key: RsaKey): Uint8Array {
  const der = Buffer.from(rsaPrivateKey(key));
  return sign("sha256", message, createPrivateKey({ key: der, format: "der", type: "pkcs1" }));
}

/** How a kubeconfig calls what it holds. */
export interface KubeconfigNames {
  readonly cluster: string;
  readonly user: string;
  readonly context: string;
}

/** The names that kubeadm gives for a cluster of that name. */
export function kubeadmNames(cluster: string): KubeconfigNames {
  return { cluster, user: ADMIN, context: `${ADMIN}@${cluster}` };
}

/** The kubeconfig that an installer leaves for the administrator, as kubeadm does in /etc/kubernetes/admin.conf. */
export function adminKubeconfig(
  server: string,
  { cluster, user, context }: KubeconfigNames,
  { authority, certificate, key }: AdminSecrets,
): string {
  return [
    "apiVersion: v1",
    "clusters:",
    "- cluster:",
    `    certificate-authority-data: ${authority}`,
    `    server: ${server}`,
    `  name: ${cluster}`,
    "contexts:",
    "- context:",
    `    cluster: ${cluster}`,
    `    user: ${user}`,
    `  name: ${context}`,
    `current-context: ${context}`,
    "kind: Config",
    "preferences: {}",
    "users:",
    `- name: ${user}`,
    "  user:",
    `    client-certificate-data: ${certificate}`,
    `    client-key-data: ${key}`,
    "",
  ].join("\n");
}
