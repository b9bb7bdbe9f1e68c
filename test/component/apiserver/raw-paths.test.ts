import { describe, expect, test } from "bun:test";
import type { Status } from "../../../src/machinery/status.ts";
import { createKubectl } from "../kubectl/world.ts";

const ADMIN = { name: "kubernetes-admin", groups: ["system:masters", "system:authenticated"] };
const MAPS = "/api/v1/namespaces/default/configmaps";

function server() {
  const { world } = createKubectl();
  const ask = (method: string, path: string, body?: unknown) =>
    world.api.handle({ verb: "path", method, path, user: ADMIN, userAgent: "kubectl/v1.20.2", ...(body === undefined ? {} : { body }) });
  const refusal = (method: string, path: string, body?: unknown): string => {
    const { message = "", reason } = ask(method, path, body).body as Status;
    return `${reason ?? ""}: ${message}`;
  };
  return { ask, refusal };
}

const map = (metadata: object, type: object = {}) => ({ apiVersion: "v1", kind: "ConfigMap", metadata, ...type });

describe("what no handler takes (kube-apiserver 1.20.2)", () => {
  test.each([
    ["POST", `${MAPS}/r1`, "MethodNotAllowed: the server does not allow this method on the requested resource"],
    ["PUT", MAPS, "MethodNotAllowed: the server does not allow this method on the requested resource"],
    ["GET", "/apis/apps/v1/namespaces/default/deployments/web/nope", "NotFound: the server could not find the requested resource"],
    ["POST", "/apis/apps/v1/namespaces/default/foos", "NotFound: the server could not find the requested resource"],
  ])("%s %s", (method, path, refusal) => {
    expect(server().refusal(method, path, method === "GET" ? undefined : map({ name: "r1" }))).toBe(refusal);
  });

  test("a name must be told, and be the URL's", () => {
    const { refusal } = server();
    expect(refusal("PUT", `${MAPS}/none`, map({}))).toBe(
      "BadRequest: the name of the object (none based on URL) was undeterminable: name must be provided",
    );
    expect(refusal("PUT", `${MAPS}/none`, map({ name: "r1" }))).toBe(
      "BadRequest: the name of the object (r1) does not match the name on the URL (none)",
    );
    const scale = { apiVersion: "autoscaling/v1", kind: "Scale", metadata: { name: "web" }, spec: { replicas: 2 } };
    expect(refusal("PUT", "/apis/apps/v1/namespaces/default/deployments/nope/scale", scale)).toBe(
      "BadRequest: the name of the object (web) does not match the name on the URL (nope)",
    );
  });
});

describe("options of a query (kube-apiserver 1.20.2)", () => {
  test.each([
    [
      "POST",
      `${MAPS}?dryRun=Foo`,
      'CreateOptions.meta.k8s.io "" is invalid: dryRun: Unsupported value: []string{"Foo"}: supported values: "All"',
    ],
    [
      "POST",
      `${MAPS}?fieldManager=${"a".repeat(129)}`,
      'CreateOptions.meta.k8s.io "" is invalid: fieldManager: Too long: must have at most 128 bytes',
    ],
    [
      "DELETE",
      `${MAPS}/r2?propagationPolicy=Foo`,
      'DeleteOptions.meta.k8s.io "" is invalid: propagationPolicy: Unsupported value: "Foo": supported values: "Foreground", "Background", "Orphan", "nil"',
    ],
    [
      "DELETE",
      `${MAPS}/r2?orphanDependents=true&propagationPolicy=Orphan`,
      'DeleteOptions.meta.k8s.io "" is invalid: propagationPolicy: Invalid value: "Orphan": orphanDependents and deletionPropagation cannot be both set',
    ],
    [
      "GET",
      `${MAPS}?resourceVersionMatch=Exact`,
      'ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided',
    ],
    [
      "GET",
      `${MAPS}?resourceVersion=1&resourceVersionMatch=Foo`,
      'ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Unsupported value: "Foo": supported values: "Exact", "NotOlderThan", ""',
    ],
  ])("%s %s", (method, path, message) => {
    expect(server().refusal(method, path, method === "POST" ? map({ name: "r1" }) : undefined)).toBe(`Invalid: ${message}`);
  });

  test.each([
    [`${MAPS}?limit=x`, 'BadRequest: strconv.ParseInt: parsing "x": invalid syntax'],
    [
      `${MAPS}?continue=abc`,
      "BadRequest: invalid continue token: continue key is not valid: invalid character 'i' looking for beginning of value",
    ],
    [`${MAPS}?resourceVersion=abc`, ': resourceVersion: Invalid value: "abc": strconv.ParseUint: parsing "abc": invalid syntax'],
    [`${MAPS}?resourceVersion=999999999&resourceVersionMatch=Exact`, ": etcdserver: mvcc: required revision is a future revision"],
  ])("%s", (path, message) => {
    expect(server().refusal("GET", path)).toBe(message);
  });

  test("a deletion without a body is told how by its query", () => {
    const { ask } = server();
    ask("POST", MAPS, map({ name: "held" }));
    expect(ask("DELETE", `${MAPS}/held?propagationPolicy=Foreground`).code).toBe(200);
    expect(ask("GET", `${MAPS}/held`).body).toContain('"finalizers":["foregroundDeletion"]');
  });
});

