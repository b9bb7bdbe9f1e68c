import { parseGoDuration } from "../../base/go-duration.ts";
import { advanceTime, settle } from "../../cluster/time.ts";
import { runKubectl } from "../../kubectl/main.ts";
import { createLabEnv } from "../kubectl-env.ts";
import { type Call, type Program, UnsupportedCommand } from "../program.ts";

const SETTLE_TIMEOUT_MS = 600_000;

/** The kubectl of the cluster's version. */
export const kubectl: Program = (call) => call.within((session) => runKubectl(call.args, createLabEnv(session, call)));

/** k8sim itself, as far as its commands make sense inside a lab. */
export const k8sim: Program = async (call) => {
  const [command = "", ...args] = call.args;
  if (command === "kubectl") return call.run(["kubectl", ...args]);
  if (command === "curl") return call.run(["curl", ...(args.some((arg) => arg.startsWith("--from")) ? [] : ["--from", "pc"]), ...args]);
  if (call.machines.own !== undefined) return call.machines.own(call.args, call.streams);
  if (command === "time") return time(call, args);
  if (command === "node") return node(call, args);
  if (command === "load") return (await import("./load.ts")).load(call, args);
  throw new UnsupportedCommand(`the lab's shell does not know the program "k8sim ${command}" yet`);
};

async function time(call: Call, [what = "", duration = ""]: readonly string[]): Promise<number> {
  if (what === "advance") await call.within((session) => advanceTime(session, parseGoDuration(duration)));
  else if (what === "settle") await call.within((session) => settle(session, SETTLE_TIMEOUT_MS));
  else throw new UnsupportedCommand(`the lab's shell does not know "k8sim time ${what}" yet`);
  return 0;
}

/** `k8sim node NAME ACTION [--at +30s]` */
async function node(call: Call, [name = "", word = "", flag, when = "0s"]: readonly string[]): Promise<number> {
  const { act, nodeAction, nodeNamed } = await import("../../cluster/faults.ts");
  const afterMs = flag === "--at" ? parseGoDuration(when.replace(/^\+/, "")) : 0;
  await call.within(async (session) => {
    const found = nodeNamed(name, session);
    await act(session, { do: "node", node: found, action: nodeAction(found, word, session) }, afterMs);
  });
  call.streams.out(`node/${name} ${word}\n`);
  return 0;
}
