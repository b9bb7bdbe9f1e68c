import { statSync, writeFileSync } from "node:fs";
import type { Command } from "commander";
import { assert } from "../../base/assert.ts";
import { UserError } from "../../base/user-error.ts";
import type { Cluster } from "../../cluster/cluster.ts";
import { adminKubeconfig, kubeadmNames } from "../../cluster/kubeconfig.ts";
import { openCurrentCluster } from "../../cluster/open-current.ts";
import { createUnservedBody } from "../../apiserver/unserved-path.ts";
import { loadSchema } from "../../machinery/schema/schema.ts";
import { parseRelease } from "../../release/release.ts";
import type { ServingIdentity } from "../../server/certificates.ts";
import { wholeNumberArgument } from "../arguments.ts";
import type { CommandSite } from "./index.ts";

interface ServeOptions {
  readonly port: number;
  readonly kubeconfig?: string;
  readonly http?: true;
}

const PORT_MAX = 65535;
/** Real time between two looks whether the cluster is still there. */
const PRESENCE_MS = 500;

/** `k8sim serve [--port N] [--kubeconfig FILE] [--http]` */
export function addServeCommand(program: Command, site: CommandSite): void {
  program
    .command("serve")
    .option("--port <PORT>", "where to listen on 127.0.0.1; 0 takes any free port", "6443")
    .option("--kubeconfig <FILE>", "write a kubeconfig for real clients")
    .option("--http", "plain HTTP instead of HTTPS")
    .description("the Kubernetes REST API over loopback, for any real client")
    .action(async ({ port, ...rest }: Omit<ServeOptions, "port"> & { port: string }) => {
      const number = wholeNumberArgument(port, "port", 0);
      if (number > PORT_MAX) throw new UserError(`"${port}" is no port: give a whole number up to ${PORT_MAX}`);
      await serve(site, { port: number, ...rest });
    });
}

/** Serves the cluster in use until the process is told to end, or the cluster is deleted. */
async function serve({ home, output }: CommandSite, { port, kubeconfig, http }: ServeOptions): Promise<void> {
  const cluster = await openCurrentCluster(home);
  await cluster.loadEngine();
  const release = parseRelease(cluster.record.kubernetesVersion);
  assert(release, "the cluster's version is known");
  const isPresent = presenceOf(cluster);
  const [{ startServer }, { createServerBackend }, { servingIdentityOf }] = await Promise.all([
    import("../../server/http-server.ts"),
    import("../serve/backend.ts"),
    import("../serve/identity.ts"),
  ]);
  const identity = servingIdentityOf(cluster);
  const onFault = (error: unknown): void => {
    output.stderr(`k8sim serve: ${oneLine(error)}\n`);
    output.flush();
  };
  const backend = createServerBackend(cluster, isPresent);
  const schema = loadSchema(release.minor);
  const unservedBody = createUnservedBody(schema, release);
  const tls = http ? {} : { tls: identity };
  const server = await start(port, () => startServer({ backend, schema, unservedBody, port, onFault, ...tls }));
  try {
    if (kubeconfig !== undefined) writeKubeconfig(kubeconfig, adminKubeconfig(server.url, kubeadmNames("kubernetes"), secretsOf(identity)));
    output.stdout(`cluster "${cluster.name}" (${release.text}) answers at ${server.url}\n`);
    output.flush();
    await ended(isPresent);
  } finally {
    server.stop();
  }
  if (!isPresent()) throw new UserError(`cluster "${cluster.name}" has been deleted`);
  cluster.close();
}

async function start<T>(port: number, open: () => Promise<T>): Promise<T> {
  try {
    return await open();
  } catch (error) {
    throw new UserError(`cannot listen on port ${port}: ${oneLine(error)}; choose another with --port`);
  }
}

function writeKubeconfig(path: string, text: string): void {
  try {
    writeFileSync(path, text, { mode: 0o600 });
  } catch (error) {
    throw new UserError(`cannot write ${path}: ${oneLine(error)}`);
  }
}

function secretsOf({ authority, clientCertificate, clientKey }: ServingIdentity): Parameters<typeof adminKubeconfig>[2] {
  return { authority: btoa(authority), certificate: btoa(clientCertificate), key: btoa(clientKey) };
}

/** Whether the cluster's file is still the one that was opened: it may be deleted, and made anew under the same name. */
function presenceOf({ paths }: Cluster): () => boolean {
  const look = (): number | undefined => statSync(paths.state, { throwIfNoEntry: false })?.ino;
  const opened = look();
  return () => opened !== undefined && look() === opened;
}

/** Resolves when the process is told to end or the cluster is gone. */
function ended(isPresent: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      if (!isPresent()) end();
    }, PRESENCE_MS);
    const end = (): void => {
      clearInterval(timer);
      resolve();
    };
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, end);
  });
}

function oneLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\s*\n\s*/g, " ");
}
