import { ipv4Number } from "../../base/ipv4.ts";
import { readTables, type ShownRow } from "../tables.ts";
import { isShownFile, isStep, type ExpectedLine, type Transcript } from "../transcript.ts";

/** What is shown of one machine. */
export interface ShownMachine {
  controlPlane?: boolean;
  address?: string;
  version?: string;
  osImage?: string;
  kernelVersion?: string;
  containerRuntime?: string;
  /** Addresses of pods on it. */
  readonly pods: Set<string>;
}

/** What a document's outputs show of machines and networks. */
export interface ShownMachines {
  readonly nodes: ReadonlyMap<string, ShownMachine>;
  /** Names in lists of all nodes. */
  readonly listed: ReadonlySet<string>;
  /** Ages of nodes, one mapping for each list of them. */
  readonly ages: readonly ReadonlyMap<string, string>[];
  /** The host that prompts name most, when it is none of those on which pods run. */
  readonly host?: string;
  /** Addresses that are asked on node ports. */
  readonly asked: readonly string[];
  /** Cluster IP of the service `kubernetes`. */
  readonly apiAddress?: string;
  readonly clusterIps: readonly string[];
}

const NAME = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/;

/** Pods that every installer puts on their node's own network. */
const HOST_NETWORK =
  /^(?:pod\/)?(?:calico-node|etcd|kindnet|kube-(?:apiserver|controller-manager|flannel(?:-ds\S*)?|proxy|scheduler)|nginx-proxy|nodelocaldns|speaker)-/;

/** Reads a document's tables for its machines. */
export function machinesShown({ items }: Transcript): ShownMachines {
  const nodes = new Map<string, ShownMachine>();
  const listed = new Set<string>();
  const ages: Map<string, string>[] = [];
  const hosts = new Map<string, number>();
  const asked = new Set<string>();
  const announced = new Set<string>();
  const clusterIps = new Set<string>();
  let apiAddress: string | undefined;
  const machine = (name: string): ShownMachine => {
    let found = nodes.get(name);
    if (found === undefined) nodes.set(name, (found = { pods: new Set() }));
    return found;
  };
  for (const item of items) {
    if (isShownFile(item)) continue;
    if (isStep(item)) {
      for (const [, address = ""] of item.command.matchAll(/(\d+\.\d+\.\d+\.\d+):3[0-2]\d{3}\b/g))
        if (!announced.has(address)) asked.add(address);
      const host = /@([\w.-]+)/.exec(item.prompt ?? "")?.[1];
      if (host !== undefined && NAME.test(host)) hosts.set(host, (hosts.get(host) ?? 0) + 1);
    }
    if (isStep(item) && /\bdescribe\b/.test(item.command)) readDescriptions(item.expected ?? []);
    const isTop = isStep(item) && /\btop\s+(?:no|nodes?)\b/.test(item.command);
    const isList = isStep(item) && /\bget\s+(?:no|nodes?)(?:\s+-\S+(?:\s+\w+)?|\s*#.*)*\s*$/.test(item.command);
    for (const { columns, rows } of readTables(item.expected ?? [])) {
      if (columns.includes("ROLES")) readNodes(rows, isList);
      else if (columns.includes("NODE") && columns.includes("IP")) for (const row of rows) readPod(row);
      else if (columns.includes("CLUSTER-IP")) for (const row of rows) readService(row);
      else if (isTop) for (const row of rows) readTop(row);
    }
  }
  const host = [...hosts].toSorted(([, a], [, b]) => b - a).find(([name]) => !(nodes.get(name)?.pods.size ?? 0))?.[0];
  return {
    nodes,
    listed,
    ages,
    asked: [...asked],
    clusterIps: [...clusterIps],
    ...(host === undefined ? {} : { host }),
    ...(apiAddress === undefined ? {} : { apiAddress }),
  };

  function readNodes(rows: readonly ShownRow[], isList: boolean): void {
    const ofTable = new Map<string, string>();
    for (const { cells } of rows) {
      const name = (cells["NAME"] ?? "").replace(/^node\//, "");
      if (!NAME.test(name) || !/Ready/.test(cells["STATUS"] ?? "")) continue;
      const one = machine(name);
      if (isList) listed.add(name);
      if (/master|control-plane/.test(cells["ROLES"] ?? "")) one.controlPlane = true;
      if (isAddress(cells["INTERNAL-IP"])) one.address = cells["INTERNAL-IP"];
      keep(one, "version", cells["VERSION"]);
      keep(one, "osImage", cells["OS-IMAGE"]);
      keep(one, "kernelVersion", cells["KERNEL-VERSION"]);
      keep(one, "containerRuntime", cells["CONTAINER-RUNTIME"]);
      ofTable.set(name, cells["AGE"] ?? "");
    }
    if (ofTable.size > 1) ages.push(ofTable);
  }

  function readTop({ cells }: ShownRow): void {
    const name = cells["NAME"] ?? "";
    if (NAME.test(name) && /^\d+%$/.test(cells["CPU%"] ?? "")) machine(name);
  }

  function readPod({ cells }: ShownRow): void {
    const node = cells["NODE"] ?? "";
    const address = cells["IP"];
    if (!NAME.test(node) || node === "none") return;
    const one = machine(node);
    if (!isAddress(address)) return;
    if (HOST_NETWORK.test(cells["NAME"] ?? "")) one.address ??= address;
    else if (address !== one.address) one.pods.add(address);
  }

  /** `Node:  w1/192.168.1.101` and `IP:  172.16.1.5` of a pod. */
  function readDescriptions(lines: readonly ExpectedLine[]): void {
    let one: ShownMachine | undefined;
    for (const { text } of lines) {
      const [, name = "", address = ""] = /^Node:\s+([a-z0-9][a-z0-9.-]*)\/(\d+(?:\.\d+){3})\s*$/.exec(text) ?? [];
      if (name !== "") {
        one = machine(name);
        if (isAddress(address)) one.address ??= address;
      }
      const pod = /^IP:\s+(\d+(?:\.\d+){3})\s*$/.exec(text)?.[1];
      if (one !== undefined && isAddress(pod) && pod !== one.address) one.pods.add(pod);
    }
  }

  function readService({ cells }: ShownRow): void {
    const address = cells["CLUSTER-IP"];
    if (!isAddress(address)) return;
    clusterIps.add(address);
    asked.delete(cells["EXTERNAL-IP"] ?? "");
    announced.add(cells["EXTERNAL-IP"] ?? "");
    if (/^(?:service\/|svc\/)?kubernetes$/.test(cells["NAME"] ?? "")) apiAddress ??= address;
  }
}

function keep(machine: ShownMachine, key: "containerRuntime" | "kernelVersion" | "osImage" | "version", value: string | undefined): void {
  if (value !== undefined && value !== "" && !/^<|…|\.\.\./.test(value)) machine[key] ??= value;
}

function isAddress(text: string | undefined): text is string {
  return text !== undefined && /^\d+(?:\.\d+){3}$/.test(text) && ipv4Number(text) !== undefined;
}
