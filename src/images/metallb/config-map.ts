import { goQuote } from "../../base/go-format.ts";
import { GoDurationError, parseGoDuration } from "../../base/go-duration.ts";
import { YamlError } from "../../base/yaml-in.ts";
import type { LabelSelector } from "../../machinery/labels.ts";
import { blockText, parseAddress } from "./addresses.ts";
import {
  type BgpAdvertisement,
  checkAgainst,
  type Configuration,
  ConfigurationError,
  type Peer,
  type Pool,
  poolBlocks,
} from "./configuration.ts";
import { readStrictly, type StructType } from "./strict-yaml.ts";
import type { MetalLbVersion } from "./versions.ts";

// internal/config/config.go configFile, 0.8 to 0.12
const SELECTOR: StructType = {
  name: "config.nodeSelector",
  fields: {
    "match-labels": "map[string]string",
    "match-expressions": {
      listOf: { name: "config.selectorRequirements", fields: { key: "string", operator: "string", values: "[]string" } },
    },
  },
};
const PEER: StructType = {
  name: "config.peer",
  fields: {
    "my-asn": "uint32",
    "peer-asn": "uint32",
    "peer-address": "string",
    "peer-port": "uint16",
    "source-address": "string",
    "hold-time": "string",
    "keepalive-time": "string",
    "router-id": "string",
    "node-selectors": { listOf: SELECTOR },
    password: "string",
    "bfd-profile": "string",
    "ebgp-multihop": "bool",
  },
};
const POOL: StructType = {
  name: "config.addressPool",
  fields: {
    protocol: "string",
    name: "string",
    addresses: "[]string",
    "avoid-buggy-ips": "bool",
    "auto-assign": "bool",
    "bgp-advertisements": {
      listOf: {
        name: "config.bgpAdvertisement",
        fields: { "aggregation-length": "int", "aggregation-length-v6": "int", localpref: "uint32", communities: "[]string" },
      },
    },
  },
};
const BFD_PROFILE: StructType = {
  name: "config.bfdProfile",
  fields: {
    name: "string",
    "receive-interval": "uint32",
    "transmit-interval": "uint32",
    "detect-multiplier": "uint32",
    "echo-interval": "uint32",
    "echo-mode": "bool",
    "passive-mode": "bool",
    "minimum-ttl": "uint32",
  },
};
const FILE: StructType = {
  name: "config.configFile",
  fields: {
    peers: { listOf: PEER },
    "bgp-communities": "map[string]string",
    "address-pools": { listOf: POOL },
    "bfd-profiles": { listOf: BFD_PROFILE },
  },
};

interface RawSelector {
  "match-labels"?: Record<string, string> | null;
  "match-expressions"?: { key?: string; operator?: string; values?: string[] | null }[] | null;
}

interface RawPeer {
  "my-asn"?: number | null;
  "peer-asn"?: number | null;
  "peer-address"?: string | null;
  "peer-port"?: number | null;
  "hold-time"?: string | null;
  "router-id"?: string | null;
  "node-selectors"?: RawSelector[] | null;
}

interface RawAdvertisement {
  "aggregation-length"?: number | null;
  communities?: string[] | null;
}

interface RawPool {
  name?: string | null;
  protocol?: string | null;
  addresses?: string[] | null;
  "avoid-buggy-ips"?: boolean | null;
  "auto-assign"?: boolean | null;
  "bgp-advertisements"?: RawAdvertisement[] | null;
}

interface RawFile {
  peers?: RawPeer[] | null;
  "bgp-communities"?: Record<string, string> | null;
  "address-pools"?: RawPool[] | null;
}

/** Reads the key `config` of the ConfigMap; throws ConfigurationError. internal/config/config.go Parse, 0.8 to 0.12 */
export function parseConfigMap(text: string, version: MetalLbVersion): Configuration {
  const file = readFile(text);
  const peers = (file.peers ?? []).map((peer, index) => within(`parsing peer #${index + 1}`, () => parsePeer(peer, index)));
  const communities = file["bgp-communities"] ?? {};
  for (const name in communities) within(`parsing community ${goQuote(name)}`, () => checkCommunity(communities[name] ?? ""));
  const pools: Pool[] = [];
  for (const [index, raw] of (file["address-pools"] ?? []).entries()) {
    const pool = within(`parsing address pool #${index + 1}`, () => parsePool(raw, communities, version));
    checkAgainst(pools, pool);
    pools.push(pool);
  }
  return { pools, peers };
}

function readFile(text: string): RawFile {
  try {
    return readStrictly(text, FILE) as RawFile;
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    throw new ConfigurationError(`could not parse config: ${error.message}`);
  }
}

