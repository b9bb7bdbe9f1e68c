import { assert } from "../base/assert.ts";
import { connectClient } from "../cluster/connect.ts";
import type { Session } from "../cluster/session.ts";
import type { Pod } from "../kinds/core/pod/types.ts";
import { sleep } from "../cluster/wait.ts";
import { Interrupted, type KubectlEnv } from "../kubectl/env.ts";
import { parseRelease } from "../release/release.ts";
import { kubectlFilesOn } from "./kubectl-files.ts";
import { ADMIN_KUBECONFIG, ROOT_HOME } from "./machines.ts";
import type { Call } from "./program.ts";
import { spawn } from "./spawn.ts";

/** What kubectl needs of the call of it. */
export type LabEnvCall = Pick<Call, "directory" | "disk" | "edit" | "environment" | "patientUntil" | "streams" | "terminal">;

/** kubectl's outside in a lab: the machine's own files and streams, and programs that only know text. */
export function createLabEnv(session: Session, call: LabEnvCall): KubectlEnv {
  const { cluster } = session;
  const { streams, disk, directory, environment, terminal } = call;
  const release = parseRelease(cluster.record.kubectlVersion);
  assert(release, `kubectl's version ${cluster.record.kubectlVersion} is known`);
  const home = environment["HOME"] ?? ROOT_HOME;
  const patience = {
    get until() {
      return call.patientUntil();
    },
    isOver: () => session.now() >= call.patientUntil(),
    end(): never {
      throw new Interrupted();
    },
  };
  return {
    stdout: streams.out,
    stderr: streams.err,
    stdin() {
      const text = streams.input.rest;
      streams.input.rest = "";
      return text;
    },
    files: kubectlFilesOn(disk, directory),
    published: async (url) => (await import("../cluster/manifests/published.ts")).publishedManifest(url),
    variable: (name) => environment[name],
    variables: () => environment,
    home,
    programName: "kubectl",
    spawn: (program, args, { inherit }) =>
      spawn(program, args, inherit, { directory, disk, environment, streams, edit: call.edit, now: session.now() }),
    release,
    catalog: cluster.catalog,
    clusterKubeconfig: disk.kind(ADMIN_KUBECONFIG) === undefined ? `${home}/.kube/config` : ADMIN_KUBECONFIG,
    connect: (server, identity, onWarning) =>
      connectClient(session, server, {
        credentials: identity,
        userAgent: identity.userAgent,
        onWarning,
        beforeWait: () => undefined,
        patience,
      }),
    now: () => session.now(),
    async sleep(ms) {
      if (patience.isOver()) patience.end();
      await sleep(session, ms, { interrupted: patience.isOver });
    },
    ...(terminal === undefined
      ? {}
      : {
          async typeIn(pod: Pod, container: string, command?: readonly string[]) {
            const { openPodShell } = await import("./pod-shell.ts");
            session.release();
            const shell = await openPodShell(terminal.machines, pod, container, command);
            return shell && terminal.enter(shell);
          },
        }),
    isTerminal: false,
    isInputTerminal: terminal !== undefined,
  };
}
