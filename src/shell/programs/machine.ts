import { act, nodeAction } from "../../cluster/faults.ts";
import { memoryOf } from "../../cluster/memory.ts";
import type { Node } from "../../kinds/core/node/types.ts";
import { forwards, PC } from "../../network/node-faults.ts";
import { approximateValue, parseQuantity } from "../../machinery/quantity.ts";
import { formatDate } from "../../base/userland/date.ts";
import { type Call, type Program, UnsupportedCommand } from "../program.ts";

/** Modules of the kernel that labs name. Only br_netfilter is of consequence. */
const MODULES =
  /^(br_netfilter|bridge|configs|dummy|ip_set|ip_tables|ip_vs(_\w+)?|ip6\w*|ipip|iptable_\w+|ipt_\w+|llc|nbd|nf_\w+|nfs|nfsd|overlay|rbd|stp|tun|veth|vxlan|wireguard|x_tables|xt_\w+)$/;

function nodeOf({ cluster, machine }: Call): Node | undefined {
  return cluster.store.get("nodes", "", machine) as Node | undefined;
}

async function change(call: Call, action: string): Promise<number> {
  if (call.machine === PC) throw new UnsupportedCommand("k8sim does not emulate your own machine: go to a node by ssh");
  await call.within((session) => act(session, { do: "node", node: call.machine, action: nodeAction(call.machine, action, session) }, 0));
  return 0;
}

/** `modprobe [-r] MODULE`: without br_netfilter, and after the restart of the network that goes with it, a node passes on no packets of pods. */
export const modprobe: Program = (call) => {
  const name = call.args.find((arg) => !arg.startsWith("-")) ?? "";
  const removes = call.args.some((arg) => arg === "-r" || arg === "--remove");
  const isLoaded = forwards(memoryOf(call.cluster.store), call.machine);
  if (name === "br_netfilter" && removes === isLoaded) return change(call, removes ? "unload-module" : "load-module");
  if (MODULES.test(name)) return 0;
  const kernel = nodeOf(call)?.status?.nodeInfo?.kernelVersion ?? "";
  call.streams.err(`modprobe: FATAL: Module ${name} not found${/el7/.test(kernel) ? "" : ` in directory /lib/modules/${kernel}`}.\n`);
  return 1;
};

/** `rmmod br_netfilter` */
export const rmmod: Program = (call) => call.run(["modprobe", "-r", ...call.args]);

/** The modules that networks of pods need. */
export const lsmod: Program = (call) => {
  const hasFilter = forwards(memoryOf(call.cluster.store), call.machine);
  const rows: [string, number, string][] = [
    ...(hasFilter ? ([["br_netfilter", 22256, "0"]] as [string, number, string][]) : []),
    ["bridge", 151336, hasFilter ? "1 br_netfilter" : "0"],
    ["stp", 12976, "1 bridge"],
    ["overlay", 91659, "0"],
    ["nf_conntrack", 139264, "0"],
  ];
  call.streams.out("Module                  Size  Used by\n");
  for (const [name, size, users] of rows) call.streams.out(`${name.padEnd(19)} ${String(size).padStart(8)}  ${users}\n`);
  return 0;
};

/** The machine boots anew; who is there from another one is thrown out. */
export const reboot: Program = async (call) => {
  await change(call, "reboot");
  call.hangUp();
  return 0;
};

export const poweroff: Program = async (call) => {
  await change(call, "down");
  call.hangUp();
  return 0;
};

/** `shutdown -h now`, `shutdown -r now` */
export const shutdown: Program = (call) => {
  const when = call.args.find((arg) => !arg.startsWith("-"));
  if (when !== "now" && when !== "+0") throw new UnsupportedCommand(`the lab's shutdown knows "now" alone, not "${when ?? "+1"}"`);
  return call.run([call.args.includes("-r") ? "reboot" : "poweroff"]);
};

/** Swap is off on every node, and stays so. */
export const swap: Program = () => 0;

/** `uname [-a|-r|-s|-n|-m|-v|-o]` */
export const uname: Program = (call) => {
  const kernel = nodeOf(call)?.status?.nodeInfo?.kernelVersion ?? "5.15.0";
  const parts: Readonly<Record<string, string>> = {
    s: "Linux",
    n: call.machine,
    r: kernel,
    v: kernel === "3.10.0-1127.19.1.el7.x86_64" ? "#1 SMP Tue Aug 25 17:23:54 UTC 2020" : "#1 SMP",
    m: "x86_64",
    p: "x86_64",
    i: "x86_64",
    o: "GNU/Linux",
  };
  const letters = call.args.join("").replace(/-/g, "") || "s";
  const chosen = letters.includes("a") ? Object.keys(parts) : Object.keys(parts).filter((letter) => letters.includes(letter));
  call.streams.out(`${chosen.map((letter) => parts[letter]).join(" ")}\n`);
  return 0;
};

/** `hostnamectl`: what is known of the machine; names are not changed. */
export const hostnamectl: Program = (call) => {
  if (call.args.length > 0 && call.args[0] !== "status") throw new UnsupportedCommand("k8sim does not change a machine's name");
  const { osImage = "", kernelVersion = "" } = nodeOf(call)?.status?.nodeInfo ?? {};
  const row = (title: string, value: string): string => `${title.padStart(18)}: ${value}\n`;
  call.streams.out(
    `${row("Static hostname", call.machine)}${row("Icon name", "computer-vm")}${row("Chassis", "vm")}${row("Virtualization", "kvm")}${row("Operating System", osImage)}${row("Kernel", `Linux ${kernelVersion}`)}${row("Architecture", "x86-64")}`,
  );
  return 0;
};

/** So much of a node's memory its system is taken to use, in KiB. */
const SYSTEM_KIB = 700 * 1024;

/** `free [-m|-g|-h]`: the memory that the node reports, of which its system is taken to use a part. */
export const free: Program = (call) => {
  const total = approximateValue(parseQuantity(nodeOf(call)?.status?.capacity?.["memory"] ?? "2Gi")) / 1024;
  const used = Math.min(SYSTEM_KIB, total / 2);
  const divisor = { "-m": 1024, "-g": 1024 * 1024 }[call.args[0] ?? ""] ?? 1;
  const human = (kib: number): string => (kib >= 1024 * 1024 ? `${(kib / 1024 / 1024).toFixed(1)}G` : `${Math.floor(kib / 1024)}M`);
  const show = (kib: number): string => (call.args.includes("-h") ? human(kib) : String(Math.floor(kib / divisor)));
  const row = (title: string, values: readonly number[]): string =>
    `${title}${values.map((value, at) => show(value).padStart(at === 0 ? 19 - title.length : 12)).join("")}\n`;
  call.streams.out("              total        used        free      shared  buff/cache   available\n");
  call.streams.out(row("Mem:", [total, used, total - 1.5 * used, used / 50, used / 2, total - used]));
  call.streams.out(row("Swap:", [0, 0, 0]));
  return 0;
};

/** How long the cluster is there, and nobody works on it. */
export const uptime: Program = (call) => {
  const since = Date.parse(nodeOf(call)?.metadata.creationTimestamp ?? "") || call.now();
  const minutes = Math.floor((call.now() - since) / 60_000);
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60];
  const clock = hours > 0 ? `${hours}:${String(rest).padStart(2, "0")}` : `${rest} min`;
  const day = days > 0 ? `${days} day${days > 1 ? "s" : ""}, ` : "";
  call.streams.out(` ${formatDate("%H:%M:%S", call.now())} up ${day}${clock},  1 user,  load average: 0.00, 0.01, 0.05\n`);
  return 0;
};
