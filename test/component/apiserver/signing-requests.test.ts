import { describe, expect, test } from "bun:test";
import type { KubeObject } from "../../../src/machinery/object.ts";
import { signingRequest } from "../../support/signing-request.ts";
import { admissionWorld } from "./admission-world.ts";

const RESOURCE = "certificatesigningrequests";
const GROUP = { group: "certificates.k8s.io", version: "v1" };

function request(spec: object, version = "v1"): object {
  const base = { request: signingRequest({ commonName: "jane" }), signerName: "example.com/mine", usages: ["client auth"] };
  return {
    apiVersion: `certificates.k8s.io/${version}`,
    kind: "CertificateSigningRequest",
    metadata: { name: "jane" },
    spec: { ...base, ...spec },
  };
}

function refusal(spec: object, version?: string): string {
  return admissionWorld("v1.25.0")
    .create(RESOURCE, request(spec, version))
    .error.replace('CertificateSigningRequest.certificates.k8s.io "jane" is invalid: ', "");
}

describe("a signing request", () => {
  test("holds a PKCS #10 request in PEM", () => {
    expect(refusal({ request: btoa("hi") })).toBe(
      "spec.request: Invalid value: []byte{0x68, 0x69}: PEM block type must be CERTIFICATE REQUEST",
    );
    const cut = btoa("-----BEGIN CERTIFICATE REQUEST-----\nMIICAAEC\n-----END CERTIFICATE REQUEST-----\n");
    expect(refusal({ request: cut })).toEndWith("asn1: syntax error: data truncated");
  });

  test("names a signer and usages that there are", () => {
    expect(refusal({ signerName: "kubernetes.io/legacy-unknown" })).toBe(
      'spec.signerName: Invalid value: "kubernetes.io/legacy-unknown": the legacy signerName is not allowed via this API version',
    );
    expect(refusal({ signerName: "mine" })).toBe(
      "spec.signerName: Invalid value: \"mine\": must be a fully qualified domain and path of the form 'example.com/signer-name'",
    );
    expect(refusal({ usages: ["client auth", "client auth"] })).toBe('spec.usages[1]: Duplicate value: "client auth"');
    expect(refusal({ expirationSeconds: 60 })).toBe(
      "spec.expirationSeconds: Invalid value: 60: may not specify a duration less than 600 seconds (10 minutes)",
    );
  });

  test("makes nobody a master", () => {
    const body = request({
      signerName: "kubernetes.io/kube-apiserver-client",
      request: signingRequest({ organization: ["system:masters"] }),
    });
    expect(admissionWorld().create(RESOURCE, body).error).toBe(
      'certificatesigningrequests.certificates.k8s.io "jane" is forbidden: use of kubernetes.io/kube-apiserver-client signer with system:masters group is not allowed',
    );
  });

  test("tells who sent it, whatever it says", () => {
    const { object } = admissionWorld().create(RESOURCE, request({ username: "eve", groups: ["x"] }));
    expect(object["spec"]).toMatchObject({ username: "kubernetes-admin", groups: ["system:masters", "system:authenticated"] });
  });

  test("v1beta1 guesses the signer", () => {
    const signerOf = (spec: object): unknown => {
      const { signerName: _signer, ...rest } = (request(spec, "v1beta1") as { spec: { signerName: string } }).spec;
      const body = { ...(request(spec, "v1beta1") as KubeObject), spec: rest };
      return (admissionWorld("v1.20.2").create(RESOURCE, body).object["spec"] as { signerName?: string }).signerName;
    };
    const node = { commonName: "system:node:w1", organization: ["system:nodes"] };
    const usages = ["digital signature", "key encipherment"];
    expect(signerOf({ request: signingRequest(node), usages: [...usages, "client auth"] })).toBe(
      "kubernetes.io/kube-apiserver-client-kubelet",
    );
    expect(signerOf({ request: signingRequest(node, ["w1"]), usages: [...usages, "server auth"] })).toBe("kubernetes.io/kubelet-serving");
    expect(signerOf({})).toBe("kubernetes.io/legacy-unknown");
  });
});

describe("decisions", () => {
  function world() {
    const made = admissionWorld();
    made.create(RESOURCE, request({}));
    const update = (subresource: string, status: object, user?: { name: string; groups: string[] }) => {
      const current = made.send({ verb: "get", resource: RESOURCE, ...GROUP, name: "jane" }).object;
      return made.send({
        verb: "update",
        resource: RESOURCE,
        ...GROUP,
        name: "jane",
        subresource,
        body: { ...current, status },
        ...(user ? { user } : {}),
      });
    };
    return { ...made, update };
  }
  const approved = { type: "Approved", status: "True", reason: "R", message: "m" };

  test("come through approval alone, and stay", () => {
    const { update } = world();
    const prefix = 'CertificateSigningRequest.certificates.k8s.io "jane" is invalid: ';
    expect(update("status", { conditions: [approved] }).error).toBe(
      `${prefix}status.conditions: Forbidden: updates may not add a condition of type "Approved"`,
    );
    expect(update("approval", { conditions: [{ ...approved, status: "False" }] }).error).toBe(
      `${prefix}status.conditions[0].status: Unsupported value: "False": supported values: "True"`,
    );
    expect(update("approval", { conditions: [approved, { ...approved, type: "Denied" }] }).error).toBe(
      `${prefix}status.conditions[1].type: Invalid value: "Denied": Approved and Denied conditions are mutually exclusive`,
    );
    const done = update("approval", { conditions: [approved] });
    expect(done.object["status"]).toEqual({
      conditions: [{ ...approved, lastUpdateTime: "2026-11-20T10:00:00Z", lastTransitionTime: "2026-11-20T10:00:00Z" }],
    });
    expect(update("approval", { conditions: [] }).error).toBe(
      `${prefix}status.conditions: Forbidden: updates may not remove a condition of type "Approved"`,
    );
    expect(update("status", { certificate: btoa("x"), conditions: [approved] }).error).toBe(
      `${prefix}status.certificate: Invalid value: "<certificate data>": must contain at least one CERTIFICATE PEM block`,
    );
  });

  test("are made by who may approve for the signer", () => {
    const { update, put } = world();
    const rule = { apiGroups: ["certificates.k8s.io"], resources: ["certificatesigningrequests/approval"], verbs: ["update"] };
    const role = { apiVersion: "rbac.authorization.k8s.io/v1", kind: "ClusterRole", metadata: { name: "r" }, rules: [rule] };
    put("clusterroles.rbac.authorization.k8s.io", role);
    put("clusterrolebindings.rbac.authorization.k8s.io", {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRoleBinding",
      metadata: { name: "b" },
      roleRef: { kind: "ClusterRole", name: "r" },
      subjects: [{ kind: "User", name: "bob" }],
    });
    const bob = { name: "bob", groups: [] };
    expect(update("approval", { conditions: [approved] }, bob).error).toBe(
      'certificatesigningrequests.certificates.k8s.io "jane" is forbidden: user not permitted to approve requests with signerName "example.com/mine"',
    );
    const signers = { apiGroups: ["certificates.k8s.io"], resources: ["signers"], resourceNames: ["example.com/*"], verbs: ["approve"] };
    put("clusterroles.rbac.authorization.k8s.io", { ...role, rules: [rule, signers] });
    expect(update("approval", { conditions: [approved] }, bob).error).toBe("");
  });
});
