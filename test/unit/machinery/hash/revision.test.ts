import { expect, test } from "bun:test";
import { revisionData, statefulSetRevisionHash } from "../../../../src/machinery/hash/revision.ts";
import { createdTemplate } from "./templates.ts";

test("revision data is Go's JSON: sorted keys, empty structs kept, markup escaped", () => {
  const template = { metadata: { labels: { b: "<1>", a: "&\b" } }, spec: { containers: [{ name: "c" }] } };
  expect(revisionData(template, { shortControlEscapes: false })).toBe(
    '{"spec":{"template":{"$patch":"replace","metadata":{"creationTimestamp":null,"labels":{"a":"\\u0026\\u0008","b":"\\u003c1\\u003e"}},"spec":{"containers":[{"name":"c","resources":{}}]}}}}',
  );
  expect(revisionData(template, { shortControlEscapes: true })).toContain('"\\u0026\\b"');
});

test("the hash of a StatefulSet's revision takes a missing collision count for 0", () => {
  const data = revisionData(createdTemplate("web", "nginx", "nginx"), { shortControlEscapes: false });
  expect(statefulSetRevisionHash(data)).toBe(statefulSetRevisionHash(data, 0));
  expect(statefulSetRevisionHash(data, 1)).not.toBe(statefulSetRevisionHash(data));
});

test("a StatefulSet's revision is the one that Kubernetes 1.20.2 names", () => {
  const template = createdTemplate("worker", "c", "docker.io/library/httpd:2.4", { imagePullPolicy: "IfNotPresent" });
  expect(statefulSetRevisionHash(revisionData(template, { shortControlEscapes: false }))).toBe("7f65bc9c5f");
});
