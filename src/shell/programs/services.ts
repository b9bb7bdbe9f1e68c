import { act, nodeAction } from "../../cluster/faults.ts";
import { formatGoDuration } from "../../base/go-duration.ts";
import type { Node } from "../../kinds/core/node/types.ts";
import { memoryOf } from "../../cluster/memory.ts";
import { faultOf, PC } from "../../network/node-faults.ts";
import { type Call, type Program, UnsupportedCommand } from "../program.ts";

/** What systemd ends with for a unit that there is not. */
const NO_UNIT = 5;
/** What `is-active` and `status` end with for a unit that does not run. */
const INACTIVE = 3;

interface Unit {
  readonly description: string;
  /** The name under which systemd has it, where another is typed. */
  readonly name?: string;
  readonly documentation?: string;
  /** What stopping it would do to the node is not emulated. */
  readonly carriesContainers?: true;
  /** It is there, but does not run until it is started. */
  readonly isIdle?: true;
}

const UNITS: Readonly<Record<string, Unit>> = {
  chronyd: { description: "NTP client/server" },
  containerd: { description: "containerd container runtime", documentation: "https://containerd.io", carriesContainers: true },
  crond: { description: "Command Scheduler" },
  docker: { description: "Docker Application Container Engine", documentation: "https://docs.docker.com", carriesContainers: true },
  firewalld: { description: "firewalld - dynamic firewall daemon", isIdle: true },
  kubelet: { description: "kubelet: The Kubernetes Node Agent", documentation: "https://kubernetes.io/docs/" },
  network: { description: "LSB: Bring up/down networking" },
  NetworkManager: { description: "Network Manager" },
  networking: { description: "Raise network interfaces" },
  nfs: { name: "nfs-server", description: "NFS server and services", isIdle: true },
  "nfs-kernel-server": { name: "nfs-server", description: "NFS server and services", isIdle: true },
  "nfs-server": { description: "NFS server and services", isIdle: true },
  ntpd: { description: "Network Time Service" },
  rpcbind: { description: "RPC bind service" },
  sshd: { description: "OpenSSH server daemon" },
  "systemd-networkd": { description: "Network Configuration" },
  "systemd-resolved": { description: "Network Name Resolution" },
  ufw: { description: "Uncomplicated firewall", isIdle: true },
};

/** Where a machine keeps which of its idle services were started. */
const STARTED = "/run/systemd/started";

/** `systemctl ACTION [UNIT…]` and, with the words turned round, `service UNIT ACTION`. */
export const systemctl: Program = async (call) => {
  const words = call.args.filter((arg) => !arg.startsWith("-"));
  const [action = "", ...units] = words;
  if (call.machine === PC) throw new UnsupportedCommand("systemctl works on the cluster's machines: go there by ssh");
  if (action === "daemon-reload" || action === "daemon-reexec" || action === "reset-failed") return 0;
  if (action === "reboot" || action === "poweroff") return call.run([action]);
  if (!Object.hasOwn(ACTIONS, action)) throw new UnsupportedCommand(`the lab's systemctl does not know "${action}" yet`);
  let status = 0;
  for (const word of units) {
    const name = word.replace(/\.service$/, "");
    const unit = Object.hasOwn(UNITS, name) ? UNITS[name] : undefined;
    const ended = unit === undefined ? unknown(call, action, name) : await ACTIONS[action]?.(call, name, unit);
    status = ended || status;
  }
  return status;
};

export const service: Program = (call) => call.run(["systemctl", call.args[1] ?? "status", call.args[0] ?? ""]);

type Action = (call: Call, name: string, unit: Unit) => number | Promise<number>;

const ACTIONS: Readonly<Record<string, Action>> = {
  disable: () => 0,
  enable(call, name, unit) {
    const full = unit.name ?? name;
    if (unit.isIdle && !isStarted(call, full))
      call.streams.err(
        `Created symlink ${isUbuntu(call) ? "" : "from "}/etc/systemd/system/multi-user.target.wants/${full}.service ${isUbuntu(call) ? "→" : "to"} ${library(call)}/${full}.service.\n`,
      );
    return call.args.includes("--now") ? start(call, name, unit) : 0;
  },
  "is-active"(call, name, unit) {
    const isActive = isRunning(call, name, unit);
    call.streams.out(isActive ? "active\n" : unit.isIdle ? "unknown\n" : "inactive\n");
    return isActive ? 0 : INACTIVE;
  },
  "is-enabled"(call, _name, unit) {
    call.streams.out(unit.isIdle ? "disabled\n" : "enabled\n");
    return unit.isIdle ? 1 : 0;
  },
  reload: () => 0,
  restart,
  start,
  status,
  stop,
  "try-restart": restart,
};

