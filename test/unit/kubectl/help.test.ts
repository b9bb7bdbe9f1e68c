import { describe, expect, test } from "bun:test";
import { fakeCluster, kubectl, pod } from "./support.ts";

async function run(line: string, version = "v1.20.2") {
  return kubectl(fakeCluster(), line.split(" "), { version });
}

describe("help", () => {
  test("an unknown topic is answered on stderr, without failing", async () => {
    const { code, stdout, stderr } = await run("help bogus");
    expect([code, stdout]).toEqual([0, ""]);
    expect(stderr).toStartWith("Unknown help topic [`bogus`]\n\n\nBasic Commands (Beginner):\n");
  });

  test("options are lines, and blocks from 1.26 on", async () => {
    expect((await run("get -h")).stdout).toMatch(/\n {2}-A, --all-namespaces=false: \S/);
    expect((await run("get -h")).stdout).toMatch(/\n {6}--chunk-size=500: \S/);
    expect((await run("get -h", "v1.28.1")).stdout).toMatch(/\n {4}-A, --all-namespaces=false:\n\t\S/);
  });

  test("flags and commands of other releases do not show", async () => {
    expect((await run("get -h")).stdout).not.toContain("--show-managed-fields");
    expect((await run("get -h", "v1.23.7")).stdout).toContain("--show-managed-fields=false");
    expect((await run("--help")).stdout).not.toContain("  events ");
    expect((await run("--help", "v1.28.1")).stdout).toContain("  events ");
  });

  test("a command that only holds others prints its page and fails", async () => {
    const { code, stdout, stderr } = await run("config");
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain("Available Commands:\n  current-context ");
    expect(stderr).toContain("\nUsage:\n  kubectl config SUBCOMMAND [options]\n");
  });

  test("what is not emulated says so", async () => {
    const files = { "lab/kustomization.yaml": "generators: [g.yaml]\n" };
    const { code, stderr } = await kubectl(fakeCluster(), ["kustomize", "lab"], { files, version: "v1.32.4" });
    expect({ code, stderr }).toEqual({ code: 1, stderr: "error: k8sim does not emulate generators of kustomize\n" });
  });
});

test("cluster-info dump writes files", async () => {
  const cluster = fakeCluster([pod("a", { spec: { containers: [{ name: "c" }] } })]);
  const { stdout, files } = await kubectl(cluster, ["cluster-info", "dump", "--output-directory=out", "-o", "yaml"]);
  expect(stdout).toBe("Cluster info dumped to out\n");
  expect(Object.keys(files)).toContain("out/default/pods.yaml");
  expect(files["out/default/a/logs.txt"]).toBe(
    "==== START logs for container c of pod default/a ====\n==== END logs for container c of pod default/a ====\n",
  );
});
