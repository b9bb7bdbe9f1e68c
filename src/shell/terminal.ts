import { assert } from "../base/assert.ts";
import { connectClient } from "../cluster/connect.ts";
import { kubeconfigOf } from "../cluster/copy.ts";
import { createSession } from "../cluster/session.ts";
import type { Cluster } from "../cluster/cluster.ts";
import { sleep } from "../cluster/wait.ts";
import type { KubectlEnv, KubectlFiles } from "../kubectl/env.ts";
import { runKubectl } from "../kubectl/main.ts";
import { parseRelease } from "../release/release.ts";
import { splitWords, UnsupportedCommand } from "./words.ts";

/** What a command printed, on both streams in their order, and how it ended. */
export interface Printed {
  readonly text: string;
  readonly exitCode: number;
}

/** A shell of the control plane node's root, in the cluster's virtual time. */
export interface Terminal {
  /** Runs one command line to its end. Throws UnsupportedCommand for what is not emulated. */
  run(line: string): Promise<Printed>;
}

const ROOT_HOME = "/root";

/** Opens a terminal on a cluster. Files are the lab's own. */
export function openTerminal(cluster: Cluster, files: KubectlFiles): Terminal {
  return {
    async run(line) {
      const [program = "", ...args] = splitWords(line, ROOT_HOME);
      if (program !== "kubectl" && program !== "k") throw new UnsupportedCommand(`the lab's shell does not know the program "${program}" yet`);
      return runOnCluster(cluster, files, args);
    },
  };
}

async function runOnCluster(cluster: Cluster, files: KubectlFiles, args: readonly string[]): Promise<Printed> {
  const session = createSession(cluster);
  let text = "";
  const print = (more: string) => void (text += more);
  try {
    const exitCode = await runKubectl([...args], kubectlEnv(cluster, session, files, print));
    await session.end();
    return { text, exitCode };
  } catch (error) {
    session.abort();
    throw error;
  }
}

function kubectlEnv(cluster: Cluster, session: ReturnType<typeof createSession>, files: KubectlFiles, print: (text: string) => void): KubectlEnv {
  const release = parseRelease(cluster.record.kubectlVersion);
  assert(release, `kubectl's version ${cluster.record.kubectlVersion} is known`);
  return {
    stdout: print,
    stderr: print,
    stdin: () => "",
    files: withKubeconfig(files, cluster),
    variable: (name) => (name === "HOME" ? ROOT_HOME : undefined),
    variables: () => ({ HOME: ROOT_HOME }),
    home: ROOT_HOME,
    programName: "kubectl",
    spawn: () => undefined,
    release,
    catalog: cluster.catalog,
    clusterKubeconfig: KUBECONFIG_PATH,
    connect: (server, identity, onWarning) =>
      connectClient(session, server, { credentials: identity, userAgent: identity.userAgent, onWarning, beforeWait: () => undefined }),
    now: session.now,
    sleep: (ms) => sleep(session, ms),
    isTerminal: false,
  };
}

const KUBECONFIG_PATH = "/etc/kubernetes/admin.conf";

/** The lab's files with the cluster's own kubeconfig among them. */
function withKubeconfig(files: KubectlFiles, cluster: Cluster): KubectlFiles {
  if (files.kind(KUBECONFIG_PATH) === undefined) files.write(KUBECONFIG_PATH, kubeconfigOf(cluster));
  return files;
}
