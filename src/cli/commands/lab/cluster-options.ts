import type { PlayOptions } from "../../../lab/play.ts";
import type { LabSettings } from "../../../lab/settings/settings.ts";

/** What flags say of the cluster that a lab is played on. */
export interface ClusterFlags {
  readonly profile?: string;
  readonly kubernetesVersion?: string;
  readonly seed?: number;
}

/** What the flags say of the cluster, else the document. */
export function clusterOptions(
  { profile, kubernetesVersion, kubectlVersion, nodeNetwork, seed }: LabSettings,
  flags: ClusterFlags,
): Omit<PlayOptions["create"], "force"> {
  const version = flags.kubernetesVersion ?? kubernetesVersion;
  return {
    profile: flags.profile ?? profile ?? "book",
    seed: flags.seed ?? seed ?? 1,
    ...(version === undefined ? {} : { kubernetesVersion: version }),
    ...(kubectlVersion === undefined ? {} : { kubectlVersion }),
    ...(nodeNetwork === undefined ? {} : { changes: { nodeNetwork } }),
  };
}
