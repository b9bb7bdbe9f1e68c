import { describe, expect, test } from "bun:test";
import { typedObject } from "../../../../src/kubectl/objects/typed.ts";
import { parseRelease, type Release } from "../../../../src/release/release.ts";

const release = parseRelease("v1.20.2") as Release;

describe("typedObject", () => {
  test("keeps Go's order of fields and what Go prints though it is empty", () => {
    const object = {
      metadata: { labels: { b: "2", a: "1" }, name: "web" },
      spec: { template: { spec: { containers: [{ image: "nginx", name: "c" }] } }, replicas: 0, selector: { matchLabels: { app: "web" } } },
      kind: "Deployment",
      apiVersion: "apps/v1",
    };
    expect(JSON.stringify(typedObject(release, object))).toBe(
      '{"kind":"Deployment","apiVersion":"apps/v1","metadata":{"name":"web","creationTimestamp":null,"labels":{"a":"1","b":"2"}},' +
        '"spec":{"replicas":0,"selector":{"matchLabels":{"app":"web"}},"template":{"metadata":{"creationTimestamp":null},' +
        '"spec":{"containers":[{"name":"c","image":"nginx","resources":{}}]}},"strategy":{}},"status":{}}',
    );
  });

  test("drops fields that the release does not know", () => {
    const service = {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "s" },
      spec: { internalTrafficPolicy: "Cluster", clusterIP: "None" },
    };
    expect(typedObject(release, service)["spec"]).toEqual({ clusterIP: "None" });
  });

  test("leaves kinds alone that are not compiled in", () => {
    const custom = { apiVersion: "example.com/v1", kind: "Widget", metadata: { name: "w" }, spec: { b: 1, a: 2 } };
    expect(typedObject(release, custom)).toBe(custom);
  });
});
