import { expect, test } from "bun:test";
import { sha1Hex } from "../../../../src/base/sha1.ts";
import { reloaded, sourceOf, type Workload } from "../../../../src/components/reloader/reload.ts";

test("SHA-1 of texts, as RFC 3174 gives them", () => {
  expect(sha1Hex("abc")).toBe("a9993e364706816aba3e25717850c26c9cd0d89d");
  expect(sha1Hex("")).toBe("da39a3ee5e6b4b0d3255bfef95601890afd80709");
  expect(sha1Hex("0123456701234567012345670123456701234567012345670123456701234567".repeat(10))).toBe(
    "dea356a2cddd90c7a7ecedc5ebb563934f460452",
  );
});

const secret = sourceOf("SECRET", {
  apiVersion: "v1",
  kind: "Secret",
  metadata: { name: "my.db--cred", namespace: "default" },
  data: { b: btoa("2"), a: btoa("1") },
});

function workload(annotations: Record<string, string>, podAnnotations: Record<string, string> = {}): Workload {
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "web", annotations },
    spec: {
      template: {
        metadata: { annotations: podAnnotations },
        spec: {
          containers: [
            { name: "first", image: "nginx" },
            { name: "second", image: "nginx", volumeMounts: [{ name: "v", mountPath: "/v" }] },
          ],
          volumes: [{ name: "v", secret: { secretName: "my.db--cred" } }],
        },
      },
    },
  };
}

const environments = (changed: Workload | undefined) =>
  changed?.spec.template.spec.containers.map(({ env = [] }) => env.map(({ name }) => name));

test("the container that uses it gets the sum; who only names it, the first", () => {
  expect(secret.sha).toBe(sha1Hex("a=1;b=2"));
  const variable = "STAKATER_MY_DB_CRED_SECRET";
  expect(environments(reloaded(workload({ "reloader.stakater.com/auto": "true" }), secret))).toEqual([[], [variable]]);
  expect(environments(reloaded(workload({}, { "reloader.stakater.com/auto": "true" }), secret))).toEqual([[], [variable]]);
  const other = { ...secret, name: "unused" };
  expect(environments(reloaded(workload({ "secret.reloader.stakater.com/reload": "x, unus.*" }), other))).toEqual([
    ["STAKATER_UNUSED_SECRET"],
    [],
  ]);
  for (const annotations of [{}, { "reloader.stakater.com/auto": "false" }, { "configmap.reloader.stakater.com/reload": "my.db--cred" }])
    expect(reloaded(workload(annotations as Record<string, string>), secret)).toBeUndefined();
  expect(reloaded(workload({ "reloader.stakater.com/auto": "true" }), other)).toBeUndefined();
  const search = workload({ "reloader.stakater.com/search": "true" });
  expect(reloaded(search, secret)).toBeUndefined();
  expect(environments(reloaded(search, { ...secret, annotations: { "reloader.stakater.com/match": "true" } }))).toEqual([[], [variable]]);
});

test("a sum that is there already is set in its place, and changes nothing when it is the same", () => {
  const once = reloaded(workload({ "reloader.stakater.com/auto": "true" }), secret);
  if (once === undefined) throw new Error("it was not reloaded");
  expect(reloaded(once, secret)).toBeUndefined();
  expect(environments(reloaded(once, { ...secret, sha: "x" }))).toEqual([[], ["STAKATER_MY_DB_CRED_SECRET"]]);
});
