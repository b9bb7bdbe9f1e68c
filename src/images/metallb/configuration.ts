import { goQuote } from "../../base/go-format.ts";
import { type LabelSelector, selects } from "../../machinery/labels.ts";
import {
  addressText,
  type Address,
  type Block,
  blockText,
  contains,
  isBuggy,
  overlap,
  parseAddress,
  parseBlock,
  summarize,
} from "./addresses.ts";
import type { MetalLbVersion } from "./versions.ts";

/** Which nodes an advertisement of layer 2 is for, and on which of their interfaces; none named means all. */
export interface LayerTwoAdvertisement {
  readonly nodeSelectors: readonly LabelSelector[];
  readonly interfaces: readonly string[];
}

export interface BgpAdvertisement {
  readonly nodeSelectors: readonly LabelSelector[];
  /** Names of peers; none means all. */
  readonly peers: readonly string[];
}

/** Whom a pool is kept for. */
export interface ServiceAllocation {
  /** Lower goes first, 0 last. */
  readonly priority: number;
  readonly namespaces: readonly string[];
  readonly namespaceSelectors: readonly LabelSelector[];
  readonly serviceSelectors: readonly LabelSelector[];
}

export interface Pool {
  readonly name: string;
  readonly blocks: readonly Block[];
  readonly avoidBuggyIps: boolean;
  readonly autoAssign: boolean;
  readonly layer2: readonly LayerTwoAdvertisement[];
  readonly bgp: readonly BgpAdvertisement[];
  readonly allocation?: ServiceAllocation;
}

export interface Peer {
  readonly name: string;
  readonly address: string;
  readonly port: number;
  readonly asn: number;
  readonly myAsn: number;
  readonly nodeSelectors: readonly LabelSelector[];
}

/** What MetalLB is told. Pools stand in the order in which they were given. */
export interface Configuration {
  readonly pools: readonly Pool[];
  readonly peers: readonly Peer[];
}

/** What is wrong with a configuration. A transient one may become right by an object that is not there yet. */
export class ConfigurationError extends Error {
  override name = "ConfigurationError";
  readonly isTransient: boolean;
  constructor(message: string, isTransient = false) {
    super(message);
    this.isTransient = isTransient;
  }
}

/** The blocks that one line of addresses means. internal/config/config.go ParseCIDR */
function blocksOf(line: string, version: MetalLbVersion): Block[] {
  if (!line.includes("-")) {
    const block = parseBlock(line);
    if (block === undefined) throw new ConfigurationError(`invalid CIDR ${goQuote(line)}`);
    return [block];
  }
  const dash = line.indexOf("-");
  const ends = [line.slice(0, dash), line.slice(dash + 1)];
  const [start, end] = ends.map((text, index) => {
    const address = parseAddress(version.has("rangeTexts") ? text.trim() : text);
    if (address !== undefined) return address;
    throw new ConfigurationError(`invalid IP range ${goQuote(line)}: invalid ${index === 0 ? "start" : "end"} IP ${goQuote(text)}`);
  }) as [Address, Address];
  if (version.has("rangeOrder") && start.value > end.value) {
    const shown = [start, end].map((address) => goQuote(addressText(address)));
    throw new ConfigurationError(`invalid IP range ${goQuote(line)}: start IP ${shown[0]} is after the end IP ${shown[1]}`);
  }
  return summarize(start, end);
}

/** The blocks of a pool; throws ConfigurationError. internal/config/config.go parseAddressPool, addressPoolFromCR */
export function poolBlocks(name: string, lines: readonly string[], version: MetalLbVersion): Block[] {
  if (lines.length === 0) throw new ConfigurationError("pool has no prefixes defined");
  return lines.flatMap((line) => {
    try {
      return blocksOf(line, version);
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      const why = version.has("rangeTexts") ? `: ${error.message}` : "";
      throw new ConfigurationError(`invalid CIDR ${goQuote(line)} in pool ${goQuote(name)}${why}`);
    }
  });
}

/** Refuses a name that is taken and addresses that another pool, or the pool itself, already has. */
export function checkAgainst(others: readonly Pool[], { name, blocks }: Pick<Pool, "blocks" | "name">): void {
  if (others.some((other) => other.name === name)) throw new ConfigurationError(`duplicate definition of pool ${goQuote(name)}`);
  const taken = others.flatMap((other) => other.blocks);
  for (const block of blocks) {
    const other = taken.find((one) => overlap(one, block));
    if (other !== undefined) {
      const [mine, theirs] = [block, other].map((one) => goQuote(blockText(one)));
      throw new ConfigurationError(`CIDR ${mine} in pool ${goQuote(name)} overlaps with already defined CIDR ${theirs}`);
    }
    taken.push(block);
  }
}

/** The pool that has all of the addresses. internal/allocator/allocator.go poolFor */
export function poolFor({ pools }: Configuration, addresses: readonly Address[], avoidsBuggy = true): Pool | undefined {
  return pools.find((pool) =>
    addresses.every(
      (address) => !(avoidsBuggy && pool.avoidBuggyIps && isBuggy(address)) && pool.blocks.some((block) => contains(block, address)),
    ),
  );
}

/** Whether one of the selectors takes the labels; no selector takes all. */
export function anySelects(selectors: readonly LabelSelector[], labels: Readonly<Record<string, string>> | undefined): boolean {
  return selectors.length === 0 || selectors.some((selector) => selects(selector, labels));
}
