import { rsaPrivateKey, rsaPublicKeyInfo } from "../../base/rsa.ts";
import { clusterKey, serialNumber } from "../../machinery/pki/authority.ts";
import { alternativeNames, basicConstraints, extendedKeyUsage, issueCertificate, keyUsage } from "../../machinery/pki/certificate.ts";
import { writeName } from "../../machinery/pki/names.ts";
import { writePem } from "../../machinery/pki/pem.ts";
import { isReason } from "../../machinery/status.ts";
import type { ActingInstance } from "../in-pod/program.ts";

const SECRETS = { group: "", version: "v1", resource: "secrets" } as const;
const YEAR_MS = 365 * 86_400_000;
const LIFE_YEARS = 3;
const SERIAL_BYTES = 16;
const [DIGITAL_SIGNATURE, KEY_ENCIPHERMENT, KEY_CERT_SIGN] = [0, 2, 5] as const;
const SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
const CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";

/** The job that makes the certificates with which the controller and its data planes know each other. cmd/gateway/certs.go, v2.6.1 */
export function makeCertificates(instance: ActingInstance, seed: number, now: number): void {
  const { namespace = "" } = instance.pod.metadata;
  const flag = (name: string): string => instance.container.args?.find((one) => one.startsWith(`--${name}=`))?.split("=")[1] ?? "";
  const host = `${flag("service")}.${namespace}.svc`;
  const authorityKey = clusterKey(seed, "nginx-gateway-ca");
  const issuer = writeName({ organization: ["F5"], commonName: "nginx-gateway" });
  const life = { notBefore: now, notAfter: now + LIFE_YEARS * YEAR_MS };
  const authority = issueCertificate(
    {
      ...life,
      serial: serialNumber(seed, "nginx-gateway-ca", SERIAL_BYTES),
      issuer,
      subject: issuer,
      publicKeyInfo: rsaPublicKeyInfo(authorityKey),
      extensions: [keyUsage([DIGITAL_SIGNATURE, KEY_ENCIPHERMENT, KEY_CERT_SIGN]), basicConstraints(true)],
    },
    authorityKey,
  );
  for (const [name, dns, purpose] of [
    [flag("server-tls-secret"), host, SERVER_AUTH],
    [flag("agent-tls-secret"), `*.${flag("cluster-domain") || "cluster.local"}`, CLIENT_AUTH],
  ] as const) {
    const key = clusterKey(seed, name);
    const certificate = issueCertificate(
      {
        ...life,
        serial: serialNumber(seed, name, SERIAL_BYTES),
        issuer,
        subject: writeName({ organization: ["F5"], commonName: dns }),
        publicKeyInfo: rsaPublicKeyInfo(key),
        extensions: [
          keyUsage([DIGITAL_SIGNATURE, KEY_ENCIPHERMENT]),
          extendedKeyUsage([purpose]),
          alternativeNames({ dns: [dns], email: [], uris: [], addresses: [] }),
        ],
      },
      authorityKey,
    );
    const data = {
      "ca.crt": btoa(authority),
      "tls.crt": btoa(certificate),
      "tls.key": btoa(writePem("RSA PRIVATE KEY", rsaPrivateKey(key))),
    };
    try {
      instance.client.create(
        { ...SECRETS, namespace },
        {
          apiVersion: "v1",
          kind: "Secret",
          metadata: { name, namespace },
          type: "kubernetes.io/tls",
          data,
        },
      );
    } catch (error) {
      // It keeps what is there.
      if (!isReason(error, "AlreadyExists")) throw error;
    }
  }
}
