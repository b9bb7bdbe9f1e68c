import { runKubectl } from "../../kubectl/main.ts";
import { createLabEnv } from "../kubectl-env.ts";
import type { Call, Program } from "../program.ts";

/** What kubectl prints, for whoever reads it. */
async function printed(call: Call, args: readonly string[]): Promise<{ text: string; exitCode: number }> {
  let text = "";
  const streams = { ...call.streams, out: (part: string) => void (text += part), err: () => undefined };
  const exitCode = await call.within((session) => runKubectl(args, createLabEnv(session, { ...call, streams })));
  return { text, exitCode };
}

/** `kubens [NAMESPACE]`: lists namespaces, `-c` says the current one, a name makes it the current one. github.com/ahmetb/kubectx, 0.9 */
export const kubens: Program = async (call) => {
  const [name] = call.args;
  const { streams } = call;
  if (name === undefined || name === "-c" || name === "--current") {
    const args = name === undefined ? ["get", "namespaces", "-o", NAMES] : ["config", "view", "--minify", "-o", "jsonpath={..namespace}"];
    const { text, exitCode } = await printed(call, args);
    streams.out(name === undefined ? text : `${text === "" ? "default" : text}\n`);
    return exitCode;
  }
  if ((await printed(call, ["get", "namespace", name])).exitCode !== 0) {
    streams.err(`error: no namespace exists with name "${name}".\n`);
    return 1;
  }
  const exitCode = await call.run(["kubectl", "config", "set-context", "--current", `--namespace=${name}`]);
  if (exitCode === 0) streams.out(`Active namespace is "${name}".\n`);
  return exitCode;
};

const NAMES = 'jsonpath={range .items[*]}{.metadata.name}{"\\n"}{end}';

/** `kubectx [CONTEXT]`: lists contexts, `-c` says the current one, a name makes it the current one. github.com/ahmetb/kubectx, 0.9 */
export const kubectx: Program = async (call) => {
  const [name] = call.args;
  if (name === undefined) return call.run(["kubectl", "config", "get-contexts", "-o", "name"]);
  if (name === "-c" || name === "--current") return call.run(["kubectl", "config", "current-context"]);
  if ((await printed(call, ["config", "use-context", name])).exitCode !== 0) {
    call.streams.err(`error: no context exists with the name: "${name}".\n`);
    return 1;
  }
  call.streams.out(`Switched to context "${name}".\n`);
  return 0;
};
