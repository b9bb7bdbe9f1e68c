import { wholeNumberArgument } from "../../arguments.ts";
import type { PlayOptions } from "../../../lab/play.ts";
import type { LabSettings } from "../../../lab/settings/settings.ts";

/** What flags say of the cluster that a lab is played on. */
export interface ClusterFlags {
  readonly profile?: string;
  readonly kubernetesVersion?: string;
  readonly seed?: number;
}

/** The flags as somebody types them; throws UserError. */
export function clusterFlags(typed: { profile?: string; kubernetesVersion?: string; seed?: string }): ClusterFlags {
  const { profile, kubernetesVersion, seed } = typed;
  return {
    ...(profile === undefined ? {} : { profile }),
    ...(kubernetesVersion === undefined ? {} : { kubernetesVersion }),
    ...(seed === undefined ? {} : { seed: wholeNumberArgument(seed, "seed", 0) }),
  };
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
