import { describe, expect, test } from "bun:test";
import { fakeCluster, kubectl, pod } from "./support.ts";

const words = (line: string): string[] => line.split(" ");
const ready = (status: string) => pod("a", { status: { phase: "Running", conditions: [{ type: "Ready", status }] } });

describe("wait", () => {
  test.each([
    ["pod/a --for=condition=ready", "pod/a condition met\n"],
    ["pod/a --for=condition=Ready=false --timeout=1s", "error: timed out waiting for the condition on pods/a\n"],
    ["pod/a", 'error: unrecognized condition: ""\n'],
    ["pod/none --for=delete", "error: no matching resources found\n"],
    ["pod/none --for=condition=Ready", 'Error from server (NotFound): pods "none" not found\n'],
    ["pod/a --for=jsonpath={.status.phase}=Running", 'error: unrecognized condition: "jsonpath={.status.phase}=Running"\n'],
  ])("1.20: %s", async (line, expected) => {
    const run = await kubectl(fakeCluster([ready("True")]), words(`wait ${line}`));
    expect(run.stdout + run.stderr).toBe(expected);
  });

  test.each([
    ["v1.18.4", 'Error from server (NotFound): pods "none" not found\n'],
    ["v1.23.7", ""],
  ])("for the deletion of what is not there, %s", async (version, expected) => {
    expect((await kubectl(fakeCluster(), words("wait --for=delete pod/none"), { version })).stderr).toBe(expected);
  });

  test("a later event meets the condition", async () => {
    const cluster = fakeCluster([ready("False")]);
    cluster.watchEvents = [{ type: "MODIFIED", object: ready("True") }];
    expect((await kubectl(cluster, words("wait pod/a --for=condition=Ready"))).stdout).toBe("pod/a condition met\n");
    expect(
      (await kubectl(fakeCluster([ready("True")]), words("wait pod/a --for=jsonpath={.status.phase}=Running"), { version: "v1.23.7" }))
        .stdout,
    ).toBe("pod/a condition met\n");
  });

  test("a DELETED event ends a wait for deletion", async () => {
    const cluster = fakeCluster([ready("True")]);
    cluster.watchEvents = [{ type: "DELETED", object: ready("True") }];
    expect((await kubectl(cluster, words("wait pod/a --for=delete"))).stdout).toBe("pod/a condition met\n");
  });
});
