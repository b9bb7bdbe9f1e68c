import { describe, expect, test } from "bun:test";
import type { KubectlFiles } from "../../../../src/kubectl/env.ts";
import { expressions, passes } from "../../../../src/kubectl/proxy/filter.ts";
import { type ProxyPlan, routeOf } from "../../../../src/kubectl/proxy/route.ts";
import type { FrontAnswer } from "../../../../src/machinery/http-wire.ts";

const filter = {
  acceptPaths: expressions("^.*"),
  acceptHosts: expressions("^localhost$,^127\\.0\\.0\\.1$,^\\[::1\\]$"),
  rejectPaths: expressions("^/api/.*/pods/.*/exec,^/api/.*/pods/.*/attach"),
  rejectMethods: expressions("^$"),
};
const disk = new Map([
  ["www/a&b.txt", "text"],
  ["www/d/index.html", "<b>"],
]);
const files = {
  kind: (path: string) =>
    disk.has(path) ? "file" : [...disk.keys()].some((name) => name.startsWith(`${path}/`)) ? "directory" : undefined,
  list: () => ["a&b.txt", "d"],
  readBytes: (path: string) => new TextEncoder().encode(disk.get(path)),
} as unknown as KubectlFiles;

function answer(plan: ProxyPlan, path: string, host = "localhost:8001"): string {
  const given: FrontAnswer = routeOf(plan, files)({ method: "GET", path, host });
  if (given.kind === "api") return `api ${given.path}`;
  const location = given.headers.find(([name]) => name === "Location")?.[1];
  return `${given.status} ${location ?? new TextDecoder().decode(given.body)}`;
}

describe("the filter", () => {
  test("lets in who comes from here, but not to exec and attach", () => {
    const request = (path: string, host: string) => ({ method: "GET", path, host });
    expect(passes(filter, request("/api", "localhost:8001"))).toBe(true);
    expect(passes(filter, request("/api", "[::1]"))).toBe(true);
    expect(passes(filter, request("/api", "[::1]:8001"))).toBe(false);
    expect(passes(filter, request("/api", "evil.example"))).toBe(false);
    expect(passes(filter, request("/api/v1/namespaces/d/pods/p/exec", "localhost"))).toBe(false);
    expect(passes({ ...filter, rejectMethods: expressions("POST,PUT") }, { ...request("/api", "localhost"), method: "PUT" })).toBe(false);
  });

  test("says what is wrong with an expression as Go does", () => {
    expect(() => expressions("^a,(")).toThrow("error parsing regexp: missing closing ): `(`");
    expect(() => expressions("*")).toThrow("error parsing regexp: missing argument to repetition operator: `*`");
  });
});

describe("the way", () => {
  test("of the API is its own, or under a prefix", () => {
    expect(answer({ apiPrefix: "/", filter }, "/api/v1/pods")).toBe("api /api/v1/pods");
    expect(answer({ apiPrefix: "/api/", filter }, "/api/v1/pods")).toBe("api /api/v1/pods");
    expect(answer({ apiPrefix: "/api/", filter }, "/version")).toBe("404 404 page not found\n");
    expect(answer({ apiPrefix: "/custom/", filter }, "/custom/api/v1")).toBe("api /api/v1");
    expect(answer({ apiPrefix: "/custom/", filter }, "/custom")).toBe("301 /custom/");
    expect(answer({ apiPrefix: "/", filter }, "/version", "evil.example")).toBe("403 Forbidden\n");
    expect(answer({ apiPrefix: "/" }, "/version", "evil.example")).toBe("api /version");
  });

  test("of files is that of Go's file server", () => {
    const plan: ProxyPlan = { apiPrefix: "/", files: { directory: "www", prefix: "/static/", listingHead: "" } };
    expect(answer(plan, "/static/")).toBe('200 <pre>\n<a href="a&b.txt">a&amp;b.txt</a>\n<a href="d/">d/</a>\n</pre>\n');
    expect(answer(plan, "/static/a&b.txt")).toBe("200 text");
    expect(answer(plan, "/static/d")).toBe("301 d/");
    expect(answer(plan, "/static/d/")).toBe("200 <b>");
    expect(answer(plan, "/static/d/index.html")).toBe("301 ./");
    expect(answer(plan, "/static/nope")).toBe("404 404 page not found\n");
    expect(answer(plan, "/static/../secret")).toBe("400 invalid URL path\n");
    expect(answer(plan, "/static")).toBe("301 /static/");
  });
});
