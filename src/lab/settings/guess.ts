import { ipv4Number, ipv4Text, isInBlock } from "../../base/ipv4.ts";
import { loadProfile, profileNames, type Profile } from "../../cluster/bootstrap/profile.ts";
import { parseRelease } from "../../release/release.ts";
import { isShownFile, isStep, type Transcript } from "../transcript.ts";
import { guessMachines, type Machines } from "./machines.ts";
import type { LabSettings } from "./settings.ts";
import { versionRange, type VersionRange } from "./version-range.ts";

/** Settings that the outputs tell. */
interface Guess extends Pick<LabSettings, "kubernetesVersion" | "nodeNetwork" | "profile"> {
  /** Machines and networks as they are shown. */
  readonly machines?: Machines;
}

/** What a document's outputs tell of its cluster. */
interface Evidence {
  /** Versions of nodes, and how often they are shown. */
  readonly versions: Map<string, number>;
  /** Words that may be names of nodes. */
  readonly words: ReadonlySet<string>;
  /** Addresses with their weight: a node's own counts more than one that somebody asks. */
  readonly addresses: Map<string, number>;
  /** Cluster IP of the service `kubernetes`. */
  readonly apiAddress?: string;
  /** Versions in which the document works. */
  readonly range?: VersionRange;
  readonly text: string;
}

/** The profile of documents that show nothing of their cluster. */
const USUAL_PROFILE = "book";
/** How much a node's own address counts against one that is only mentioned. */
const OWN_ADDRESS = 5;
/** A network that is not the profile's must be shown this much to be believed: in a network of machines, addresses of services are announced. */
const BELIEVED = 4;

/**
 * The settings that a document's outputs tell, for those that neither flags nor its own settings give: the profile that fits best, and where its
 * version or its nodes' network are others, these. Empty when the document shows nothing of its cluster.
 */
export function guessSettings(transcript: Transcript): Guess {
  const evidence = evidenceOf(transcript);
  const named = transcript.settings.profile;
  const profile = named === undefined ? bestProfile(evidence) : profileNames().includes(named) ? loadProfile(named) : undefined;
  const version = nearest(mostOf(evidence.versions)) ?? (named === undefined ? inRange(evidence.range, profile) : undefined);
  const network = networkOf(evidence, profile);
  // where no profile fits, what is shown of machines and networks counts nonetheless; somebody's own profile is what it is
  const base = profile ?? (named === undefined ? loadProfile(USUAL_PROFILE) : undefined);
  const machines = base === undefined ? undefined : guessMachines(transcript, base, network);
  return {
    ...(profile === undefined || named !== undefined ? {} : { profile: profile.name }),
    ...(version === undefined || version === profile?.kubernetesVersion ? {} : { kubernetesVersion: version }),
    ...(network === undefined ? {} : { nodeNetwork: network }),
    ...(machines === undefined ? {} : { machines }),
  };
}

/** The minor versions that a document leaves open; undefined where it shows its own. */
export function openVersions(transcript: Transcript): VersionRange | undefined {
  const { versions, range } = evidenceOf(transcript);
  return versions.size > 0 ? undefined : (range ?? { oldest: 0, newest: Infinity });
}

/** The version that k8sim knows and that is nearest: `v1.27.4` for `v1.27.4+k3s1`, the oldest or the newest beyond the ends. */
function nearest(shown: string | undefined): string | undefined {
  const [version, minor] = /^v1\.(\d+)\.\d+/.exec(shown ?? "") ?? [];
  if (version === undefined || minor === undefined) return undefined;
  return parseRelease(version) ? version : Number(minor) < OLDEST_MINOR ? `v1.${OLDEST_MINOR}.20` : NEWEST;
}
const OLDEST_MINOR = 18;
const NEWEST = "v1.32.0";

