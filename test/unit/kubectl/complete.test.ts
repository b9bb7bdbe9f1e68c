import { describe, expect, test } from "bun:test";
import { fakeCluster, kubectl, pod } from "./support.ts";

async function complete(...args: string[]): Promise<string[]> {
  const run = await kubectl(fakeCluster([pod("web-1"), pod("web-2"), pod("db")]), ["__completeNoDesc", ...args]);
  return run.stdout.trimEnd().split("\n");
}

describe("__complete", () => {
  test("offers commands, types, names and flags", async () => {
    expect(await complete("api")).toEqual(["api-resources", "api-versions", ":4"]);
    expect(await complete("get", "dep")).toEqual(["deployments.apps", ":4"]);
    expect(await complete("get", "pods", "w")).toEqual(["web-1", "web-2", ":4"]);
    expect(await complete("get", "pods", "web-1", "w")).toEqual(["web-2", ":4"]);
    expect(await complete("get", "po/d")).toEqual(["po/db", ":4"]);
    expect(await complete("get", "pods", "--watch-")).toEqual(["--watch-only", ":4"]);
    expect(await complete("config", "use-context", "")).toEqual(["admin@lab", ":4"]);
    expect(await complete("get", "pods", "--context", "a")).toEqual(["admin@lab", ":4"]);
  });

  test("offers nothing rather than fail", async () => {
    expect(await complete("get", "nosuch", "x")).toEqual([":0"]);
  });
});

describe("completion", () => {
  test("prints a script for known shells", async () => {
    expect((await kubectl(fakeCluster(), ["completion", "bash"])).stdout).toContain("__complete");
    expect((await kubectl(fakeCluster(), ["completion", "fish"])).stderr).toBe(
      "error: Unsupported shell type \"fish\".\nSee 'kubectl completion -h' for help and examples\n",
    );
    expect((await kubectl(fakeCluster(), ["completion", "fish"], { version: "v1.23.7" })).code).toBe(0);
    expect((await kubectl(fakeCluster(), ["completion"])).stderr).toBe(
      "error: Shell not specified.\nSee 'kubectl completion -h' for help and examples\n",
    );
  });
});
