import { sortedKeys } from "../../../base/bytewise.ts";
import type { ObjectMeta } from "../../../machinery/object.ts";
import type { Release } from "../../../release/release.ts";
import type { PodSpec } from "./types.ts";

/** Labels of nodes that were renamed, and what to say about them. */
const RENAMED_LABELS: Readonly<Record<string, string>> = {
  "beta.kubernetes.io/arch": 'deprecated since v1.14; use "kubernetes.io/arch" instead',
  "beta.kubernetes.io/os": 'deprecated since v1.14; use "kubernetes.io/os" instead',
  "failure-domain.beta.kubernetes.io/region": 'deprecated since v1.17; use "topology.kubernetes.io/region" instead',
  "failure-domain.beta.kubernetes.io/zone": 'deprecated since v1.17; use "topology.kubernetes.io/zone" instead',
  "beta.kubernetes.io/instance-type": 'deprecated since v1.17; use "node.kubernetes.io/instance-type" instead',
};
const CRITICAL_POD = "scheduler.alpha.kubernetes.io/critical-pod";

/**
 * Warning headers about a pod or a pod template, which stands at `path`: `spec.template`, "" for a pod itself.
 */
// pkg/api/pod/warnings.go, 1.21; facts/apiserver.md 12
export function podWarnings({ metadata, spec }: { metadata?: ObjectMeta; spec: PodSpec }, path: string, release: Release): string[] {
  if (!release.has("podTemplateWarnings")) return [];
  const at = path === "" ? "" : `${path}.`;
  const warnings: string[] = [];
  for (const label of sortedKeys(spec.nodeSelector ?? {})) {
    const why = RENAMED_LABELS[label];
    if (why !== undefined) warnings.push(`${at}spec.nodeSelector[${label}]: ${why}`);
  }
  if (metadata?.annotations?.[CRITICAL_POD] !== undefined) {
    warnings.push(`${at}metadata.annotations[${CRITICAL_POD}]: non-functional in v1.16+; use the "priorityClassName" field instead`);
  }
  return warnings;
}
