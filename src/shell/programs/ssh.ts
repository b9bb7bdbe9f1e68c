import { memoryOf } from "../../cluster/memory.ts";
import type { Node } from "../../kinds/core/node/types.ts";
import { canTalk, PC } from "../../network/node-faults.ts";
import type { Call, Program } from "../program.ts";
import { CUT } from "../shell.ts";

/** Flags of ssh and scp that take a value. ssh(1) */
const VALUED = new Set("bcDeEFIiJLlmOopPQRSWw");
/** What ssh ends with when the other side cannot be reached. */
const FAILED = CUT;
/** So long a machine asks the network for another one that does not answer. */
const UNANSWERED_MS = 3000;

/** Where a connection goes. */
export interface Remote {
  readonly user: string;
  /** As it was typed. */
  readonly host: string;
  readonly machine: string;
}

/** `ssh [USER@]NODE [COMMAND]`: keys have been exchanged, so that nobody is asked for anything. */
export const ssh: Program = async (call) => {
  const { flags, operands } = readFlags(call.args, true);
  const [target, ...words] = operands;
  if (target === undefined) {
    call.streams.err("usage: ssh [-46AaCfGgKkMNnqsTtVvXxYy] [-l login_name] [-p port] [user@]hostname [command]\n");
    return FAILED;
  }
  const remote = await connect(call, target, flags);
  if (remote === undefined) return FAILED;
  const { user, host, machine } = remote;
  if (words.length > 0) return call.runOn(machine, user, words.join(" "));
  if (call.terminal === undefined) {
    const script = call.streams.input.rest;
    call.streams.input.rest = "";
    return call.runOn(machine, user, script);
  }
  const status = await call.terminal.enter(call.shellOn(machine, { user }));
  call.streams.err(`${status === CUT ? `Connection to ${host} closed by remote host.\n` : ""}Connection to ${host} closed.\n`);
  return status;
};

/** Flags by their letter up to the first operand (ssh), or among operands (scp). */
export function readFlags(args: readonly string[], stops: boolean): { flags: Map<string, string>; operands: string[] } {
  const flags = new Map<string, string>();
  const operands: string[] = [];
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? "";
    if (!/^-[a-zA-Z0-9]/.test(arg)) {
      operands.push(arg);
      if (stops) return { flags, operands: [...operands, ...args.slice(at + 1)] };
    } else if (VALUED.has(arg[1] ?? "")) flags.set(arg[1] ?? "", arg.slice(2) || (args[++at] ?? ""));
    else for (const letter of arg.slice(1)) flags.set(letter, "");
  }
  return { flags, operands };
}

/** Reaches a machine by its name or address; says why not, as ssh does. */
export async function connect(call: Call, target: string, flags: ReadonlyMap<string, string>): Promise<Remote | undefined> {
  const at = target.lastIndexOf("@");
  const user = at < 0 ? (flags.get("l") ?? call.environment["USER"] ?? "root") : target.slice(0, at);
  const host = target.slice(at + 1).replace(/^ssh:\/\//, "");
  const port = flags.get("p") ?? "22";
  const machine = machineNamed(call, host);
  const complain = (text: string): undefined => {
    call.streams.err(`ssh: ${text}\n`);
  };
  if (machine === undefined && !/^\d+\.\d+\.\d+\.\d+$/.test(host))
    return complain(`Could not resolve hostname ${host}: Name or service not known`);
  if (machine === undefined || !canTalk(memoryOf(call.cluster.store), call.machine, machine)) {
    await call.sleep(UNANSWERED_MS);
    return complain(`connect to host ${host} port ${port}: No route to host`);
  }
  // Nobody serves ssh on the user's own machine.
  if (port !== "22" || machine === PC) return complain(`connect to host ${host} port ${port}: Connection refused`);
  return { user, host, machine };
}

function machineNamed({ cluster: { store }, machine }: Call, host: string): string | undefined {
  if (host === "localhost" || host.startsWith("127.")) return machine;
  const nodes = store.list("nodes") as readonly Node[];
  return nodes.find(({ metadata, status }) => metadata.name === host || status?.addresses?.some(({ address }) => address === host))
    ?.metadata.name;
}
