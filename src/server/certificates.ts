import { generateKeyPairSync, sign, type KeyObject } from "node:crypto";
import { bitString, type Der, integer, isTrue, octetString, oid, sequence, set, tagged, utcTime, utf8 } from "../base/der.ts";

/** What a server needs to be trusted, and its administrator to be known: PEM texts. */
export interface ServingIdentity {
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
  readonly clientCertificate: string;
  readonly clientKey: string;
}

interface Party {
  readonly subject: Der;
  readonly keys: { readonly publicKey: KeyObject; readonly privateKey: KeyObject };
}

const ECDSA_WITH_SHA256 = "1.2.840.10045.4.3.2";
const COMMON_NAME = "2.5.4.3";
const ORGANIZATION = "2.5.4.10";
const BASIC_CONSTRAINTS = "2.5.29.19";
const KEY_USAGE = "2.5.29.15";
const EXTENDED_KEY_USAGE = "2.5.29.37";
const ALTERNATIVE_NAMES = "2.5.29.17";
const SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
const CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
/** Explicit context tags of a TBSCertificate. */
const VERSION_TAG = 0xa0;
const EXTENSIONS_TAG = 0xa3;
const DNS_NAME_TAG = 0x82;
const IP_ADDRESS_TAG = 0x87;
const VERSION_3 = 2;
// Clients look at their own clock, which is not the cluster's: the certificates always hold.
const NOT_BEFORE = "200101000000Z";
const NOT_AFTER = "491231235959Z";
const DIGITAL_SIGNATURE = bitString(Uint8Array.of(0x80), 7);
const CERTIFICATE_SIGN = bitString(Uint8Array.of(0x04), 2);

/** A new authority, its certificate for 127.0.0.1 and localhost, and one for kubeadm's administrator. RFC 5280 */
export function makeServingIdentity(): ServingIdentity {
  const authority = party([[COMMON_NAME, "kubernetes"]]);
  const server = party([[COMMON_NAME, "kube-apiserver"]]);
  const admin = party([
    [ORGANIZATION, "system:masters"],
    [COMMON_NAME, "kubernetes-admin"],
  ]);
  const names = sequence(tagged(DNS_NAME_TAG, new TextEncoder().encode("localhost")), tagged(IP_ADDRESS_TAG, Uint8Array.of(127, 0, 0, 1)));
  return {
    authority: certify(authority, authority, 1, [
      extension(BASIC_CONSTRAINTS, sequence(isTrue()), true),
      extension(KEY_USAGE, CERTIFICATE_SIGN, true),
    ]),
    certificate: certify(server, authority, 2, [...leaf(SERVER_AUTH), extension(ALTERNATIVE_NAMES, names)]),
    key: keyPem(server),
    clientCertificate: certify(admin, authority, 3, leaf(CLIENT_AUTH)),
    clientKey: keyPem(admin),
  };
}

function party(name: readonly (readonly [string, string])[]): Party {
  const subject = sequence(...name.map(([type, value]) => set(sequence(oid(type), utf8(value)))));
  return { subject, keys: generateKeyPairSync("ec", { namedCurve: "prime256v1" }) };
}

function leaf(purpose: string): Der[] {
  return [extension(KEY_USAGE, DIGITAL_SIGNATURE, true), extension(EXTENDED_KEY_USAGE, sequence(oid(purpose)))];
}

function extension(type: string, value: Der, isCritical = false): Der {
  return sequence(oid(type), ...(isCritical ? [isTrue()] : []), octetString(value));
}

function certify(subject: Party, issuer: Party, serial: number, extensions: readonly Der[]): string {
  const algorithm = sequence(oid(ECDSA_WITH_SHA256));
  const content = sequence(
    tagged(VERSION_TAG, integer(VERSION_3)),
    integer(serial),
    algorithm,
    issuer.subject,
    sequence(utcTime(NOT_BEFORE), utcTime(NOT_AFTER)),
    subject.subject,
    subject.keys.publicKey.export({ type: "spki", format: "der" }),
    tagged(EXTENSIONS_TAG, sequence(...extensions)),
  );
  const signature = sign("sha256", content, issuer.keys.privateKey);
  return pem("CERTIFICATE", sequence(content, algorithm, bitString(signature)));
}

function keyPem({ keys }: Party): string {
  return keys.privateKey.export({ type: "pkcs8", format: "pem" });
}

function pem(label: string, bytes: Der): string {
  const lines =
    Buffer.from(bytes)
      .toString("base64")
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join("\n")}\n-----END ${label}-----\n`;
}
