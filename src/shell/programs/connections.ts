import { connectFrom, runTool } from "../../cluster/machine-tools.ts";
import type { Node } from "../../kinds/core/node/types.ts";
import { memoryOf } from "../../cluster/memory.ts";
import { canTalk } from "../../network/node-faults.ts";
import { placeNamed } from "../../network/place-named.ts";
import type { Place, Refusal } from "../../network/types.ts";
import { filesOnDisk } from "../tool-files.ts";
import { type Call, type Program, UnsupportedCommand } from "../program.ts";

function placeOf({ machine, cluster }: Call): Place {
  return placeNamed(machine, cluster.store) ?? { kind: "pc" };
}

/** `ping`, `nslookup` and `wget`: what they print comes when it comes. */
export function tool(name: string): Program {
  return async (call) => {
    const { args, disk, directory, machine, streams } = call;
    if (name === "nslookup" && args.filter((arg) => !arg.startsWith("-")).length > 1)
      throw new UnsupportedCommand("the lab's nslookup asks the machine's own name server alone: ask the cluster's from a pod");
    const begun = call.now();
    const where = { place: placeOf(call), name: machine, files: filesOnDisk(disk, begun), directory };
    const { output, ended } = await call.within((session) => runTool(session, [name, ...args], where));
    for (const { atMs, text } of output) {
      await call.sleep(begun + atMs - call.now());
      streams.out(text);
    }
    await call.sleep(begun + (ended?.atMs ?? call.patientUntil() - begun) - call.now());
    return ended?.exitCode ?? 0;
  };
}

const REFUSALS: Readonly<Record<Refusal, string>> = {
  "no-route": "No route to host",
  refused: "Connection refused",
  timeout: "Connection timed out",
};

/** Where every machine of the cluster that is on and within reach listens for ssh. */
const SSH_PORT = 22;

function isMachineOn({ cluster: { store }, machine }: Call, address: string): boolean {
  const node = (store.list("nodes") as readonly Node[]).find(({ status }) => status?.addresses?.some((one) => one.address === address));
  return node !== undefined && canTalk(memoryOf(store), machine, node.metadata.name ?? "");
}

/** A connection and nothing more: why there is none, or undefined. */
async function attempt(call: Call, host: string, port: number, timeoutMs: number): Promise<{ address: string; why?: string } | undefined> {
  const made = await call.within((session) => connectFrom(session, placeOf(call), host, port));
  if (made === undefined) return undefined;
  const { address, connection } = made;
  if (connection.kind !== "refused" || (port === SSH_PORT && isMachineOn(call, address))) return { address };
  await call.sleep(Math.min(connection.afterMs, timeoutMs));
  return { address, why: connection.afterMs > timeoutMs ? REFUSALS.timeout : REFUSALS[connection.why] };
}

/** `telnet HOST [PORT]`: what it says before anybody types. */
export const telnet: Program = async (call) => {
  const [host = "", port = "23"] = call.args.filter((arg) => !arg.startsWith("-"));
  const made = await attempt(call, host, Number(port), Infinity);
  if (made === undefined) {
    call.streams.err(`telnet: ${host}: Name or service not known\n${host}: Unknown host\n`);
    return 1;
  }
  call.streams.out(`Trying ${made.address}...\n`);
  if (made.why !== undefined) {
    call.streams.err(`telnet: connect to address ${made.address}: ${made.why}\n`);
    return 1;
  }
  call.streams.out(`Connected to ${host}.\nEscape character is '^]'.\n`);
  if (call.terminal === undefined) call.streams.out("Connection closed by foreign host.\n");
  return 0;
};

/** `nc -zv HOST PORT`: ncat on Red Hat's machines, BSD's elsewhere. Data is not sent. */
export const nc: Program = async (call) => {
  const seconds = call.args.findIndex((arg) => arg === "-w");
  const [host = "", port = ""] = call.args.filter((arg, at) => !arg.startsWith("-") && (seconds < 0 || at !== seconds + 1));
  const isVerbose = call.args.some((arg) => /^-\w*v/.test(arg));
  const timeoutMs = seconds < 0 ? Infinity : Number(call.args[seconds + 1]) * 1000;
  const made = await attempt(call, host, Number(port), timeoutMs);
  const node = call.cluster.store.get("nodes", "", call.machine) as Node | undefined;
  const isNcat = /CentOS|Red Hat|Rocky/.test(node?.status?.nodeInfo?.osImage ?? "");
  const say = (text: string): void => call.streams.err(`${text}\n`);
  if (isNcat && isVerbose) say("Ncat: Version 7.50 ( https://nmap.org/ncat )");
  if (made === undefined) {
    say(
      isNcat
        ? `Ncat: Could not resolve hostname "${host}": Name or service not known. QUITTING.`
        : `nc: getaddrinfo for host "${host}" port ${port}: Name or service not known`,
    );
    return isNcat ? 2 : 1;
  }
  if (made.why !== undefined) {
    if (isNcat) say(`Ncat: ${made.why}.`);
    else if (isVerbose) say(`nc: connect to ${host} port ${port} (tcp) failed: ${made.why}`);
    return 1;
  }
  if (isVerbose && isNcat) say(`Ncat: Connected to ${made.address}:${port}.\nNcat: 0 bytes sent, 0 bytes received in 0.01 seconds.`);
  else if (isVerbose) say(`Connection to ${host} ${port} port [tcp/${SERVICES[port] ?? "*"}] succeeded!`);
  return 0;
};

/** Names of ports in /etc/services. */
const SERVICES: Readonly<Record<string, string>> = { 22: "ssh", 53: "domain", 80: "http", 443: "https", 3306: "mysql", 8080: "http-alt" };