function within<T>(what: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    throw new ConfigurationError(`${what}: ${error.message}`);
  }
}

function parsePeer(raw: RawPeer, index: number): Peer {
  const { "my-asn": myAsn, "peer-asn": asn, "peer-address": address, "router-id": routerId } = raw;
  if (!myAsn) throw new ConfigurationError("missing local ASN");
  if (!asn) throw new ConfigurationError("missing peer ASN");
  if (parseAddress(address ?? "") === undefined) throw new ConfigurationError(`invalid peer IP ${goQuote(address ?? "")}`);
  checkHoldTime(raw["hold-time"] ?? "");
  if (routerId && parseAddress(routerId) === undefined) throw new ConfigurationError(`invalid router ID ${goQuote(routerId)}`);
  const nodeSelectors = (raw["node-selectors"] ?? []).map(selectorOf);
  return { name: `#${index + 1}`, address: address ?? "", port: raw["peer-port"] || 179, asn, myAsn, nodeSelectors };
}

function checkHoldTime(text: string): void {
  if (text === "") return;
  let seconds: number;
  try {
    seconds = Math.floor(parseGoDuration(text) / 1000);
  } catch (error) {
    if (!(error instanceof GoDurationError)) throw error;
    throw new ConfigurationError(`invalid hold time ${goQuote(text)}: ${error.message}`);
  }
  if (seconds !== 0 && seconds < 3) throw new ConfigurationError(`invalid hold time ${goQuote(text)}: must be 0 or >=3s`);
}

function selectorOf(raw: RawSelector): LabelSelector {
  const expressions = (raw["match-expressions"] ?? []).map(({ key = "", operator = "", values }) => ({
    key,
    operator,
    values: values ?? [],
  }));
  return {
    ...(raw["match-labels"] ? { matchLabels: raw["match-labels"] } : {}),
    ...(expressions.length > 0 ? { matchExpressions: expressions as NonNullable<LabelSelector["matchExpressions"]> } : {}),
  };
}

function parsePool(raw: RawPool, communities: Readonly<Record<string, string>>, version: MetalLbVersion): Pool {
  const name = raw.name ?? "";
  if (name === "") throw new ConfigurationError("missing pool name");
  const blocks = poolBlocks(name, raw.addresses ?? [], version);
  const advertisements = raw["bgp-advertisements"] ?? [];
  const pool = { name, blocks, avoidBuggyIps: raw["avoid-buggy-ips"] ?? false, autoAssign: raw["auto-assign"] ?? true };
  switch (raw.protocol ?? "") {
    case "layer2":
      if (advertisements.length === 0) return { ...pool, layer2: [{ nodeSelectors: [], interfaces: [] }], bgp: [] };
      throw new ConfigurationError("cannot have bgp-advertisements configuration element in a layer2 address pool");
    case "bgp":
      within("parsing BGP communities", () => checkAdvertisements(advertisements, pool, communities));
      return { ...pool, layer2: [], bgp: [{ nodeSelectors: [], peers: [] } satisfies BgpAdvertisement] };
    case "":
      throw new ConfigurationError("address pool is missing the protocol field");
    default:
      throw new ConfigurationError(`unknown protocol ${goQuote(raw.protocol ?? "")}`);
  }
}

function checkAdvertisements(
  advertisements: readonly RawAdvertisement[],
  { blocks }: Pick<Pool, "blocks">,
  communities: Readonly<Record<string, string>>,
): void {
  for (const { "aggregation-length": length, communities: named } of advertisements) {
    const bits = length ?? 32;
    const narrower = blocks.find((block) => !block.isV6 && bits < block.bits);
    if (narrower !== undefined) {
      const what = `prefix ${goQuote(blockText(narrower))} in this pool is more specific than the aggregation length`;
      throw new ConfigurationError(`invalid aggregation length ${bits}: ${what}`);
    }
    for (const community of named ?? []) {
      if (!(community in communities))
        within(`invalid community ${goQuote(community)} in BGP advertisement`, () => checkCommunity(community));
    }
  }
}

/** Two numbers of 16 bits with a colon between them. */
function checkCommunity(text: string): void {
  const parts = text.split(":");
  if (parts.length !== 2) throw new ConfigurationError(`invalid community string ${goQuote(text)}`);
  for (const [index, part] of parts.entries()) {
    if (/^\d+$/.test(part) && Number(part) < 65_536) continue;
    const why = /^\d+$/.test(part) ? "value out of range" : "invalid syntax";
    const which = index === 0 ? "first" : "second";
    throw new ConfigurationError(
      `invalid ${which} section of community ${goQuote(part)}: strconv.ParseUint: parsing ${goQuote(part)}: ${why}`,
    );
  }
}