/** The version next to the profile's in which the document works, when it does not in the profile's. */
function inRange(range: VersionRange | undefined, profile: Profile = loadProfile(USUAL_PROFILE)): string | undefined {
  const minor = parseRelease(profile.kubernetesVersion)?.minor;
  if (range === undefined || minor === undefined) return undefined;
  const next = Math.min(Math.max(minor, range.oldest), range.newest);
  return next === minor ? undefined : nearest(`v1.${next}.0`);
}

function evidenceOf(transcript: Transcript): Evidence {
  const { items } = transcript;
  const range = versionRange(transcript);
  const versions = new Map<string, number>();
  const addresses = new Map<string, number>();
  const words = new Set<string>();
  const texts: string[] = [];
  const announced = new Set<string>();
  let apiAddress: string | undefined;
  for (const item of items) {
    if (isShownFile(item)) {
      weigh(item.content, 1, addresses);
      continue;
    }
    if (isStep(item)) {
      if (item.prompt !== undefined && item.prompt.trim().length > 1) words.add(item.terminal.split("@").at(-1) ?? "");
      const tool = /^(?:sudo\s+)?(minikube|kind)\s/.exec(item.command)?.[1];
      if (tool !== undefined) words.add(tool === "kind" ? "kind-control-plane" : tool);
      if (/\b(?:curl|ssh|scp|ping|wget|Invoke-\w+)\b/.test(item.command)) weigh(item.command, 1, addresses);
    }
    const isOwn = isStep(item) && /^\s*minikube\s+ip\b/.test(item.command);
    const ofNodes = isStep(item) && /\bget\s+(?:no|nodes?)\b/.test(item.command);
    for (const { text } of item.expected ?? []) {
      texts.push(text);
      for (const word of text.split(/\s+/)) words.add(word);
      const version = ofNodes ? /\sv\d+\.\d+\.\d+\S*(?=\s|$)/.exec(text)?.[0].trim() : undefined;
      if (version !== undefined) versions.set(version, (versions.get(version) ?? 0) + 1);
      weigh(text, version === undefined && !isOwn ? 1 : OWN_ADDRESS, addresses);
      const external = /\bLoadBalancer\s+\S+\s+(\d+(?:\.\d+){3})(?=\s)/.exec(text)?.[1];
      if (external !== undefined) announced.add(external);
      apiAddress ??= /^(?:service\/)?kubernetes\s+ClusterIP\s+(\S+)/.exec(text)?.[1];
    }
  }
  // a service's port may be like a node port
  for (const address of announced) addresses.set(address, BELIEVED);
  return {
    versions,
    words,
    addresses,
    text: texts.join("\n"),
    ...(apiAddress === undefined ? {} : { apiAddress }),
    ...(range === undefined ? {} : { range }),
  };
}

/** Counts each private address of a text once. */
function weigh(text: string, weight: number, addresses: Map<string, number>): void {
  for (const found of text.matchAll(/(?<![\d.])(?:10|172\.(?:1[6-9]|2\d|3[01])|192\.168)(?:\.\d{1,3}){2,3}(?![\d.]*\/\d|\d)/g)) {
    const [address] = found;
    if (ipv4Number(address) === undefined) continue;
    const told = isNodes(text.slice(0, found.index), text.slice(found.index + address.length)) ? OWN_ADDRESS : weight;
    addresses.set(address, Math.max(addresses.get(address) ?? 0, told));
  }
}

/** What stands before and behind an address may say that it is a node's: a node port, the API server's port, `Node:  w1-k8s/`, `scp root@`. */
function isNodes(before: string, behind: string): boolean {
  return (
    /^:(?:6443|3[0-2]\d{3}|\/[\w/])(?!\d)/.test(behind) ||
    /(?:\bNode:\s+[\w.-]+\/|--apiserver-advertise-address[= ]|\b(?:ssh|scp)\s(?:.*\s)?\w+@)$/.test(before)
  );
}

