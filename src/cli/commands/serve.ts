import { writeFileSync } from "node:fs";
import type { Cluster } from "../../cluster/cluster.ts";
import { openCurrentCluster } from "../../cluster/create.ts";
import { resolveHome } from "../../cluster/home.ts";
import { createSession } from "../../cluster/session.ts";
import { userNamed } from "../../cluster/users.ts";
import { loadSchema } from "../../machinery/schema/schema.ts";
import { parseRelease } from "../../release/release.ts";
import { assert } from "../../base/assert.ts";
import { UserError } from "../../base/user-error.ts";
import { type ServerBackend, startServer } from "../../server/http-server.ts";
import { serveKubeconfig } from "../../server/kubeconfig.ts";
import type { Output } from "../output.ts";

export interface ServeOptions {
  /** 0 takes any free port. */
  readonly port: number;
  /** Where to write a kubeconfig for real clients. */
  readonly kubeconfig?: string;
}

/** Real time between two looks of a watch. */
const LOOK_MS = 50;

/** `k8sim serve`: the cluster in use over HTTP on loopback, until the process is told to end. */
export async function runServe(options: ServeOptions, output: Output): Promise<number> {
  const cluster = await openCurrentCluster(resolveHome(process.env));
  await cluster.loadEngine();
  const release = parseRelease(cluster.record.kubernetesVersion);
  assert(release, "the cluster's version is known");
  const backend = createBackend(cluster);
  const onFault = (error: unknown): void => {
    output.stderr(`k8sim serve: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    output.flush();
  };
  const server = start(() => startServer({ backend, schema: loadSchema(release.minor), port: options.port, defaultUser: userNamed("kubernetes-admin"), onFault }), options.port);
  if (options.kubeconfig !== undefined) writeFileSync(options.kubeconfig, serveKubeconfig(server.url), { mode: 0o600 });
  output.stdout(`cluster "${cluster.name}" (${release.text}) answers at ${server.url}\n`);
  output.flush();
  await ended();
  server.stop();
  cluster.close();
  return 0;
}

function start<T>(open: () => T, port: number): T {
  try {
    return open();
  } catch (error) {
    throw new UserError(`cannot listen on port ${port}: ${error instanceof Error ? error.message : String(error)}; choose another with --port`);
  }
}

/** Each request is a command of its own; they take turns, as transactions of one file must. */
function createBackend(cluster: Cluster): ServerBackend {
  let last: Promise<unknown> = Promise.resolve();

  function inTurn<T>(reads: boolean, action: () => T): Promise<T> {
    const turn = last.then(async () => {
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
    last = turn.catch(() => undefined);
    return turn;
  }

  return {
    handle(request) {
      const reads = request.verb === "path" ? request.method === "GET" : request.verb === "get" || request.verb === "list";
      return inTurn(reads, () => cluster.api.handle(request));
    },
    watch: (request) => inTurn(true, () => cluster.api.watch(request)),
    async wait(poll, timeoutMs) {
      const until = timeoutMs === undefined ? Infinity : cluster.wall() + timeoutMs;
      for (;;) {
        const found = await inTurn(true, poll);
        if (found !== undefined) return found;
        if (cluster.wall() >= until) return undefined;
        await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
      }
    },
  };
}

/** Resolves when the process is told to end. */
function ended(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
}
