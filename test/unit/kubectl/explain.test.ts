import { describe, expect, test } from "bun:test";
import { fakeCluster, kubectl } from "./support.ts";

async function explain(line: string, version = "v1.20.2", server = "v1.20.2"): Promise<string> {
  const cluster = fakeCluster();
  cluster.paths.set("/version", { gitVersion: server });
  const run = await kubectl(cluster, ["explain", ...line.split(" ")], { version });
  return run.stdout + run.stderr;
}

describe("explain", () => {
  test("fields, types and what is required", async () => {
    const page = await explain("po.spec.containers.livenessProbe.httpGet");
    expect(page.startsWith("KIND:     Pod\nVERSION:  v1\n\nRESOURCE: httpGet <Object>\n\nDESCRIPTION:\n")).toBe(true);
    expect(page).toContain("\nFIELDS:\n   host\t<string>\n");
    expect(page).toContain("   httpHeaders\t<[]Object>\n");
    expect(page).toContain("   port\t<string> -required-\n");
  });

  test("a plain field has no fields", async () => {
    const page = await explain("deployment.spec.replicas");
    expect(page).toStartWith("KIND:     Deployment\nVERSION:  apps/v1\n\nFIELD:    replicas <integer>\n\nDESCRIPTION:\n     ");
    expect(page).not.toContain("FIELDS:");
  });

  test("--recursive gives the whole tree", async () => {
    const page = await explain("deployment.spec.strategy --recursive");
    expect(page).toEndWith(
      "\nFIELDS:\n   rollingUpdate\t<Object>\n      maxSurge\t<string>\n      maxUnavailable\t<string>\n   type\t<string>\n",
    );
  });

  test("later clients name the types when the server is new enough", async () => {
    expect(await explain("deploy", "v1.28.1", "v1.28.1")).toContain("GROUP:      apps\nKIND:       Deployment\nVERSION:    v1\n");
    expect(await explain("deploy", "v1.28.1", "v1.28.1")).toContain("  spec\t<DeploymentSpec>\n");
    expect(await explain("deploy", "v1.28.1", "v1.23.7")).toContain("   spec\t<Object>\n");
  });

  test.each([
    ["pods.spec.nope", 'error: field "nope" does not exist\n'],
    ["nosuch", `the server doesn't have a resource type "nosuch"\n`],
    ["pod svc", "error: We accept only this format: explain RESOURCE\n"],
    ["deployment --api-version=v9", `error: couldn't find resource for "/v9, Kind=Deployment"\n`],
  ])("%s", async (line, expected) => {
    expect(await explain(line)).toBe(expected);
  });
});
