import { describe, expect, test } from "bun:test";
import { bearerOf } from "../../../src/apiserver/auth/tokens.ts";
import type { KubeObject } from "../../../src/machinery/object.ts";
import { admissionWorld, podOf } from "./admission-world.ts";
import { settings } from "./world.ts";

const REVIEW = { apiVersion: "authentication.k8s.io/v1", kind: "TokenReview", metadata: {} };

function world() {
  const made = admissionWorld("v1.25.0");
  const request = (spec: object) =>
    made.send({
      resource: "serviceaccounts",
      subresource: "token",
      namespace: "default",
      name: "default",
      body: { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", metadata: {}, spec },
    });
  const tokenFor = (spec: object) => (request(spec).object["status"] as { token: string }).token;
  const review = (token: string, spec: object = {}) => {
    const { object, error } = made.create("tokenreviews", { ...REVIEW, spec: { token, ...spec } }, { namespace: "" });
    return error === "" ? object["status"] : error;
  };
  const bearer = (token: string, hours = 0) =>
    bearerOf(token, {
      store: made.store,
      seed: settings.seed,
      now: made.sim.now() + hours * 3_600_000,
      clusterDomain: settings.clusterDomain,
    });
  return { ...made, request, tokenFor, review, bearer };
}

const ACCOUNT = {
  username: "system:serviceaccount:default:default",
  uid: "uid-default",
  groups: ["system:serviceaccounts", "system:serviceaccounts:default", "system:authenticated"],
};
const AUDIENCE = "https://kubernetes.default.svc.cluster.local";

describe("a requested token", () => {
  test("is for its account and ends in time", () => {
    const { tokenFor, review, bearer } = world();
    const token = tokenFor({});
    expect(review(token)).toEqual({ authenticated: true, user: ACCOUNT, audiences: [AUDIENCE] });
    expect(bearer(token, 2)).toBe("[invalid bearer token, Token has expired.]");
    expect(review(`${token}x`)).toEqual({ user: {}, error: "invalid bearer token" });
  });

  test("is for its audiences alone", () => {
    const { tokenFor, review } = world();
    const token = tokenFor({ audiences: ["vault"] });
    expect(review(token, { audiences: ["vault", "x"] })).toMatchObject({ authenticated: true, audiences: ["vault"] });
    expect(review(token)).toEqual({
      user: {},
      error: `[invalid bearer token, token audiences ["vault"] is invalid for the target audiences ["${AUDIENCE}"]]`,
    });
  });

  test("may be bound to a pod, and ends with it", () => {
    const { tokenFor, request, review, create, send } = world();
    create("pods", podOf("p"));
    const token = tokenFor({ boundObjectRef: { apiVersion: "v1", kind: "Pod", name: "p" } });
    expect(review(token)).toMatchObject({ user: { extra: { "authentication.kubernetes.io/pod-name": ["p"] } } });
    send({ verb: "delete", resource: "pods", namespace: "default", name: "p" });
    expect(review(token)).toEqual({ user: {}, error: "[invalid bearer token, Token has been invalidated]" });
    expect(request({ boundObjectRef: { apiVersion: "v1", kind: "Pod", name: "q" } }).error).toBe('pods "q" not found');
    expect(request({ boundObjectRef: { apiVersion: "apps/v1", kind: "Deployment", name: "q" } }).error).toBe(
      "cannot bind token to object of type apps/v1, Kind=Deployment",
    );
  });

  test("is given to kubelets for their own pods alone", () => {
    const { put, send } = world();
    const user = { name: "system:node:w1", groups: ["system:nodes"] };
    for (const [name, nodeName] of Object.entries({ mine: "w1", theirs: "w2" })) {
      put("pods", { ...(podOf(name, { nodeName, serviceAccountName: "default" }) as KubeObject) });
    }
    const ask = (spec: object) =>
      send({
        resource: "serviceaccounts",
        subresource: "token",
        namespace: "default",
        name: "default",
        user,
        body: { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", metadata: {}, spec },
      }).error;
    const bound = (name: string, uid: string) => ({ boundObjectRef: { apiVersion: "v1", kind: "Pod", name, uid } });
    const refused = (why: string) => `serviceaccounts "default" is forbidden: ${why}`;
    expect(ask({})).toBe(refused("node requested token not bound to a pod"));
    expect(ask(bound("mine", ""))).toBe(refused("node requested token with a pod binding without a uid"));
    expect(ask(bound("theirs", "uid-theirs"))).toBe(refused("node requested token bound to a pod scheduled on a different node"));
    expect(ask(bound("mine", "uid-mine"))).toBe("");
  });

  test("lives ten minutes at least", () => {
    expect(world().request({ expirationSeconds: 60 }).error).toBe(
      'TokenRequest.authentication.k8s.io "" is invalid: spec.expirationSeconds: Invalid value: 60: may not specify a duration less than 10 minutes',
    );
  });
});

test("a bootstrap token is for who joins, until it ends", () => {
  const { put, bearer } = world();
  const data = {
    "token-id": btoa("abcdef"),
    "token-secret": btoa("0123456789abcdef"),
    "usage-bootstrap-authentication": btoa("true"),
    "auth-extra-groups": btoa("system:bootstrappers:kubeadm:default-node-token"),
    expiration: btoa("2026-11-20T11:00:00Z"),
  };
  put("secrets", {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: "bootstrap-token-abcdef", namespace: "kube-system" },
    type: "bootstrap.kubernetes.io/token",
    data,
  });
  expect(bearer("abcdef.0123456789abcdef")).toMatchObject({
    user: {
      name: "system:bootstrap:abcdef",
      groups: ["system:bootstrappers", "system:bootstrappers:kubeadm:default-node-token", "system:authenticated"],
    },
  });
  expect(bearer("abcdef.0123456789abcdef", 1)).toBe("invalid bearer token");
  expect(bearer("abcdef.0000000000000000")).toBe("invalid bearer token");
});

describe("access reviews", () => {
  const review = (kind: string, spec: object, request: object = {}, metadata: object = {}) =>
    admissionWorld().create(
      `${kind.toLowerCase()}s`,
      { apiVersion: "authorization.k8s.io/v1", kind, metadata, spec },
      { namespace: "", ...request },
    );
  const pods = { resource: "pods", verb: "get", namespace: "default" };

  test("say what is wrong with a question", () => {
    const prefix = '.authorization.k8s.io "" is invalid: ';
    expect(review("SubjectAccessReview", { resourceAttributes: pods }).error).toBe(
      `${prefix}spec.user: Invalid value: "": at least one of user or group must be specified`,
    );
    expect(review("SelfSubjectAccessReview", {}).error).toBe(
      '.authorization.k8s.io "" is invalid: spec.resourceAttributes: Invalid value: "null": exactly one of nonResourceAttributes or resourceAttributes must be specified',
    );
    expect(review("LocalSubjectAccessReview", { user: "a", resourceAttributes: pods }, { namespace: "x" }).error).toBe(
      '.authorization.k8s.io "" is invalid: spec.resourceAttributes.namespace: Invalid value: "default": must match metadata.namespace',
    );
  });

  test("are asked by who may", () => {
    const nobody = { user: { name: "eve", groups: ["system:authenticated"] } };
    expect(review("SubjectAccessReview", { user: "a", resourceAttributes: pods }, nobody).error).toBe(
      'subjectaccessreviews.authorization.k8s.io is forbidden: User "eve" cannot create resource "subjectaccessreviews" in API group "authorization.k8s.io" at the cluster scope',
    );
    expect(review("SubjectAccessReview", { user: "a", resourceAttributes: pods }).object["status"]).toEqual({ allowed: false });
  });
});
