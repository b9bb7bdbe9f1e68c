import type { Container } from "../../kinds/core/pod/container/types.ts";
import { parseImage } from "../reference.ts";

/** What differs between the controller's own releases; numbers are minors, counted on from 0.x to 1.x. */
const SINCE = {
  /** Ingresses are read in the group networking.k8s.io. internal/k8s/main.go IsNetworkingIngressAvailable */
  networkingGroup: 25,
  /** Exact and Prefix paths have a meaning; events on ingresses are `Sync`. internal/ingress/controller/location.go */
  pathTypes: 41,
  /** Until then answers name nginx and its version. config.go ShowServerTokens */
  hidesVersion: 40,
  /** Log lines with keys and values. */
  structuredLog: 40,
  /** A reload is an event on the controller's pod. */
  reloadEvents: 40,
  /** IngressClass objects say which ingresses are the controller's; networking.k8s.io/v1 alone is read. */
  ingressClasses: 1000,
  /** Specs are searched for what would break out of nginx's configuration. */
  deepInspection: 1002,
  /** The leader's lock is a Lease: besides a ConfigMap at first, alone later. internal/ingress/controller/status.go */
  leaseLock: 1003,
  leaseLockAlone: 1004,
  /** Snippets are refused unless the administrator allows them. */
  snippetsOff: 1009,
} as const;

/** nginx inside the images, from a minor on. images/nginx/rootfs/build.sh */
const NGINX: readonly (readonly [since: number, version: string])[] = [
  [1013, "1.27.1"],
  [1011, "1.25.5"],
  [1010, "1.25.3"],
  [1005, "1.21.6"],
  [1001, "1.19.9"],
  [49, "1.20.1"],
  [40, "1.19.4"],
  [31, "1.19.1"],
  [0, "1.17.8"],
];
/** Where one minor's patches differ, and what the labs' releases have. */
const NGINX_OF: Readonly<Record<string, string>> = {
  "1.2.0": "1.19.10",
  "1.2.1": "1.19.10",
  "1.3.0": "1.19.10",
  "1.3.1": "1.19.10",
  "1.4.0": "1.19.10",
};

/** A release of the controller. */
export interface ControllerRelease {
  /** `0.30.0`, or `v1.3.0`: as the image is tagged. */
  readonly text: string;
  /** The version of nginx inside: `1.17.8`. */
  readonly nginx: string;
  has(feature: keyof typeof SINCE): boolean;
}

const known = new Map<string, ControllerRelease>();

/** The release that a container's image names; the newest of the labs' where its tag says nothing. */
export function controllerRelease({ image = "" }: Container): ControllerRelease {
  const tag = parseImage(image)?.tag ?? "";
  const [, plain = "1.8.0", major = "1", minor = "8"] = /^v?((\d+)\.(\d+)\.\d+)/.exec(tag) ?? [];
  let release = known.get(plain);
  if (release === undefined) {
    const at = Number(major) * 1000 + Number(minor);
    const nginx = NGINX_OF[plain] ?? NGINX.find(([since]) => at >= since)?.[1] ?? "";
    release = { text: major === "0" && at < 34 ? plain : `v${plain}`, nginx, has: (feature) => at >= SINCE[feature] };
    known.set(plain, release);
  }
  return release;
}

/** The group and version in which a release reads and writes ingresses. */
export function ingressApi(release: ControllerRelease): { readonly group: string; readonly version: string } {
  const group = release.has("networkingGroup") ? "networking.k8s.io" : "extensions";
  return { group, version: release.has("ingressClasses") ? "v1" : "v1beta1" };
}
