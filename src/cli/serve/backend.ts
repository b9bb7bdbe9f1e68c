import type { Cluster } from "../../cluster/cluster.ts";
import { authenticate, isReading, type Credentials } from "../../cluster/identity.ts";
import { memoryOf } from "../../cluster/memory.ts";
import { createSession } from "../../cluster/session.ts";
import { sleep } from "../../cluster/wait.ts";
import type { ApiResponse } from "../../machinery/api.ts";
import { apiServerTrouble } from "../../machinery/faults.ts";
import type { ExecResult } from "../../machinery/node-runtime.ts";
import { failure, StatusError } from "../../machinery/status.ts";
import type { HttpCredentials } from "../../server/authentication.ts";
import type { ServerBackend } from "../../server/http-server.ts";

/** Real time between two looks of a watch. */
const LOOK_MS = 50;

/**
 * A cluster behind HTTP. Each request is a command of its own; they take turns, as transactions of one file must. `isPresent` tells
 * whether the cluster is still there: requests for one that is gone are refused.
 */
export function createServerBackend(cluster: Cluster, isPresent: () => boolean): ServerBackend {
  let last: Promise<unknown> = Promise.resolve();
  // One for all looks, so that looking costs a stepped clock nothing.
  const looks = createSession(cluster);

  function inTurn<T>(action: () => Promise<T>): Promise<T> {
    const turn = last.then(() => {
      if (!isPresent()) throw failure(503, "ServiceUnavailable", `cluster "${cluster.name}" has been deleted`, {});
      return action();
    });
    last = turn.catch(() => undefined);
    return turn;
  }

  function command<T>(reads: boolean, action: () => T): Promise<T> {
    return inTurn(async () => {
      const session = createSession(cluster);
      try {
        const result = reads ? await session.read(action) : await session.write(action);
        await session.end();
        return result;
      } catch (error) {
        session.abort();
        throw error;
      }
    });
  }

  function look<T>(action: () => T): Promise<T> {
    return inTurn(async () => {
      try {
        return await looks.read(action);
      } finally {
        looks.release();
      }
    });
  }

  /** Time that a program takes before it is heard of: others go on meanwhile. */
  async function pass(ms: number): Promise<void> {
    if (ms === 0) return;
    const { mode, rate } = await look(() => cluster.transactor.clock());
    if (mode === "stepped") return inTurn(() => sleep(looks, ms).finally(() => looks.release()));
    await new Promise((resolve) => setTimeout(resolve, ms / rate));
  }

  return {
    authenticate: (shown) => look(() => answering(() => authenticate(cluster, credentialsFor(cluster, shown)))),
    async handle(request) {
      const response = await command(isReading(request), () => served(cluster, () => cluster.api.handle(request)));
      if (request.verb !== "path" && request.subresource === "exec") await pass((response.body as unknown as ExecResult).tookMs ?? 0);
      return response;
    },
    watch: (request) => look(() => served(cluster, () => cluster.api.watch(request))),
    async wait(poll, timeoutMs) {
      const until = timeoutMs === undefined ? Infinity : cluster.wall() + timeoutMs;
      for (;;) {
        const found = await look(poll);
        if (found !== undefined) return found;
        if (cluster.wall() >= until) return undefined;
        await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
      }
    },
  };
}

/** A stopped API server cannot close its port here: it says so instead. */
function served<T>({ store }: Cluster, action: () => T): T | ApiResponse {
  const trouble = apiServerTrouble(memoryOf(store));
  if (trouble === undefined) return action();
  const why = trouble.why === "stopped" ? "is stopped" : "has a certificate that has ended";
  return answering(() => {
    throw failure(503, "ServiceUnavailable", `the API server ${why}; "k8sim fault list" shows it`, {});
  });
}

/** Who shows nothing is the administrator: whoever reaches the loopback owns the cluster's files as well. */
function credentialsFor({ record }: Cluster, { token, impersonateUser, impersonateGroups }: HttpCredentials): Credentials {
  const own = token === undefined ? { clientCertificateData: record.adminCertificate } : { token };
  return impersonateUser === undefined ? own : { ...own, impersonateUser, impersonateGroups };
}

function answering<T>(action: () => T): T | ApiResponse {
  try {
    return action();
  } catch (error) {
    if (error instanceof StatusError) return { code: error.code, body: error.status, warnings: [] };
    throw error;
  }
}