describe("bodies that are none (kube-apiserver 1.20.2)", () => {
  const struct = 'struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }';
  const unrecognized = "the object provided is unrecognized (must be of type ConfigMap): couldn't get version/kind; json parse error";
  test.each([
    ['{"apiVersion":"v1","kind":\n', `${unrecognized}: unexpected end of JSON input ({"apiVersion":"v1","kind":\n)`],
    [
      "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: y}\n",
      `${unrecognized}: invalid character 'a' looking for beginning of value (61706956657273696f6e3a2076310a6b696e643a20436f6e6669674d6170 ...)`,
    ],
    ["[1]\n", `${unrecognized}: json: cannot unmarshal array into Go value of type ${struct} (5b315d0a)`],
    ["", `${unrecognized}: unexpected end of JSON input (<empty>)`],
    [
      { apiVersion: "v1", kind: "Secret", metadata: { name: "r3" } },
      'Secret in version "v1" cannot be handled as a ConfigMap: converting (v1.Secret) to (core.ConfigMap): unknown conversion',
    ],
    [
      map({ name: "r1" }, { apiVersion: "v2" }),
      'ConfigMap in version "v2" cannot be handled as a ConfigMap: no kind "ConfigMap" is registered for version "v2" in scheme "k8s.io/kubernetes/pkg/api/legacyscheme/scheme.go:30"',
    ],
  ])("%j", (body, message) => {
    expect(server().refusal("POST", MAPS, body)).toBe(`BadRequest: ${message}`);
  });
});

describe("paths that are no resource", () => {
  test("the list of paths is laid out for people, and a check of them can be left out", () => {
    const { ask } = server();
    const index = ask("GET", "/").body as string;
    expect(index).toStartWith('{\n  "paths": [\n    "/.well-known/openid-configuration",\n    "/api",\n    "/api/v1",\n');
    expect(index).toContain('"/healthz/poststarthook/rbac/bootstrap-roles",\n');
    expect(ask("GET", "/readyz?verbose&exclude=etcd").body).toContain("[+]log ok\n[+]etcd excluded: ok\n[+]informer-sync ok\n");
    expect(ask("GET", "/.well-known/openid-configuration").body).toContain('"issuer":"https://kubernetes.default.svc.cluster.local"');
  });

  test("pretty indents all but sets of fields", () => {
    const { ask } = server();
    ask("POST", MAPS, map({ name: "r1" }, { data: { a: "<b>" } }));
    const text = ask("GET", `${MAPS}/r1?pretty=true`).body as string;
    expect(text).toContain('\n  "data": {\n    "a": "\\u003cb\\u003e"\n  }\n}');
    expect(text).toContain('"fieldsV1": {"f:data":{".":{},"f:a":{}}}');
    expect(ask("GET", "/apis/policy?pretty=1").body).toStartWith('{\n  "kind": "APIGroup",\n');
  });
});

test("a pod is bound to a node and to nothing else", () => {
  const { refusal } = server();
  const binding = { apiVersion: "v1", kind: "Binding", metadata: { name: "p" }, target: { kind: "Pod", name: "w1-k8s" } };
  expect(refusal("POST", "/api/v1/namespaces/default/pods/p/binding", binding)).toBe(
    ': target.kind: Unsupported value: "Pod": supported values: "Node", "<empty>"',
  );
});
