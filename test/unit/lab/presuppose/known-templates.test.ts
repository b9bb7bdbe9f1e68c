import { expect, test } from "bun:test";
import { templateWithHash } from "../../../../src/lab/presuppose/known-templates.ts";

test.each([
  // names of pods in readers' notes, v1.18 and v1.20
  ["np-pods", "5767d54d4b", "sysnet4admin/echo-hname"],
  ["lb-ip-pods", "6c6bb59b4", "sysnet4admin/echo-ip"],
  ["dpy-nginx", "c8d778df", "nginx"],
  ["echo-hname", "7894b67f", "sysnet4admin/echo-hname"],
  ["echo-hname", "56fd8fb86d", "sysnet4admin/echo-hname"],
  ["rollout-nginx", "64dd56c7b5", "nginx:1.15.12"],
  // a file with probes and a service account: the book's, facts/metrics-server.md 2
  ["metrics-server", "6ff4b58b84", "k8s.gcr.io/metrics-server-amd64:v0.3.6"],
  ["metrics-server", "599b497f98", "registry.k8s.io/metrics-server/metrics-server:v0.8.1"],
])("the template of %s-%s runs %s", (name, hash, image) => {
  expect(templateWithHash(name, hash, [])).toMatchObject({ spec: { containers: [{ image }] } });
});

test("images that the document names are tried, and a hash of none of them is nobody's", () => {
  expect(templateWithHash("web", "5767d54d4b", ["acme/web:1.0"])).toBeUndefined();
});
