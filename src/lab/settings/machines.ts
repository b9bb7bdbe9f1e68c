import { ipv4Number, ipv4Text, isInBlock } from "../../base/ipv4.ts";
import { offsetIn, type Profile, type ProfileChanges, type ProfileNode } from "../../cluster/bootstrap/profile.ts";
import { parseRelease } from "../../release/release.ts";
import type { Transcript } from "../transcript.ts";
import { controlOf, FIRST_HOST, hostsOf, hostsOfOthers } from "./hosts.ts";
import { joinsOf } from "./joins.ts";
import { machinesShown, type ShownMachines } from "./shown-machines.ts";

/** What a document's outputs tell of the machines themselves and of the networks between them. */
export type Machines = Pick<
  ProfileChanges,
  "containerRuntime" | "ipam" | "kernelVersion" | "kubeletVersion" | "nodeNetwork" | "nodes" | "osImage" | "podCidr" | "serviceCidr"
>;

/**
 * The machines that a document's outputs show, as changes of the profile that fits best; undefined when it shows the profile's own. `network` is
 * where the nodes are, when their addresses are not shown.
 */
export function guessMachines(transcript: Transcript, profile: Profile, network?: string): Machines | undefined {
  const shown = machinesShown(transcript);
  const isOther = [...shown.nodes.keys()].some((name) => !profile.nodes.some((node) => node.name === name));
  const nodes = isOther ? otherNodes(shown, profile, network) : ownNodes(shown, profile, network);
  const pods = podNetwork(shown, profile, network, isOther);
  const service = serviceCidr(shown, profile);
  const first = [...shown.nodes.values()].find(({ osImage }) => osImage !== undefined);
  const machines: Machines = {
    ...nodes,
    ...pods,
    ...(service === undefined ? {} : { serviceCidr: service }),
    ...(first?.osImage === undefined || first.osImage === profile.osImage ? {} : { osImage: first.osImage }),
    ...(first?.kernelVersion === undefined || first.kernelVersion === profile.kernelVersion ? {} : { kernelVersion: first.kernelVersion }),
    ...(first?.containerRuntime === undefined || first.containerRuntime === profile.containerRuntime
      ? {}
      : { containerRuntime: first.containerRuntime }),
  };
  if (machines.nodes !== undefined && pods.ipam !== undefined)
    machines.nodes = withPodBlocks(machines.nodes, shown, pods.podCidr ?? profile.podCidr);
  return Object.keys(machines).length === 0 ? undefined : machines;
}

/** The profile's own nodes, where the document shows them at other times or addresses, or fewer of them. */
function ownNodes(shown: ShownMachines, profile: Profile, network = profile.nodeNetwork): Pick<Machines, "nodes"> {
  const listed = profile.nodes.filter(({ name }) => shown.listed.has(name));
  // without its control plane it is no whole list
  const isWhole = listed.some(({ controlPlane }) => controlPlane);
  const base = isWhole ? listed : profile.nodes;
  const joins = joinsOf(shown, base);
  const hosts = hostsOf(base, shown, network);
  const nodes = base.map((node): ProfileNode => {
    const { kernelVersion } = shown.nodes.get(node.name) ?? {};
    return {
      ...node,
      joined: joins?.get(node.name) ?? node.joined,
      host: hosts.get(node.name) ?? node.host,
      ...(kernelVersion === undefined ? {} : { kernelVersion }),
    };
  });
  const isAsItIs = nodes.length === profile.nodes.length && nodes.every((node, index) => isSame(node, profile.nodes[index], profile));
  return isAsItIs ? {} : { nodes };
}

function isSame(node: ProfileNode, other: ProfileNode | undefined, { kernelVersion }: Profile): boolean {
  const kernelOf = (one: ProfileNode): string => one.kernelVersion ?? kernelVersion;
  return other !== undefined && node.host === other.host && node.joined === other.joined && kernelOf(node) === kernelOf(other);
}

const GAP_SECONDS = 30;

function otherNodes(shown: ShownMachines, profile: Profile, guessed?: string): Pick<Machines, "kubeletVersion" | "nodeNetwork" | "nodes"> {
  const names = [...shown.nodes.keys()].toSorted(byNumbersInThem);
  const isControl = (name: string): boolean => shown.nodes.get(name)?.controlPlane === true;
  const controls = names.filter(isControl);
  // who only shows where pods run shows no control plane, unless it is all that there is
  const control = controls[0] ?? controlByName(names, shown);
  const order = [control ?? shown.host ?? controlOf(profile).name, ...names.filter((name) => name !== control)];
  const addresses = order.map((name) => shown.nodes.get(name)?.address);
  const known = addresses.find((address) => address !== undefined);
  const nodeNetwork = known === undefined ? (guessed ?? profile.nodeNetwork) : `${known.split(".").slice(0, 3).join(".")}.0/24`;
  const hosts = hostsOfOthers(order, shown, nodeNetwork, profile);
  const joins = joinsOf(
    shown,
    order.map((name) => ({ name })),
  );
  const [versionShown] = [...shown.nodes.values()].flatMap(({ version }) => version ?? []);
  return {
    nodeNetwork,
    ...(versionShown === undefined || parseRelease(versionShown) ? {} : { kubeletVersion: versionShown }),
    nodes: order.map((name, index) => {
      const { kernelVersion } = shown.nodes.get(name) ?? {};
      const host = hosts.get(name) ?? FIRST_HOST + index;
      const isFirst = index === 0;
      // the same machine under another name
      const twin = profile.nodes.find((node) => node.host === host && (node.controlPlane === true) === isFirst);
      return {
        name,
        host,
        ...(isFirst || isControl(name) ? { controlPlane: true } : {}),
        joined: joins?.get(name) ?? twin?.joined ?? index * GAP_SECONDS,
        ...(kernelVersion === undefined ? {} : { kernelVersion }),
      };
    }),
  };
}

