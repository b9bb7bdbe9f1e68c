import { rsaKey, RSA_KEY_COUNT, type RsaKey, rsaPrivateKey, rsaPublicKeyInfo } from "../../base/rsa.ts";
import type { Secret } from "../../kinds/core/secret/types.ts";
import type { KubeObject } from "../../machinery/object.ts";
import {
  alternativeNames,
  basicConstraints,
  type CertificateContent,
  extendedKeyUsage,
  issueCertificate,
  keyUsage,
  subjectKeyId,
} from "../../machinery/pki/certificate.ts";
import { writeName } from "../../machinery/pki/names.ts";
import { writePem } from "../../machinery/pki/pem.ts";
import { isReason } from "../../machinery/status.ts";
import { toBase64 } from "../controller/base64.ts";
import { CUSTOM_RESOURCE_DEFINITIONS, SECRETS } from "../controller/resources.ts";
import type { ActingInstance, ProgramContext } from "../in-pod/program.ts";

const CONFIGURATIONS = { group: "admissionregistration.k8s.io", version: "v1", resource: "validatingwebhookconfigurations", namespace: "" };
const WEBHOOKS = "metallb-webhook-configuration";
/** Kinds that are converted by a webhook. */
const CONVERTED = ["addresspools.metallb.io", "bgppeers.metallb.io"];
const TEN_YEARS_MS = 10 * 365 * 86_400_000;
const SERVER_AUTH = "1.3.6.1.5.5.7.3.1";

interface WithCa {
  clientConfig?: { caBundle?: string; service?: { name?: string } };
}

/**
 * Fills the secret of the webhooks' certificate, unless it is filled, and has the API server trust it. Throws StatusError when the account
 * may not.
 */
// open-policy-agent/cert-controller/pkg/rotator
export function setUpWebhooks(leader: ActingInstance, context: ProgramContext): void {
  const { namespace = "" } = leader.pod.metadata;
  const { client, pod } = leader;
  const secretName = pod.spec.volumes?.find(({ name }) => name === "cert")?.secret?.secretName ?? "webhook-server-cert";
  let secret: Secret;
  try {
    secret = client.get(SECRETS.in(namespace), secretName) as Secret;
  } catch (error) {
    if (isReason(error, "NotFound")) return;
    throw error;
  }
  if (!secret.data?.["ca.crt"]) {
    const service = leader.container.args?.find((word) => word.startsWith("--cert-service-name="))?.split("=")[1];
    const host = `${service ?? (secretName === "metallb-webhook-cert" ? "metallb-webhook-service" : "webhook-service")}.${namespace}.svc`;
    secret = client.update(SECRETS.in(namespace), {
      ...secret,
      data: { ...secret.data, ...certificates(host, context) },
    } as Secret) as Secret;
  }
  trust(secret.data?.["ca.crt"] ?? "", leader);
}

function certificates(host: string, { sim }: ProgramContext): Record<string, string> {
  const random = sim.stream(`metallb/certificates/${host}`);
  const [authorityKey, serverKey] = [rsaKey(random.int(RSA_KEY_COUNT)), rsaKey(random.int(RSA_KEY_COUNT))];
  const authority = { commonName: "cert", organization: ["metallb"] };
  const now = Math.floor(sim.now() / 1000) * 1000;
  const common = { notBefore: now - 3_600_000, notAfter: now + TEN_YEARS_MS, issuer: writeName(authority) };
  const issue = (content: Omit<CertificateContent, "issuer" | "notAfter" | "notBefore">): string =>
    issueCertificate({ ...common, ...content }, authorityKey);
  const names = alternativeNames({ dns: [host], email: [], uris: [], addresses: [] });
  const ca = issue({
    serial: 0n,
    subject: writeName(authority),
    publicKeyInfo: rsaPublicKeyInfo(authorityKey),
    extensions: [keyUsage([0, 2, 5]), basicConstraints(true), subjectKeyId(authorityKey)],
  });
  const server = issue({
    serial: 1n,
    subject: writeName({ commonName: host }),
    publicKeyInfo: rsaPublicKeyInfo(serverKey),
    extensions: [keyUsage([0, 2]), extendedKeyUsage([SERVER_AUTH]), basicConstraints(false), names],
  });
  return { "ca.crt": toBase64(ca), "ca.key": keyText(authorityKey), "tls.crt": toBase64(server), "tls.key": keyText(serverKey) };
}

function keyText(key: RsaKey): string {
  return toBase64(writePem("RSA PRIVATE KEY", rsaPrivateKey(key)));
}

/** Writes the authority into the webhooks' configuration and into the kinds that are converted. */
function trust(caBundle: string, { client }: ActingInstance): void {
  const change = (ref: typeof CONFIGURATIONS, name: string, write: (object: KubeObject) => KubeObject | undefined): void => {
    try {
      const changed = write(client.get(ref, name));
      if (changed !== undefined) client.update(ref, changed);
    } catch (error) {
      if (!isReason(error, "NotFound")) throw error;
    }
  };
  change(CONFIGURATIONS, WEBHOOKS, (object) => {
    const webhooks = (object["webhooks"] ?? []) as WithCa[];
    if (webhooks.every(({ clientConfig }) => clientConfig?.caBundle === caBundle)) return undefined;
    return { ...object, webhooks: webhooks.map((one) => ({ ...one, clientConfig: { ...one.clientConfig, caBundle } })) };
  });
  for (const name of CONVERTED) {
    change(CUSTOM_RESOURCE_DEFINITIONS.in(""), name, (object) => {
      const spec = object["spec"] as { conversion?: { webhook?: WithCa } };
      const webhook = spec.conversion?.webhook;
      if (webhook === undefined || webhook.clientConfig?.caBundle === caBundle) return undefined;
      const conversion = { ...spec.conversion, webhook: { ...webhook, clientConfig: { ...webhook.clientConfig, caBundle } } };
      return { ...object, spec: { ...spec, conversion } };
    });
  }
}
