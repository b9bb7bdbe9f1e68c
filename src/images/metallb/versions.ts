/** Since which version of MetalLB something is so; read in its history, tag by tag. */
const SINCE = {
  /** Speakers know from each other who is alive (memberlist). */
  memberlist: "0.9.0",
  /** Blanks around the dash of a range do not matter, and errors of ranges say what is wrong. */
  rangeTexts: "0.9.0",
  /** The controller makes the speakers' secret. */
  memberlistSecret: "0.10.0",
  /** Layer 2 leaders follow from the address, not from the service's name; with policy Cluster every speaker may lead. */
  leaderByAddress: "0.11.0",
  /** A range that ends before it begins is refused. */
  rangeOrder: "0.11.0",
  /** Logs have levels. */
  logLevels: "0.11.0",
  /** A service may have several addresses: texts show lists. */
  addressLists: "0.12.0",
  /** Configuration by custom resources, checked by webhooks; annotations for addresses. */
  configurationObjects: "0.13.0",
  /** Webhooks refuse what is made outside of MetalLB's namespace. */
  webhookNamespace: "0.13.7",
  /** Which pool an address is from is written on the service; pools may be kept for some services. */
  serviceAllocation: "0.13.8",
  /** What changes nodes only in their status is no new configuration. */
  comparesConfiguration: "0.13.8",
  /** An event tells why an address is taken away. */
  clearAssignmentEvent: "0.13.10",
  /** Webhooks refuse as Forbidden, with their reason as the message (controller-runtime 0.15). */
  webhookForbidden: "0.13.12",
  /** Nodes that load balancers shall leave out are left out; addresses without a pool are given back at once. */
  excludesNodes: "0.14.0",
  /** The deprecated kind AddressPool is gone. */
  withoutAddressPools: "0.14.3",
  /** Objects tell which node announces a service. */
  statusObjects: "0.14.4",
  /** Annotations are called metallb.io/…; the older names still count. */
  ownAnnotations: "0.14.9",
  /** Pools say how many of their addresses are given out. */
  poolCounters: "0.15.0",
} as const;

export type Feature = keyof typeof SINCE;

/** A version of MetalLB, by the tag of its image. */
export interface MetalLbVersion {
  /** `0.8.2` */
  readonly text: string;
  has(feature: Feature): boolean;
}

/** What stands for an image that no tag of the project names. */
const NEWEST = "0.15.3";
const NEWEST_WITH_CONFIG_MAP = "0.12.1";

const versions = new Map<string, MetalLbVersion>();

/** The version of a container: its image's tag, or (`latest`, `main`, a digest) the newest that takes its arguments. */
export function versionOf({ image = "", args = [] }: { image?: string; args?: readonly string[] }): MetalLbVersion {
  const tag = /:v?(\d+\.\d+\.\d+)[^:/@]*(?:@.*)?$/.exec(image)?.[1];
  const takesConfigMap = args.some((word) => /^--?config=/.test(word));
  return versionNamed(tag ?? (takesConfigMap ? NEWEST_WITH_CONFIG_MAP : NEWEST));
}

/** The version of that number, `0.13.9`. */
export function versionNamed(text: string): MetalLbVersion {
  let version = versions.get(text);
  if (version === undefined) {
    const order = orderOf(text);
    version = { text, has: (feature) => order >= orderOf(SINCE[feature]) };
    versions.set(text, version);
  }
  return version;
}

function orderOf(text: string): number {
  return text.split(".").reduce((sum, part) => sum * 1000 + Number(part), 0);
}
