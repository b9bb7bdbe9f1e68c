import { isInBlock } from "../../base/ipv4.ts";
import { offsetIn, type Profile, type ProfileNode } from "../../cluster/bootstrap/profile.ts";
import type { ShownMachines } from "./shown-machines.ts";

/** Host number of a first node of whose address nothing is known. */
export const FIRST_HOST = 10;

/** Host numbers of nodes whose addresses are shown; and of those that are asked on node ports and are nobody's, workers first. */
export function hostsOf(nodes: readonly ProfileNode[], shown: ShownMachines, network: string): Map<string, number> {
  const hosts = new Map<string, number>();
  for (const { name } of nodes) {
    const { address } = shown.nodes.get(name) ?? {};
    if (address !== undefined && isInBlock(address, network)) hosts.set(name, offsetIn(network, address));
  }
  const known = new Set(nodes.map(({ name, host }) => hosts.get(name) ?? host));
  const asked = shown.asked.filter((address) => isInBlock(address, network)).map((address) => offsetIn(network, address));
  const unknown = nodes.filter(({ name, host }) => !hosts.has(name) && !asked.includes(host));
  const order = unknown.toSorted((left, right) => Number(left.controlPlane === true) - Number(right.controlPlane === true));
  for (const host of asked.filter((each) => !known.has(each))) {
    const node = order.shift();
    if (node !== undefined) hosts.set(node.name, host);
  }
  return hosts;
}

/**
 * Host numbers of nodes, the control plane's first. Who has no address that is shown has one that the document asks on node ports, workers first; else
 * one of the profile's machines, else any.
 */
export function hostsOfOthers(order: readonly string[], shown: ShownMachines, network: string, profile: Profile): Map<string, number> {
  const hosts = new Map<string, number>();
  for (const name of order) {
    const { address } = shown.nodes.get(name) ?? {};
    if (address !== undefined) hosts.set(name, offsetIn(network, address));
  }
  const known = new Set(hosts.values());
  const asked = shown.asked.filter((address) => isInBlock(address, network)).map((address) => offsetIn(network, address));
  const own = profile.nodes.filter(({ controlPlane }) => controlPlane !== true).map(({ host }) => host);
  const any = Array.from({ length: FIRST_HOST + order.length + profile.nodes.length }, (_, index) => FIRST_HOST + index);
  const [control = ""] = order;
  const isControlOpen = !hosts.has(control);
  const controlHost = controlOf(profile).host;
  const free = [...new Set([...asked, ...own, ...any])].filter((host) => !known.has(host));
  const forWorkers = isControlOpen && !asked.includes(controlHost) ? free.filter((host) => host !== controlHost) : free;
  const workers = order.filter((name) => name !== control && !hosts.has(name));
  for (const [index, name] of workers.entries()) hosts.set(name, forWorkers[index] ?? FIRST_HOST + index);
  if (isControlOpen) {
    const taken = new Set(hosts.values());
    const rest = free.filter((host) => !taken.has(host));
    hosts.set(control, order.length > 1 && rest.includes(controlHost) ? controlHost : (rest[0] ?? FIRST_HOST));
  }
  return hosts;
}

/** The profile's control plane. */
export function controlOf({ nodes }: Profile): ProfileNode {
  return nodes.find(({ controlPlane }) => controlPlane) ?? { name: "master", host: FIRST_HOST, joined: 0 };
}
