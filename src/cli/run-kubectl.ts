import { openCurrentCluster } from "../cluster/open-current.ts";
import { resolveHome } from "../cluster/home.ts";
import { createSession } from "../cluster/session.ts";
import { runKubectl } from "../kubectl/main.ts";
import { createKubectlEnv } from "./kubectl-env.ts";
import type { Output } from "./output.ts";

/** `k8sim kubectl …` against the cluster in use; resolves to kubectl's exit code. */
export async function runKubectlCommand(args: readonly string[], output: Output): Promise<number> {
  const cluster = await openCurrentCluster(resolveHome(process.env));
  const session = createSession(cluster);
  try {
    const code = await runKubectl(args, createKubectlEnv(session, output));
    await session.end();
    return code;
  } catch (error) {
    session.abort();
    throw error;
  }
}

/** What kubectl answers a shell that completes its words; it costs the cluster no time. */
export async function completeKubectl(args: readonly string[]): Promise<string> {
  const session = createSession(await openCurrentCluster(resolveHome(process.env)));
  let answer = "";
  const output: Output = { stdout: (text) => void (answer += text), stderr: () => undefined, flush: () => undefined };
  try {
    await runKubectl(["__complete", ...args], createKubectlEnv(session, output));
  } finally {
    session.abort();
    session.cluster.close();
  }
  return answer;
}
