import { parseYaml } from "../../../base/yaml-in.ts";
import type { Look, SeenObject } from "../look.ts";
import { type Check, seen, type Subject } from "../check.ts";

/** `deployment web has 3 replicas`: so many are wanted, and so many are ready. An autoscaler has as many as its target has now. */
export function hasReplicas({ kind, name, namespace }: Subject, count: number): Check {
  return async (look) => {
    const object = await look.get(kind, name, namespace);
    if (object === undefined) return seen(false, `${kind} ${name} does not exist`);
    const { status = {}, spec = {} } = object;
    if (object.kind === "HorizontalPodAutoscaler") {
      const current = Number(status["currentReplicas"] ?? 0);
      return seen(current === count, `${kind} ${name} has ${current} replicas`);
    }
    const isDaemonSet = object.kind === "DaemonSet";
    const wanted = Number((isDaemonSet ? status["desiredNumberScheduled"] : spec["replicas"]) ?? 0);
    const ready = Number((isDaemonSet ? status["numberReady"] : status["readyReplicas"]) ?? 0);
    const now = Number((isDaemonSet ? status["currentNumberScheduled"] : status["replicas"]) ?? 0);
    return seen(wanted === count && ready === count && now === count, `${kind} ${name} has ${ready} of ${wanted} replicas ready`);
  };
}

/** `deployment web has the image nginx:1.21` */
export function hasImage({ kind, name, namespace }: Subject, image: string): Check {
  return async (look) => {
    const object = await look.get(kind, name, namespace);
    if (object === undefined) return seen(false, `${kind} ${name} does not exist`);
    const images = containersOf(object).map((container) => container.image);
    return seen(images.includes(image), `${kind} ${name} has ${images.join(", ") || "no image"}`);
  };
}

interface PodSpec {
  readonly containers?: readonly { readonly image: string }[];
}

function containersOf({ spec = {} }: SeenObject): readonly { readonly image: string }[] {
  const template = spec["template"] as { spec?: PodSpec } | undefined;
  const job = spec["jobTemplate"] as { spec?: { template?: { spec?: PodSpec } } } | undefined;
  return (job?.spec?.template?.spec ?? template?.spec ?? (spec as PodSpec)).containers ?? [];
}

/** `service web has an address`, `… from the pool`, `… 192.168.1.11`. */
export function hasAddress({ kind, name, namespace }: Subject, wanted: string | undefined): Check {
  return async (look) => {
    const object = await look.get(kind, name, namespace);
    if (object === undefined) return seen(false, `${kind} ${name} does not exist`);
    const addresses = addressesOf(object);
    const what = addresses.length === 0 ? `${kind} ${name} has no address` : `${kind} ${name} has ${addresses.join(", ")}`;
    if (wanted === undefined) return seen(addresses.length > 0, what);
    if (!/^from the pool$/i.test(wanted)) return seen(addresses.includes(wanted), what);
    const ranges = await poolRanges(look);
    const isFromPool = addresses.some((address) => ranges.some((range) => isWithin(address, range)));
    return seen(isFromPool, `${what}; ${ranges.length === 0 ? "there is no pool" : `pools: ${ranges.join(", ")}`}`);
  };
}

/** Addresses under which an object is reached from outside, or where it stands. */
export function addressesOf({ status = {} }: SeenObject): string[] {
  const { loadBalancer, podIP, addresses } = status as {
    loadBalancer?: { ingress?: readonly { ip?: string }[] };
    podIP?: string;
    addresses?: readonly { type?: string; address?: string; value?: string }[];
  };
  const announced = loadBalancer?.ingress?.map(({ ip }) => ip) ?? [];
  const own = addresses?.filter(({ type }) => type !== "Hostname").map(({ address, value }) => address ?? value) ?? [];
  return [...announced, podIP, ...own].filter((address) => address !== undefined);
}

/** Ranges that MetalLB gives addresses from: its pools, or the ConfigMap of versions before v0.13. */
async function poolRanges(look: Look): Promise<string[]> {
  const pools = await look.list("ipaddresspools.metallb.io");
  const own = pools.flatMap(({ spec }) => (spec?.["addresses"] ?? []) as string[]);
  const maps = await look.list("configmaps", "metallb-system");
  const configured = maps.flatMap(({ data }) => {
    const text = data?.["config"];
    if (text === undefined) return [];
    const config = parseYaml(text) as { "address-pools"?: readonly { addresses?: readonly string[] }[] } | null;
    return config?.["address-pools"]?.flatMap(({ addresses = [] }) => addresses) ?? [];
  });
  return [...own, ...configured];
}

/** `192.168.1.11-192.168.1.13` or `192.168.1.0/28`. */
function isWithin(address: string, range: string): boolean {
  const [from = "", to] = range.split("-").map((part) => part.trim());
  const [base = "", prefix] = from.split("/");
  if (to !== undefined) return numberOf(from) <= numberOf(address) && numberOf(address) <= numberOf(to);
  const size = 2 ** (32 - Number(prefix ?? 32));
  return Math.floor(numberOf(address) / size) === Math.floor(numberOf(base) / size);
}

function numberOf(address: string): number {
  return address.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0);
}