function start(call: Call, name: string, unit: Unit): number | Promise<number> {
  if (name === "kubelet") return isRunning(call, name, unit) ? 0 : change(call, "start-kubelet");
  if (unit.isIdle) setStarted(call, unit.name ?? name, true);
  return 0;
}

function stop(call: Call, name: string, unit: Unit): number | Promise<number> {
  if (name === "kubelet") return isRunning(call, name, unit) ? change(call, "stop-kubelet") : 0;
  if (unit.isIdle) {
    setStarted(call, unit.name ?? name, false);
    return 0;
  }
  if (unit.carriesContainers || /^(network|NetworkManager|networking|systemd-networkd)$/.test(name))
    throw new UnsupportedCommand(
      `k8sim does not emulate a node without ${name}: "k8sim node ${call.machine} down" and "cut-network" are there`,
    );
  return 0;
}

async function restart(call: Call, name: string, unit: Unit): Promise<number> {
  if (unit.carriesContainers)
    throw new UnsupportedCommand(`k8sim does not emulate a restart of ${name}, which ends every container of the node`);
  if (name === "kubelet" && isRunning(call, name, unit)) await change(call, "stop-kubelet");
  return start(call, name, unit);
}

async function change(call: Call, action: string): Promise<number> {
  await call.within((session) => act(session, { do: "node", node: call.machine, action: nodeAction(call.machine, action, session) }, 0));
  return 0;
}

/** The head of what systemd shows; processes and the journal are not emulated. */
function status(call: Call, name: string, unit: Unit): number {
  const { streams, cluster, machine } = call;
  const full = unit.name ?? name;
  const isActive = isRunning(call, name, unit);
  const enabled = unit.isIdle ? "disabled" : "enabled";
  const fault = faultOf(memoryOf(cluster.store), machine);
  const node = cluster.store.get("nodes", "", machine) as Node | undefined;
  const since = isActive ? Date.parse(node?.metadata.creationTimestamp ?? "") : (fault?.since ?? call.now());
  const drop = full === "kubelet" ? `  Drop-In: ${library(call)}/kubelet.service.d\n           └─10-kubeadm.conf\n` : "";
  const state = isActive
    ? `active (running) since ${stamp(since)}; ${ago(call.now() - since)} ago`
    : `inactive (dead)${unit.isIdle ? "" : ` since ${stamp(since)}; ${ago(call.now() - since)} ago`}`;
  streams.out(
    `● ${full}.service - ${unit.description}\n   Loaded: loaded (${library(call)}/${full}.service; ${enabled}; vendor preset: ${isUbuntu(call) ? "enabled" : "disabled"})\n${drop}   Active: ${state}\n${unit.documentation === undefined ? "" : `     Docs: ${unit.documentation}\n`}`,
  );
  return isActive ? 0 : INACTIVE;
}

function stamp(at: number): string {
  const [date = "", time = ""] = new Date(at).toISOString().split(/[T.]/);
  return `${new Date(at).toUTCString().slice(0, 3)} ${date} ${time} UTC`;
}

function ago(ms: number): string {
  return formatGoDuration(Math.floor(Math.max(0, ms) / 1000) * 1000)
    .replace(/(\d+)h(\d+)m.*/, "$1h $2min")
    .replace(/^(\d+)m(\d+)s$/, "$1min $2s");
}

function unknown(call: Call, action: string, name: string): number {
  if (action === "status") call.streams.err(`Unit ${name}.service could not be found.\n`);
  else if (action === "is-active") call.streams.out("unknown\n");
  else if (action === "enable" || action === "disable") call.streams.err("Failed to execute operation: No such file or directory\n");
  else call.streams.err(`Failed to ${action} ${name}.service: Unit ${action === "stop" ? `${name}.service not loaded` : "not found"}.\n`);
  return action === "status" ? 4 : action === "is-active" ? INACTIVE : action === "enable" || action === "disable" ? 1 : NO_UNIT;
}

function isRunning(call: Call, name: string, unit: Unit): boolean {
  if (unit.isIdle) return isStarted(call, unit.name ?? name);
  if (name !== "kubelet") return true;
  return faultOf(memoryOf(call.cluster.store), call.machine)?.kind !== "kubelet-stopped";
}

function isStarted({ disk }: Call, name: string): boolean {
  return disk.kind(`${STARTED}/${name}`) !== undefined;
}

function setStarted({ disk }: Call, name: string, isOn: boolean): void {
  if (isOn) disk.write(`${STARTED}/${name}`, "");
  else disk.remove(`${STARTED}/${name}`);
}

function isUbuntu({ cluster, machine }: Call): boolean {
  return /Ubuntu|Debian/.test((cluster.store.get("nodes", "", machine) as Node | undefined)?.status?.nodeInfo?.osImage ?? "");
}

function library(call: Call): string {
  return isUbuntu(call) ? "/lib/systemd/system" : "/usr/lib/systemd/system";
}