/** `node2` before `node10`: machines are named in the order in which they are made. */
function byNumbersInThem(left: string, right: string): number {
  return left.localeCompare(right, "en", { numeric: true });
}

function controlByName(names: readonly string[], shown: ShownMachines): string | undefined {
  const named = names.find((name) => /master|control|^cp\b|-cp\b/.test(name));
  if (named !== undefined) return named;
  return names.length === 1 && (shown.host === undefined || shown.host === names[0]) ? names[0] : undefined;
}

/** The network of the pods, where their addresses are none of the profile's. Pods of the host's network have their node's address. */
function podNetwork(
  { nodes }: ShownMachines,
  profile: Profile,
  network: string | undefined,
  isOther: boolean,
): Pick<Machines, "ipam" | "podCidr"> {
  const machines = [network ?? profile.nodeNetwork, profile.nodeNetwork];
  const addresses = [...nodes.values()]
    .flatMap(({ pods }) => [...pods])
    .filter((address) => !machines.some((block) => isInBlock(address, block)));
  if (addresses.length === 0) return {};
  const fits = addresses.every((address) => isInBlock(address, profile.podCidr));
  if (fits && !isOther) return {};
  const podCidr = fits ? profile.podCidr : smallestBlock(addresses, 16);
  return { ipam: "host-local", ...(podCidr === profile.podCidr ? {} : { podCidr }) };
}

/** The block around addresses, of that prefix length or a shorter one. */
function smallestBlock(addresses: readonly string[], longest: number): string {
  const [first = "10.244.0.0"] = addresses;
  for (let prefix = longest; prefix > 8; prefix--) {
    const size = 2 ** (32 - prefix);
    const block = `${ipv4Text(Math.floor((ipv4Number(first) ?? 0) / size) * size)}/${prefix}`;
    if (addresses.every((address) => isInBlock(address, block))) return block;
  }
  return `${first.split(".")[0] ?? "10"}.0.0.0/8`;
}

/** Each node has the block in which its pods are shown; the others have blocks in which no pod is. */
function withPodBlocks(nodes: readonly ProfileNode[], shown: ShownMachines, podCidr: string): ProfileNode[] {
  for (const prefix of [24, 26, 28]) {
    const size = 2 ** (32 - prefix);
    const bases = new Map(
      nodes.map(({ name }) => [name, [...new Set([...(shown.nodes.get(name)?.pods ?? [])].map((pod) => baseOf(pod, size)))]]),
    );
    const all = [...bases.values()].flat();
    if (new Set(all).size < all.length || [...bases.values()].some((own) => own.length > 1)) continue;
    const taken = new Set(all);
    let next = ipv4Number(podCidr.split("/")[0] ?? "") ?? 0;
    const free = (): number => {
      while (taken.has(next)) next += size;
      taken.add(next);
      return next;
    };
    return nodes.map((node) => ({ ...node, podCidr: `${ipv4Text(bases.get(node.name)?.[0] ?? free())}/${prefix}` }));
  }
  return [...nodes];
}

function baseOf(address: string, size: number): number {
  return Math.floor((ipv4Number(address) ?? 0) / size) * size;
}

/** Where installers put services, by the first address, which is the API's. */
const SERVICE_PREFIXES: Readonly<Record<string, number>> = { "10.96.0.1": 12, "10.233.0.1": 18, "10.152.183.1": 24, "10.254.0.1": 16 };
const USUAL_PREFIX = 16;

function serviceCidr({ apiAddress, clusterIps }: ShownMachines, profile: Profile): string | undefined {
  if (apiAddress === undefined) return undefined;
  const all = [apiAddress, ...clusterIps];
  if (offsetIn(profile.serviceCidr, apiAddress) === 1 && all.every((address) => isInBlock(address, profile.serviceCidr))) return undefined;
  const block = smallestBlock(all, SERVICE_PREFIXES[apiAddress] ?? USUAL_PREFIX);
  const base = ipv4Text((ipv4Number(apiAddress) ?? 0) - 1);
  return `${base}/${block.split("/")[1] ?? String(USUAL_PREFIX)}`;
}
