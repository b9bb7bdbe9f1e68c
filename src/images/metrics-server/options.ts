import { GoDurationError, parseGoDuration } from "../../base/go-duration.ts";
import { parseImage } from "../reference.ts";
import type { ContainerView } from "../view.ts";

/** How releases of metrics-server differ. */
export interface Traits {
  /** Which of its scrapes is the first to find nodes: up to 0.3 its informers start after the first one. */
  readonly firstUsefulScrape: 0 | 1;
  /** Who makes a rate of CPU time: the kubelet, or the server itself from two scrapes. */
  readonly rates: "kubelet" | "two-scrapes";
  readonly kubeletPath: string;
  /** What its service account must be allowed to get. */
  readonly permission: "nodes/metrics" | "nodes/stats";
  /** Log lines as text, or as message and fields; and where the lines come from. */
  readonly log: { readonly structured: boolean; readonly scrape: string; readonly probe: string };
  /** Whether it waits with /readyz for metrics. */
  readonly waitsForMetrics: boolean;
}

const SUMMARY = { kubeletPath: "/stats/summary?only_cpu_and_memory=true", permission: "nodes/stats" } as const;
const RESOURCE = { kubeletPath: "/metrics/resource", permission: "nodes/metrics" } as const;

/** By the tag of its image, the first that matches. Read in kubernetes-sigs/metrics-server at these tags. */
const TRAITS: readonly (readonly [tag: RegExp, traits: Traits])[] = [
  [
    /^v0\.3\./,
    {
      ...SUMMARY,
      firstUsefulScrape: 1,
      rates: "kubelet",
      log: { structured: false, scrape: "manager.go:111", probe: "" },
      waitsForMetrics: false,
    },
  ],
  [
    /^v0\.4\./,
    {
      ...SUMMARY,
      firstUsefulScrape: 0,
      rates: "kubelet",
      log: { structured: false, scrape: "server.go:132", probe: "" },
      waitsForMetrics: false,
    },
  ],
  [
    /^v0\.5\./,
    {
      ...SUMMARY,
      firstUsefulScrape: 0,
      rates: "two-scrapes",
      log: { structured: true, scrape: "scraper.go:139", probe: "server.go:188" },
      waitsForMetrics: true,
    },
  ],
  [
    /^v0\.[67]\./,
    {
      ...RESOURCE,
      firstUsefulScrape: 0,
      rates: "two-scrapes",
      log: { structured: true, scrape: "scraper.go:140", probe: "server.go:187" },
      waitsForMetrics: true,
    },
  ],
  [
    /^/,
    {
      ...RESOURCE,
      firstUsefulScrape: 0,
      rates: "two-scrapes",
      log: { structured: true, scrape: "scraper.go:149", probe: "server.go:192" },
      waitsForMetrics: true,
    },
  ],
];

/** What a metrics-server's image and arguments say. */
export interface Options {
  readonly traits: Traits;
  readonly resolutionMs: number;
  readonly insecureTls: boolean;
  /** Kinds of node addresses, the preferred one first. */
  readonly addressTypes: readonly string[];
  readonly port: number;
}

const DEFAULT_RESOLUTION_MS = 60_000;
const DEFAULT_ADDRESS_TYPES = "Hostname,InternalDNS,InternalIP,ExternalDNS,ExternalIP";
const DEFAULT_PORT = 443;

/** Reads the options of a metrics-server's container. */
export function optionsOf({ container }: Pick<ContainerView, "container">): Options {
  const words = [...(container.command ?? []), ...(container.args ?? [])];
  const flag = (name: string): string | undefined => {
    const at = words.findIndex((word) => word === `--${name}` || word.startsWith(`--${name}=`));
    const word = words[at];
    if (word === undefined) return undefined;
    return word.includes("=") ? word.slice(word.indexOf("=") + 1) : (words[at + 1] ?? "");
  };
  const tag = parseImage(container.image ?? "")?.tag ?? "";
  const isOn = (name: string): boolean => words.includes(`--${name}`) || flag(name) === "true";
  return {
    traits: (TRAITS.find(([pattern]) => pattern.test(tag)) as (typeof TRAITS)[number])[1],
    resolutionMs: durationOf(flag("metric-resolution")),
    insecureTls: isOn("kubelet-insecure-tls") || isOn("deprecated-kubelet-completely-insecure"),
    addressTypes: (flag("kubelet-preferred-address-types") ?? DEFAULT_ADDRESS_TYPES).split(",").map((type) => type.trim()),
    port: Number(flag("secure-port") ?? DEFAULT_PORT),
  };
}

function durationOf(text: string | undefined): number {
  try {
    return text === undefined ? DEFAULT_RESOLUTION_MS : Math.max(1000, parseGoDuration(text));
  } catch (error) {
    if (error instanceof GoDurationError) return DEFAULT_RESOLUTION_MS;
    throw error;
  }
}