function mostOf(counts: ReadonlyMap<string, number>): string | undefined {
  return [...counts].reduce<[string, number] | undefined>(
    (best, one) => (best === undefined || one[1] > best[1] ? one : best),
    undefined,
  )?.[0];
}

function bestProfile(evidence: Evidence): Profile | undefined {
  let best: { profile: Profile; score: number } | undefined;
  for (const profile of profileNames().map(loadProfile)) {
    const fits = fit(profile, evidence);
    const score = fits + rangeFit(profile.kubernetesVersion, evidence);
    if (fits > 0 && score > (best?.score ?? -Infinity)) best = { profile, score };
  }
  return best?.profile;
}

/** How well a profile fits what is shown: names of its nodes first, then version, networks and what the nodes run. */
function fit(profile: Profile, { versions, words, addresses, apiAddress, text }: Evidence): number {
  const workers = profile.nodes.filter(({ controlPlane }) => controlPlane !== true);
  const known = workers.filter(({ name }) => words.has(name)).length / Math.max(1, workers.length);
  // `master` is a role's name as well
  const control = profile.nodes.some(({ name, controlPlane }) => controlPlane === true && name !== "master" && words.has(name)) ? 1 : 0;
  const version = nearest(mostOf(versions));
  const api = apiAddress === undefined ? 0 : apiAddress === firstAddress(profile.serviceCidr) ? 2 : -1;
  const runtime = text.includes(profile.containerRuntime) || text.includes(profile.osImage) ? 1 : 0;
  return (
    4 * known +
    control +
    versionFit(profile.kubernetesVersion, version) +
    3 * shareOf(addresses, profile.nodeNetwork) +
    shareOf(addresses, profile.podCidr) +
    api +
    runtime
  );
}

/** A profile in whose version the document does not work is another's. */
function rangeFit(own: string, { range, versions }: Evidence): number {
  const minor = parseRelease(own)?.minor;
  return range === undefined || versions.size > 0 || minor === undefined || (minor >= range.oldest && minor <= range.newest) ? 0 : -2;
}

function versionFit(own: string, shown: string | undefined): number {
  if (shown === undefined) return 0;
  if (own === shown) return 4;
  const [ours, theirs] = [parseRelease(own)?.minor, parseRelease(shown)?.minor];
  return ours === undefined || theirs === undefined ? 0 : Math.max(0, 2 - Math.abs(ours - theirs) / 4);
}

/** Which part of the addresses, by weight, lies in a network. */
function shareOf(addresses: ReadonlyMap<string, number>, cidr: string): number {
  let [inside, all] = [0, 0];
  for (const [address, weight] of addresses) {
    all += weight;
    if (isInBlock(address, cidr)) inside += weight;
  }
  return all === 0 ? 0 : inside / all;
}

function firstAddress(cidr: string): string {
  return ipv4Text((ipv4Number(cidr.split("/")[0] ?? "") ?? 0) + 1);
}

/** The nodes' network, when most of what is shown of it is not the profile's. */
function networkOf({ addresses }: Evidence, profile: Profile | undefined): string | undefined {
  const weights = new Map<string, number>();
  const own = new Set<string>();
  for (const [address, weight] of addresses) {
    if (profile !== undefined && [profile.podCidr, profile.serviceCidr].some((block) => isInBlock(address, block))) continue;
    const isProfiles = profile !== undefined && isInBlock(address, profile.nodeNetwork);
    const network = isProfiles ? profile.nodeNetwork : `${address.split(".").slice(0, 3).join(".")}.0/24`;
    weights.set(network, (weights.get(network) ?? 0) + weight);
    if (weight >= OWN_ADDRESS) own.add(network);
  }
  const most = mostOf(weights);
  if (most === undefined || (weights.get(most) ?? 0) < BELIEVED || !(most.startsWith("192.168.") || own.has(most))) return undefined;
  return most === profile?.nodeNetwork ? undefined : most;
}
