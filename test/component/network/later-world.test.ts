import { afterAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { type Assemble, openCluster } from "../../../src/cluster/cluster.ts";
import { createCluster } from "../../../src/cluster/create.ts";
import { assembleLater } from "../../../src/cluster/later-world.ts";
import { createSession, type Session } from "../../../src/cluster/session.ts";
import { sleep } from "../../../src/cluster/wait.ts";
import type { Pod } from "../../../src/kinds/core/pod/types.ts";
import { curlIn } from "../../../src/shell/curl.ts";

const home = mkdtempSync(path.join(os.tmpdir(), "k8sim-later-"));
afterAll(() => rmSync(home, { recursive: true }));

/** One command on the cluster, whose parts are put together by `assemble`, or at once. */
async function command<T>(action: (session: Session) => Promise<T>, assemble?: Assemble): Promise<T> {
  const session = createSession(await openCluster(home, "default", assemble ? { assemble } : {}));
  try {
    const result = await action(session);
    await session.end();
    return result;
  } finally {
    session.cluster.close();
  }
}

function createPod(session: Session, name: string): Promise<unknown> {
  const object = { apiVersion: "v1", kind: "Pod", metadata: { name }, spec: { containers: [{ name: "c", image: "nginx" }] } };
  const { cluster } = session;
  return session.write(() =>
    cluster.clientOf("kubernetes-admin", "test").create({ group: "", version: "v1", resource: "pods", namespace: "default" }, object),
  );
}

test("curl answers without the API, and brings it when something happens meanwhile", async () => {
  await createCluster(home, { clock: "stepped", seed: 1 });
  const address = await command(async (session) => {
    await createPod(session, "web");
    await sleep(session, 60_000);
    return (session.cluster.store.get("pods", "default", "web") as Pod).status?.podIP ?? "";
  });
  const ask = (words: readonly string[]) => (session: Session) =>
    curlIn(session, ["-so", "page", "-w", "%{http_code}", "--from", "w1-k8s", ...words]);
  let loads = 0;
  const watched: Assemble = async (base) => {
    const later = await assembleLater(base);
    const { loadEngine } = later;
    later.loadEngine = () => (loads++, loadEngine());
    return later;
  };
  expect((await command(ask([address]), watched)).stdout).toBe("200");
  expect(loads).toBe(0);
  await command((session) => createPod(session, "second"));
  const { exitCode } = await command(ask(["--connect-timeout", "9", "10.0.0.9"]), watched);
  expect([exitCode, loads]).toEqual([28, 1]);
  const phase = await command(async ({ cluster }) => (cluster.store.get("pods", "default", "second") as Pod).status?.phase);
  expect(phase).toBe("Running");
});
