import { describe, expect, test } from "bun:test";
import { deployment, DEPLOYMENTS } from "../controllers/world.ts";
import { createKubectl } from "./world.ts";

function lab(version?: string) {
  const made = createKubectl(version);
  made.world.client.create(DEPLOYMENTS, deployment("web", 2));
  made.world.advance(5000);
  return made;
}

describe("rollout", () => {
  test("status follows every change until the rollout is done", async () => {
    const { run } = lab();
    await run("set image deploy/web nginx=nginx:1.20");
    const lines = (await run("rollout status deploy web")).trimEnd().split("\n");
    expect(lines[0]).toBe('Waiting for deployment "web" rollout to finish: 1 out of 2 new replicas have been updated...');
    expect(lines.at(-1)).toBe('deployment "web" successfully rolled out');
    expect(await run("rollout status namespace/default")).toBe("E|error: no status viewer has been implemented for Namespace\n");
  });

  test("history tells why, undo goes back", async () => {
    const { world, run } = lab();
    await run("set image deploy/web nginx=nginx:1.20 --record");
    world.advance(10_000);
    expect(await run("rollout history deploy web")).toBe(
      "deployment.apps/web \nREVISION  CHANGE-CAUSE\n1         <none>\n2         kubectl set image deploy/web nginx=nginx:1.20 --record=true\n\n",
    );
    expect(await run("rollout history deploy web --revision=9")).toBe("E|error: unable to find the specified revision\n");
    expect(await run("rollout undo deploy web --to-revision=9")).toBe("E|error: unable to find specified revision 9 in history\n");
    expect(await run("rollout undo deploy web")).toBe("deployment.apps/web rolled back\n");
    world.advance(10_000);
    expect(await run("rollout undo deploy web --to-revision=3")).toBe(
      "deployment.apps/web skipped rollback (current template already matches revision 3)\n",
    );
    expect(await run("rollout history deploy web")).toContain(
      "2         kubectl set image deploy/web nginx=nginx:1.20 --record=true\n3         <none>\n",
    );
  });

  test("one revision leaves nothing to undo", async () => {
    expect(await lab().run("rollout undo deploy web")).toBe('E|error: no rollout history found for deployment "web"\n');
  });

  test.each([
    ["v1.20.2", "kubectl rollout resume deployment/web"],
    ["v1.28.15", "kubectl rollout resume"],
  ])("a paused deployment, %s", async (version, advice) => {
    const { world, run } = lab(version);
    await run("set image deploy/web nginx=nginx:1.20");
    world.advance(10_000);
    expect(await run("rollout pause deploy web")).toBe("deployment.apps/web paused\n");
    expect(await run("rollout pause deploy web")).toBe('E|error: deployments.apps "web" is already paused\n');
    expect(await run("rollout undo deploy web")).toBe(
      `E|error: you cannot rollback a paused deployment; resume it first with '${advice}' and try again\n`,
    );
    expect(await run("rollout restart deploy web")).toBe(
      `E|error: deployments.apps "web" can't restart paused deployment (run rollout resume first)\n`,
    );
    expect(await run("rollout resume deploy web")).toBe("deployment.apps/web resumed\n");
    expect(await run("rollout restart deploy web")).toBe("deployment.apps/web restarted\n");
  });
});
