import { sha256 } from "../../base/sha256.ts";
import { compareBytewise } from "../../base/bytewise.ts";
import type { MetalLbVersion } from "../../images/metallb/versions.ts";

/** What a leader of layer 2 is chosen by: the service, and the first of its addresses. */
export interface Announced {
  /** `default/web` */
  readonly service: string;
  readonly address: string;
}

/**
 * Nodes in the order in which they would answer ARP for an address: by the hash of their name and of the service's name or (since 0.11) of the
 * address. Nobody votes: every speaker comes to the same order.
 */
// speaker/layer2_controller.go ShouldAnnounce
export function leaderOrder(nodes: readonly string[], { service, address }: Announced, version: MetalLbVersion): string[] {
  const key = version.has("leaderByAddress") ? address : service;
  const hashed = nodes.map((node) => ({ node, hash: hashOf(`${node}#${key}`) }));
  return hashed.sort((one, other) => compareBytewise(one.hash, other.hash)).map(({ node }) => node);
}

const HASHES_MAX = 16_384;
const hashes = new Map<string, string>();

/** Speakers look at every service again and again. */
function hashOf(text: string): string {
  let hash = hashes.get(text);
  if (hash === undefined) {
    if (hashes.size >= HASHES_MAX) hashes.clear();
    hashes.set(text, (hash = sha256(text).toHex()));
  }
  return hash;
}
