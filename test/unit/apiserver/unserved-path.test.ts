import { expect, test } from "bun:test";
import { createUnservedBody } from "../../../src/apiserver/unserved-path.ts";
import { loadSchema } from "../../../src/machinery/schema/schema.ts";
import { parseRelease, type Release } from "../../../src/release/release.ts";

const bodyOf = (version: string) => {
  const release = parseRelease(version) as Release;
  return createUnservedBody(loadSchema(release.minor), release);
};

test.each(["/api/v9/pods", "/api/v1/namespaces/x/pods/y/nope", "/apis/apps/v9", "/apis/apps/v1/nope", "/version/x"])(
  "%s lies under a router",
  (path) => {
    expect(bodyOf("v1.20.2")(path)).toMatchObject({ kind: "Status", reason: "NotFound", details: {}, code: 404 });
  },
);

test("groups that nobody serves are asked of the server of custom resources", () => {
  expect(bodyOf("v1.20.2")("/apis/nope.io/v1/things")).toBe("404 page not found\n");
});

test("any other path gets the index of the last server, until 1.22", () => {
  const { paths } = JSON.parse(bodyOf("v1.20.2")("/nope") as string) as { paths: string[] };
  expect(paths.slice(0, 5)).toEqual([
    "/apis",
    "/apis/",
    "/apis/apiextensions.k8s.io",
    "/apis/apiextensions.k8s.io/v1",
    "/apis/apiextensions.k8s.io/v1beta1",
  ]);
  expect(paths).toHaveLength(40);
  expect(bodyOf("v1.23.7")("/nope")).toBe("404 page not found\n");
});
