import { rsaPrivateKey, rsaPublicKeyInfo } from "../../base/rsa.ts";
import { type CertgenFlags, certgenFlags } from "../../images/webhook-certgen/index.ts";
import type { Component } from "../../machinery/component.ts";
import type { KubeObject } from "../../machinery/object.ts";
import { clusterKey, serialNumber } from "../../machinery/pki/authority.ts";
import { alternativeNames, basicConstraints, extendedKeyUsage, issueCertificate, keyUsage } from "../../machinery/pki/certificate.ts";
import { writeName } from "../../machinery/pki/names.ts";
import { writePem } from "../../machinery/pki/pem.ts";
import { StatusError } from "../../machinery/status.ts";
import { type ActingInstance, inPods, type PodProgram } from "../in-pod/program.ts";

const CENTURY_MS = 100 * 365 * 86_400_000;
const SERIAL_BYTES = 16;
const [DIGITAL_SIGNATURE, KEY_ENCIPHERMENT, KEY_CERT_SIGN] = [0, 2, 5] as const;
const SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
const SECRETS = { group: "", version: "v1", resource: "secrets" } as const;
const KINDS = ["validatingwebhookconfigurations", "mutatingwebhookconfigurations"] as const;

/** kube-webhook-certgen, the jobs of ingress-nginx: one makes a certificate, the other hands it to the API server. */
const certgen: PodProgram = {
  name: "webhook-certgen",
  images: /(^|\/)kube-webhook-certgen$/,
  startMs: 150,
  userAgent: "kube-webhook-certgen",
  watches: [],
  all: () => ["run"],
  reconcile(_key, { instances, cluster, sim }) {
    for (const instance of instances) {
      const flags = certgenFlags(instance);
      if (flags.command === "create") createSecret(flags, instance, cluster.seed, sim.now());
      else patchWebhooks(flags, instance);
    }
    return undefined;
  },
};

/** Makes the component of certgen's jobs. */
export function createWebhookCertgen(): Component {
  return inPods(certgen);
}

function found(instance: ActingInstance, namespace: string, name: string): KubeObject | undefined {
  try {
    return instance.client.get({ ...SECRETS, namespace }, name);
  } catch (error) {
    if (error instanceof StatusError && error.code === 404) return undefined;
    throw error;
  }
}

// images/kube-webhook-certgen/rootfs/cmd/create.go
function createSecret({ hosts, namespace, secretName }: CertgenFlags, instance: ActingInstance, seed: number, now: number): void {
  if (found(instance, namespace, secretName)) return;
  const [authorityKey, key] = [clusterKey(seed, `${secretName}-ca`), clusterKey(seed, secretName)];
  const [issuer, subject] = [writeName({ organization: ["nil1"] }), writeName({ organization: ["nil2"] })];
  const life = { notBefore: now - 300_000, notAfter: now + CENTURY_MS };
  const authority = issueCertificate(
    {
      ...life,
      serial: serialNumber(seed, `${secretName}-ca`, SERIAL_BYTES),
      issuer,
      subject: issuer,
      publicKeyInfo: rsaPublicKeyInfo(authorityKey),
      extensions: [keyUsage([DIGITAL_SIGNATURE, KEY_ENCIPHERMENT, KEY_CERT_SIGN]), extendedKeyUsage([SERVER_AUTH]), basicConstraints(true)],
    },
    authorityKey,
  );
  const certificate = issueCertificate(
    {
      ...life,
      serial: serialNumber(seed, secretName, SERIAL_BYTES),
      issuer,
      subject,
      publicKeyInfo: rsaPublicKeyInfo(key),
      extensions: [
        keyUsage([DIGITAL_SIGNATURE, KEY_ENCIPHERMENT]),
        extendedKeyUsage([SERVER_AUTH]),
        alternativeNames({ dns: hosts.split(","), email: [], uris: [], addresses: [] }),
      ],
    },
    authorityKey,
  );
  const data = { ca: btoa(authority), cert: btoa(certificate), key: btoa(writePem("RSA PRIVATE KEY", rsaPrivateKey(key))) };
  const secret: KubeObject = { apiVersion: "v1", kind: "Secret", metadata: { name: secretName, namespace }, data };
  instance.client.create({ ...SECRETS, namespace }, secret);
}

// images/kube-webhook-certgen/rootfs/cmd/patch.go
function patchWebhooks(flags: CertgenFlags, instance: ActingInstance): void {
  const secret = found(instance, flags.namespace, flags.secretName) as (KubeObject & { data?: Record<string, string> }) | undefined;
  if (secret === undefined) return;
  for (const resource of KINDS) {
    if (!(resource.startsWith("validating") ? flags.patchValidating : flags.patchMutating)) continue;
    const ref = { group: "admissionregistration.k8s.io", version: "v1", resource, namespace: "" };
    const known = instance.client.get(ref, flags.webhookName) as KubeObject & {
      webhooks?: { clientConfig: object; failurePolicy?: string }[];
    };
    const webhooks = (known.webhooks ?? []).map((webhook) => ({
      ...webhook,
      clientConfig: { ...webhook.clientConfig, caBundle: secret.data?.["ca"] ?? "" },
      ...(flags.failurePolicy ? { failurePolicy: flags.failurePolicy } : {}),
    }));
    instance.client.update(ref, { ...known, webhooks });
  }
}
