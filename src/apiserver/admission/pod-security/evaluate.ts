import type { Release } from "../../../release/release.ts";
import { BASELINE_CHECKS } from "./baseline-checks.ts";
import type { Check, Violation } from "./check.ts";
import type { PodLike } from "./pod.ts";
import type { LevelVersion } from "./policy.ts";
import { RESTRICTED_CHECKS } from "./restricted-checks.ts";

/** All that a level in a version of the standards forbids of a pod. A version newer than the server counts as the server's own. */
// pod-security-admission/policy/registry.go
export function violations(pod: PodLike, { level, version: asked }: LevelVersion, release: Release): Violation[] {
  if (level === "privileged") return [];
  const version = asked === "latest" ? release.minor : Math.min(asked, release.minor);
  return checksOf(level, version, release).flatMap((check) => check.find(pod, version, release) ?? []);
}

/** Baseline's come first, then those of restricted. */
function checksOf(level: "baseline" | "restricted", version: number, release: Release): Check[] {
  const inForce = ({ since }: Check) => since <= version;
  const baseline = BASELINE_CHECKS.filter(inForce);
  if (level === "baseline") return baseline;
  const restricted = RESTRICTED_CHECKS.filter(inForce);
  const needless = release.has("podSecurityOverrides") ? restricted.map(({ overrides }) => overrides) : [];
  return [...baseline.filter(({ id }) => !needless.includes(id)), ...restricted];
}

/** `host namespaces (hostNetwork=true), privileged (container "c" must not set …)` */
export function violationText(found: readonly Violation[]): string {
  return found.map(({ reason, detail }) => (detail === "" ? reason : `${reason} (${detail})`)).join(", ");
}
