import { X509Certificate } from "node:crypto";
import { describe, expect, test } from "bun:test";
import { createClient } from "../../../src/client/client.ts";
import type { CertificateSigningRequest } from "../../../src/kinds/certificates/certificatesigningrequest/types.ts";
import type { KubeObject } from "../../../src/machinery/object.ts";
import { signingRequest } from "../../support/signing-request.ts";
import { createWorld, type World } from "./world.ts";

const KEY = "certificatesigningrequests.certificates.k8s.io";
const REQUESTS = { group: "certificates.k8s.io", version: "v1", resource: "certificatesigningrequests", namespace: "" };
const HOUR = 3_600_000;
const JANE = signingRequest({ commonName: "jane", organization: ["dev"] });
const NODE = signingRequest({ commonName: "system:node:w1", organization: ["system:nodes"] });

function request(name: string, signer: string, usages: readonly string[], spec: object = {}): KubeObject {
  return {
    apiVersion: "certificates.k8s.io/v1",
    kind: "CertificateSigningRequest",
    metadata: { name },
    spec: { request: JANE, signerName: `kubernetes.io/${signer}`, usages, ...spec },
  };
}

function decide(world: World, name: string, type: "Approved" | "Denied"): void {
  const current = world.client.get(REQUESTS, name);
  const status = { conditions: [{ type, status: "True", reason: "Test", message: "m" }] };
  world.client.update(REQUESTS, { ...current, status }, { subresource: "approval" });
  world.advance(0);
}

const statusOf = (world: World, name: string) => world.get<CertificateSigningRequest>(KEY, name, "").status ?? {};
const certificateOf = (world: World, name: string) => new X509Certificate(atob(statusOf(world, name).certificate ?? ""));

describe("an approved request", () => {
  test("gets a certificate that says what was asked for", () => {
    const world = createWorld("v1.23.7");
    world.client.create(
      REQUESTS,
      request("jane", "kube-apiserver-client", ["client auth", "digital signature"], { expirationSeconds: 86400 }),
    );
    world.advance(1000);
    expect(statusOf(world, "jane")).toEqual({});
    decide(world, "jane", "Approved");
    const certificate = certificateOf(world, "jane");
    expect(certificate.subject).toBe("O=dev\nCN=jane");
    expect(certificate.issuer).toBe("CN=kubernetes");
    expect(certificate.validFrom).toBe("Nov 20 09:55:01 2026 GMT");
    expect(certificate.validTo).toBe("Nov 21 09:55:01 2026 GMT");
    expect(certificate.keyUsage).toEqual(["1.3.6.1.5.5.7.3.2"]);
  });

  test("lives a year before 1.22 knew of durations", () => {
    const world = createWorld("v1.20.2");
    world.client.create(REQUESTS, request("jane", "kube-apiserver-client", ["client auth"]));
    decide(world, "jane", "Approved");
    expect(certificateOf(world, "jane").validTo).toBe("Nov 20 09:55:00 2027 GMT");
  });

  test("fails when the signer has something against it, and waits for a signer that is not ours", () => {
    const world = createWorld("v1.23.7");
    world.client.create(REQUESTS, request("bad", "kube-apiserver-client", ["server auth"]));
    world.client.create(REQUESTS, request("serving", "kubelet-serving", ["server auth", "digital signature", "key encipherment"]));
    world.client.create(REQUESTS, request("other", "x", ["client auth"], { signerName: "example.com/mine" }));
    for (const name of ["bad", "serving", "other"]) decide(world, name, "Approved");
    const failures = ["bad", "serving"].map((name) => statusOf(world, name).conditions?.[1]);
    expect(failures.map((failure) => `${failure?.type} ${failure?.reason}: ${failure?.message}`)).toEqual([
      "Failed SignerValidationFailure: invalid usage for client certificate: server auth",
      "Failed SignerValidationFailure: subject organization is not system:nodes",
    ]);
    expect(statusOf(world, "other").certificate).toBeUndefined();
  });
});

describe("a kubelet's request", () => {
  test("is approved by itself", () => {
    const world = createWorld("v1.23.7");
    const kubelet = createClient(world.api, { name: "system:node:w1", groups: ["system:nodes"] }, "kubelet");
    const usages = ["digital signature", "key encipherment", "client auth"];
    kubelet.create(REQUESTS, request("csr-1", "kube-apiserver-client-kubelet", usages, { request: NODE }));
    world.client.create(REQUESTS, request("csr-2", "kube-apiserver-client-kubelet", usages, { request: NODE }));
    world.advance(0);
    expect(["csr-1", "csr-2"].map((name) => statusOf(world, name).conditions?.[0]?.message)).toEqual([
      "Auto approving self kubelet client certificate after SubjectAccessReview.",
      "Auto approving kubelet client certificate after SubjectAccessReview.",
    ]);
    expect(certificateOf(world, "csr-1").subject).toBe("O=system:nodes\nCN=system:node:w1");
  });
});

test("requests are cleared away an hour after a decision, a day without one", () => {
  const world = createWorld("v1.23.7");
  for (const name of ["signed", "denied", "open"]) world.client.create(REQUESTS, request(name, "kube-apiserver-client", ["client auth"]));
  decide(world, "signed", "Approved");
  decide(world, "denied", "Denied");
  const left = () => world.list(KEY).map(({ metadata }) => metadata.name);
  world.advance(HOUR - 1000);
  expect(left()).toEqual(["denied", "open", "signed"]);
  world.advance(HOUR + 1000);
  expect(left()).toEqual(["open"]);
  world.advance(24 * HOUR);
  expect(left()).toEqual([]);
});
