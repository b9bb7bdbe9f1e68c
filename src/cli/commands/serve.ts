import { writeFileSync } from "node:fs";
import type { Command } from "commander";
import type { Cluster } from "../../cluster/cluster.ts";
import { openCurrentCluster } from "../../cluster/open-current.ts";
import { createSession } from "../../cluster/session.ts";
import { authenticate } from "../../cluster/identity.ts";
import { loadSchema } from "../../machinery/schema/schema.ts";
import { StatusError } from "../../machinery/status.ts";
import { parseRelease } from "../../release/release.ts";
import { assert } from "../../base/assert.ts";
import { UserError } from "../../base/user-error.ts";
import { type ServerBackend, startServer } from "../../server/http-server.ts";
import { serveKubeconfig } from "../../server/kubeconfig.ts";
import { wholeNumberArgument } from "../arguments.ts";
import type { CommandSite } from "./index.ts";

interface ServeOptions {
  readonly port: number;
  readonly kubeconfig?: string;
}

const PORT_MAX = 65535;
/** Real time between two looks of a watch. */
const LOOK_MS = 50;

/** `k8sim serve [--port N] [--kubeconfig FILE]` */
export function addServeCommand(program: Command, site: CommandSite): void {
  program
    .command("serve")
    .option("--port <PORT>", "where to listen on 127.0.0.1; 0 takes any free port", "6443")
    .option("--kubeconfig <FILE>", "write a kubeconfig for real clients")
    .description("the Kubernetes REST API over loopback, for any real client")
    .action(async ({ port, kubeconfig }: { port: string; kubeconfig?: string }) => {
      const number = wholeNumberArgument(port, "port", 0);
      if (number > PORT_MAX) throw new UserError(`"${port}" is no port: give a whole number up to ${PORT_MAX}`);
      await serve(site, { port: number, ...(kubeconfig === undefined ? {} : { kubeconfig }) });
    });
}

/** Serves the cluster in use until the process is told to end. */
async function serve({ home, output }: CommandSite, options: ServeOptions): Promise<void> {
  const cluster = await openCurrentCluster(home);
  await cluster.loadEngine();
  const release = parseRelease(cluster.record.kubernetesVersion);
  assert(release, "the cluster's version is known");
  const backend = createBackend(cluster);
  const onFault = (error: unknown): void => {
    output.stderr(`k8sim serve: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    output.flush();
  };
  const server = start(() => startServer({ backend, schema: loadSchema(release.minor), port: options.port, onFault }), options.port);
  if (options.kubeconfig !== undefined) writeFileSync(options.kubeconfig, serveKubeconfig(server.url), { mode: 0o600 });
  output.stdout(`cluster "${cluster.name}" (${release.text}) answers at ${server.url}\n`);
  output.flush();
  await ended();
  server.stop();
  cluster.close();
}

function start<T>(open: () => T, port: number): T {
  try {
    return open();
  } catch (error) {
    throw new UserError(
      `cannot listen on port ${port}: ${error instanceof Error ? error.message : String(error)}; choose another with --port`,
    );
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

  // One for all looks, so that looking costs a stepped clock nothing.
  const looks = createSession(cluster);

  function look<T>(action: () => T): Promise<T> {
    const turn = last.then(async () => {
      try {
        return await looks.read(action);
      } finally {
        looks.release();
      }
    });
    last = turn.catch(() => undefined);
    return turn;
  }

  return {
    authenticate: ({ token, impersonateUser, impersonateGroups }) =>
      look(() => {
        const own = token === undefined ? { clientCertificateData: cluster.record.adminCertificate } : { token };
        const acting = impersonateUser === undefined ? {} : { impersonateUser, impersonateGroups };
        try {
          return authenticate(cluster, { ...own, ...acting });
        } catch (error) {
          if (error instanceof StatusError) return { code: error.code, body: error.status, warnings: [] };
          throw error;
        }
      }),
    handle(request) {
      const reads = request.verb === "path" ? request.method === "GET" : request.verb === "get" || request.verb === "list";
      return inTurn(reads, () => cluster.api.handle(request));
    },
    watch: (request) => look(() => cluster.api.watch(request)),
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

/** Resolves when the process is told to end. */
function ended(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
}
