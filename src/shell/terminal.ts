import { parseGoDuration } from "../base/go-duration.ts";
import type { Cluster } from "../cluster/cluster.ts";
import { createSession, type Session } from "../cluster/session.ts";
import { advanceTime, settle } from "../cluster/time.ts";
import { sleep } from "../cluster/wait.ts";
import type { KubectlFiles } from "../kubectl/env.ts";
import { runKubectl } from "../kubectl/main.ts";
import { curlIn } from "./curl.ts";
import { createLabEnv, ROOT_HOME } from "./kubectl-env.ts";
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

/** One call of a program. */
interface Call {
  readonly args: readonly string[];
  readonly session: Session;
  readonly files: KubectlFiles;
  print(text: string): void;
}

/** A program's exit code. */
type Program = (call: Call) => Promise<number>;

const SETTLE_TIMEOUT_MS = 600_000;

const programs: Readonly<Record<string, Program>> = {
  kubectl: ({ args, session, files, print }) => runKubectl(args, createLabEnv(session, files, print)),
  k: (call) => run("kubectl", call),
  curl: async ({ args, session, print }) => {
    const { stdout, stderr, exitCode } = await curlIn(
      session,
      args.some((arg) => arg.startsWith("--from")) ? args : ["--from", controlPlane(session), ...args],
    );
    print(stderr + stdout);
    return exitCode;
  },
  sleep: async ({ args: [seconds = "0"], session }) => {
    await sleep(session, parseGoDuration(/^[\d.]+$/.test(seconds) ? `${seconds}s` : seconds));
    return 0;
  },
  k8sim: (call) => run(`k8sim ${call.args[0] ?? ""}`, { ...call, args: call.args.slice(1) }),
  "k8sim kubectl": (call) => run("kubectl", call),
  "k8sim curl": (call) =>
    run("curl", { ...call, args: call.args.some((arg) => arg.startsWith("--from")) ? call.args : ["--from", "pc", ...call.args] }),
  "k8sim time": async ({ args: [what, duration = ""], session }) => {
    if (what === "advance") await advanceTime(session, parseGoDuration(duration));
    else if (what === "settle") await settle(session, SETTLE_TIMEOUT_MS);
    else throw new UnsupportedCommand(`the lab's shell does not know "k8sim time ${what ?? ""}" yet`);
    return 0;
  },
};

/** Opens a terminal on a cluster. Files are the lab's own. */
export function openTerminal(cluster: Cluster, files: KubectlFiles): Terminal {
  return {
    async run(line) {
      const [program = "", ...args] = splitWords(line, ROOT_HOME);
      const session = createSession(cluster);
      let text = "";
      try {
        const exitCode = await run(program, { args, session, files, print: (more) => void (text += more) });
        await session.end();
        return { text, exitCode };
      } catch (error) {
        session.abort();
        throw error;
      }
    },
  };
}

function run(name: string, call: Call): Promise<number> {
  const program = Object.hasOwn(programs, name) ? programs[name] : undefined;
  if (program === undefined) throw new UnsupportedCommand(`the lab's shell does not know the program "${name}" yet`);
  return program(call);
}

/** The machine that the terminal is on. */
function controlPlane({ cluster: { store } }: Session): string {
  const nodes = store.list("nodes");
  const isControlPlane = (labels: Readonly<Record<string, string>> = {}) =>
    "node-role.kubernetes.io/control-plane" in labels || "node-role.kubernetes.io/master" in labels;
  return (nodes.find(({ metadata }) => isControlPlane(metadata.labels)) ?? nodes[0])?.metadata.name ?? "";
}
