import { readFileSync } from "node:fs";
import { assert } from "../base/assert.ts";
import { textOfBytes } from "../base/byte-text.ts";
import { connectClient } from "../cluster/connect.ts";
import type { Session } from "../cluster/session.ts";
import { sleep, type Death } from "../cluster/wait.ts";
import type { KubectlEnv } from "../kubectl/env.ts";
import { parseRelease } from "../release/release.ts";
import { realFiles } from "./kubectl-files.ts";
import type { Output } from "./output.ts";
import { timeoutOfParent } from "./timeout-parent.ts";

/** kubectl's outside: the process' streams, files and programs, and the cluster of a session. */
export function createKubectlEnv(session: Session, output: Output): KubectlEnv {
  const { cluster } = session;
  const release = parseRelease(cluster.record.kubectlVersion);
  assert(release, `kubectl's version ${cluster.record.kubectlVersion} is known`);
  let killed: Death | undefined;
  let isParentKnown = false;

  function whenKilled(): Death | undefined {
    if (!isParentKnown) {
      isParentKnown = true;
      const afterMs = timeoutOfParent();
      if (afterMs !== undefined && cluster.transactor.clock().mode === "stepped") {
        killed = { at: session.now() + afterMs, wallMs: cluster.wall() + afterMs };
      }
    }
    return killed;
  }

  return {
    stdout: (text) => output.stdout(text),
    stderr: (text) => output.stderr(text),
    stdin() {
      // The user may take an hour to type, and what writes into a pipe may be a command that waits for the cluster: nobody is kept out meanwhile.
      session.release();
      // what was said is shown to whoever types
      if (process.getBuiltinModule("node:tty").isatty(0)) output.flush();
      return textOfBytes(readFileSync(0));
    },
    files: realFiles,
    published: async (url) => (await import("../cluster/manifests/published.ts")).publishedManifest(url),
    variable: (name) => process.env[name],
    variables: () => Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined)),
    home: process.env["HOME"] ?? process.getBuiltinModule("node:os").homedir(),
    programName: "kubectl",
    spawn(program, args, { inherit, stdin, env }) {
      // The user may stay in an editor for an hour: nobody is kept out meanwhile.
      session.release();
      output.flush();
      return spawnProgram(program, args, inherit, stdin, env);
    },
    release,
    catalog: cluster.catalog,
    clusterKubeconfig: cluster.paths.kubeconfig,
    connect: (server, identity, onWarning) =>
      connectClient(session, server, {
        credentials: identity,
        userAgent: identity.userAgent,
        onWarning,
        beforeWait: () => output.flush(),
        killed: whenKilled,
      }),
    now: () => session.now(),
    async sleep(ms, options = {}) {
      session.release();
      output.flush();
      const death = whenKilled();
      await sleep(session, ms, death ? { ...options, killed: death } : options);
    },
    sockets: async () => (await import("./kubectl-sockets.ts")).createKubectlSockets(session, output),
    // asked of the system when somebody wants to know: loading node:tty, as making process.stdout, costs more than a whole request
    get isTerminal() {
      return process.getBuiltinModule("node:tty").isatty(1);
    },
    get isInputTerminal() {
      return process.getBuiltinModule("node:tty").isatty(0);
    },
  };
}

function spawnProgram(
  program: string,
  args: readonly string[],
  inherit: boolean,
  stdin: string | undefined,
  env: Record<string, string> | undefined,
): ReturnType<KubectlEnv["spawn"]> {
  if (!program.includes("/") && Bun.which(program) === null) return undefined;
  const stream = inherit ? "inherit" : "pipe";
  try {
    const child = Bun.spawnSync([program, ...args], {
      stdin: stdin !== undefined ? Buffer.from(stdin) : inherit ? "inherit" : "ignore",
      stdout: stream,
      stderr: stream,
      env: { ...process.env, ...env },
    });
    return { status: child.exitCode ?? 1, stdout: child.stdout?.toString() ?? "", stderr: child.stderr?.toString() ?? "" };
  } catch {
    return undefined;
  }
}
