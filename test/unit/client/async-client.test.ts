import { expect, test } from "bun:test";
import { createAsyncClient, type Transport } from "../../../src/client/async-client.ts";

const PODS = { group: "", version: "v1", resource: "pods", namespace: "default" };

/** A server that has something new every 4 s. */
function busyServer(): Transport & { clock: { now: number } } {
  const clock = { now: 0 };
  const object = { apiVersion: "v1", kind: "Pod", metadata: { name: "a" } };
  return {
    clock,
    handle: () => ({ code: 200, body: object, warnings: [] }),
    watch: () => ({ poll: () => [{ type: "MODIFIED", object }], close: () => undefined }),
    async wait(poll, { deadline = Infinity }) {
      const next = clock.now + 4000;
      clock.now = Math.min(next, deadline);
      return next > deadline ? undefined : poll();
    },
    now: () => clock.now,
  };
}

test("a watch's timeout is of the whole watch, however often something happens", async () => {
  const server = busyServer();
  const client = createAsyncClient(server, { name: "kubernetes-admin", groups: [] }, "kubectl");
  let events = 0;
  for await (const _event of client.watch(PODS, { timeoutMs: 10_000 })) events++;
  expect([events, server.clock.now]).toEqual([2, 10_000]);
});
