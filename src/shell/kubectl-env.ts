import { assert } from "../base/assert.ts";
import { connectClient } from "../cluster/connect.ts";
import { kubeconfigOf } from "../cluster/copy.ts";
import type { Session } from "../cluster/session.ts";
import { sleep } from "../cluster/wait.ts";
import type { KubectlEnv, KubectlFiles } from "../kubectl/env.ts";
import { parseRelease } from "../release/release.ts";

/** Home directory of the user of a lab's terminal. */
export const ROOT_HOME = "/root";

const KUBECONFIG_PATH = "/etc/kubernetes/admin.conf";

/** kubectl's outside in a lab: virtual files, one stream for all that is printed, no programs beside it. */
export function createLabEnv(session: Session, files: KubectlFiles, print: (text: string) => void): KubectlEnv {
  const { cluster } = session;
  const release = parseRelease(cluster.record.kubectlVersion);
  assert(release, `kubectl's version ${cluster.record.kubectlVersion} is known`);
  if (files.kind(KUBECONFIG_PATH) === undefined) files.write(KUBECONFIG_PATH, kubeconfigOf(cluster));
  return {
    stdout: print,
    stderr: print,
    stdin: () => "",
    files,
    published: async (url) => (await import("../cluster/manifests/published.ts")).publishedManifest(url),
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
    now: () => session.now(),
    sleep: (ms) => sleep(session, ms),
    isTerminal: false,
    isInputTerminal: false,
  };
}
