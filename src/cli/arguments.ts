import { GoDurationError, parseGoDuration } from "../base/go-duration.ts";
import { UserError } from "../base/user-error.ts";

/** Milliseconds of `2m30s`; throws UserError for anything else, also for what is negative. */
export function durationArgument(text: string): number {
  try {
    const ms = parseGoDuration(text);
    if (ms >= 0) return Math.round(ms);
  } catch (error) {
    if (!(error instanceof GoDurationError)) throw error;
  }
  throw new UserError(`"${text}" is no duration: write it as 90s, 2m30s or 1h`);
}

/** A whole number of at least `least`; throws UserError. */
export function wholeNumberArgument(text: string, what: string, least: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value < least)
    throw new UserError(`"${text}" is no ${what}: give a whole number, ${least} or more`);
  return value;
}

/** Kubernetes itself is made for clusters of up to so many nodes. */
const MOST_NODES = 5000;

/** A number of workers; throws UserError. */
export function workersArgument(text: string): number {
  const workers = wholeNumberArgument(text, "number of workers", 0);
  if (workers >= MOST_NODES)
    throw new UserError(`${text} workers are too many: Kubernetes takes ${MOST_NODES} nodes, the control plane's among them`);
  return workers;
}

/** A rate above 0, such as `60` or `0.5`; throws UserError. */
export function rateArgument(text: string): number {
  const value = Number(text.replace(/x$/, ""));
  if (!(value > 0) || value > 1e6)
    throw new UserError(`"${text}" is no rate: give how many times faster than the wall the cluster's time goes, as 60 or 0.5`);
  return value;
}

/** `real` or `stepped`; throws UserError. */
export function clockModeArgument(text: string): "real" | "stepped" {
  if (text === "real" || text === "stepped") return text;
  throw new UserError(`"${text}" is no clock: use real (follows the wall) or stepped (moves only when told to)`);
}

/** `quick` or `by-size`; throws UserError. */
export function imagePullsArgument(text: string): "by-size" | "quick" {
  if (text === "quick" || text === "by-size") return text;
  throw new UserError(`"${text}" is no way to pull images: use quick (a moment) or by-size (as long as images of their size take)`);
}

/** `192.168.56.0/24`; throws UserError. */
export function networkArgument(text: string): string {
  const match = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\/(\d+)$/.exec(text);
  const octets = match?.slice(1, 5).map(Number) ?? [];
  const prefix = Number(match?.[5]);
  const address = octets.reduce((sum, octet) => sum * 256 + octet, 0);
  if (!match || octets.some((octet) => octet > 255) || prefix < 8 || prefix > 24 || address % 2 ** (32 - prefix) !== 0) {
    throw new UserError(`"${text}" is no node network: give an IPv4 network of /8 to /24 by its first address, as 192.168.56.0/24`);
  }
  return text;
}

/** `cpu=4,memory=16Gi,pods=250`; throws UserError. */
export function capacityArgument(text: string): { cpu?: string; memory?: string; pods?: string } {
  const capacity: { cpu?: string; memory?: string; pods?: string } = {};
  for (const item of text.split(",")) {
    const [name, value, ...rest] = item.split("=");
    const isKnown = name === "cpu" || name === "memory" || name === "pods";
    if (!isKnown || rest.length > 0 || !/^\d+(\.\d+)?(m|[KMGT]i?|k)?$/.test(value ?? "") || Number.parseFloat(value ?? "") === 0) {
      throw new UserError(`"${item}" is no node capacity: write cpu=4,memory=16Gi,pods=250 (any of the three)`);
    }
    capacity[name] = value ?? "";
  }
  return capacity;
}
