import { describe, expect, test } from "bun:test";
import { parsePath } from "../../../../src/apiserver/request/parse-path.ts";
import { methodOf, urlOf } from "../../../../src/apiserver/request/url-of.ts";
import type { ApiRequest } from "../../../../src/machinery/api.ts";

const sender = { user: { name: "u", groups: [] }, userAgent: "t" };

describe("parsePath", () => {
  test.each([
    ["GET", "/api/v1/namespaces/default/pods", "", { verb: "list", group: "", version: "v1", resource: "pods", namespace: "default" }],
    [
      "GET",
      "/apis/apps/v1/deployments",
      "watch=true&resourceVersion=5",
      { verb: "watch", group: "apps", resource: "deployments", namespace: "", resourceVersion: "5" },
    ],
    ["GET", "/api/v1/namespaces/x", "", { verb: "get", resource: "namespaces", name: "x", namespace: "" }],
    ["PUT", "/api/v1/namespaces/x/finalize", "", { verb: "update", resource: "namespaces", name: "x", subresource: "finalize" }],
    [
      "PATCH",
      "/apis/apps/v1/namespaces/d/deployments/web/scale",
      "dryRun=All",
      { verb: "patch", name: "web", subresource: "scale", dryRun: true },
    ],
    ["DELETE", "/api/v1/namespaces/d/pods", "labelSelector=a%3Db", { verb: "deletecollection", labelSelector: "a=b" }],
    [
      "GET",
      "/api/v1/namespaces/d/pods/p/log",
      "container=c&tailLines=3",
      { verb: "get", subresource: "log", options: { container: "c", tailLines: "3" } },
    ],
    ["GET", "/api/v1/namespaces/d/pods/p:80/proxy/a/b", "", { name: "p:80", subresource: "proxy", options: { path: "a/b" } }],
  ] as const)("%s %s?%s", (method, path, query, wanted) => {
    const parsed = parsePath(method, path, query);
    expect(parsed.type === "resource" && parsed.request).toMatchObject(wanted);
  });

  test("what is no resource stays a path", () => {
    for (const path of ["/", "/api", "/api/v1", "/apis/apps/v1", "/healthz", "/openapi/v2"])
      expect(parsePath("GET", path)).toEqual({ type: "path", path });
  });

  test("takes the patch type from the media type", () => {
    const parsed = parsePath("PATCH", "/api/v1/nodes/n", "", {}, "application/strategic-merge-patch+json; charset=utf-8");
    expect(parsed.type === "resource" && parsed.request.patchType).toBe("strategic");
  });
});

describe("urlOf", () => {
  test("is the opposite of parsePath", () => {
    const path = "/apis/apps/v1/namespaces/d/deployments/web/scale";
    const parsed = parsePath("PATCH", path, "fieldManager=k&dryRun=All", {}, "application/merge-patch+json");
    const request = { ...(parsed.type === "resource" ? parsed.request : {}), ...sender } as ApiRequest;
    expect(methodOf(request)).toBe("PATCH");
    expect(urlOf(request)).toBe(`${path}?dryRun=All&fieldManager=k`);
  });
  test("escapes as Go does", () => {
    const request = {
      verb: "list",
      group: "",
      version: "v1",
      resource: "pods",
      namespace: "d",
      labelSelector: "a in (b,c)",
      limit: 500,
      ...sender,
    } as ApiRequest;
    expect(urlOf(request)).toBe("/api/v1/namespaces/d/pods?labelSelector=a+in+%28b%2Cc%29&limit=500");
  });
});
