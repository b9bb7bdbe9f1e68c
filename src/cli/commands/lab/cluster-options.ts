import { wholeNumberArgument } from "../../arguments.ts";
import type { PlayOptions } from "../../../lab/play.ts";
import { guessSettings, openVersions } from "../../../lab/settings/guess.ts";
import type { Machines } from "../../../lab/settings/machines.ts";
import type { Transcript } from "../../../lab/transcript.ts";

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

/** What the flags say of the cluster, else the document's settings, else what its outputs tell, else the profile of the book. */
export function clusterOptions(transcript: Transcript, flags: ClusterFlags): Omit<PlayOptions["create"], "force"> {
  const { settings } = transcript;
  const guessed = guessedSettings(transcript, flags);
  const version = flags.kubernetesVersion ?? settings.kubernetesVersion ?? guessed.kubernetesVersion;
  const nodeNetwork = settings.nodeNetwork ?? guessed.nodeNetwork;
  return {
    profile: flags.profile ?? settings.profile ?? guessed.profile ?? "book",
    seed: flags.seed ?? settings.seed ?? 1,
    ...(version === undefined ? {} : { kubernetesVersion: version }),
    ...(settings.kubectlVersion === undefined ? {} : { kubectlVersion: settings.kubectlVersion }),
    ...changesOf(nodeNetwork, guessed.machines),
  };
}

/** What nobody says of the cluster and the document's outputs tell. Who names a profile by a flag means that profile as it is. */
export function guessedSettings(transcript: Transcript, flags: ClusterFlags): ReturnType<typeof guessSettings> {
  if (flags.profile !== undefined) return {};
  const { settings } = transcript;
  const guessed = Object.entries(guessSettings(transcript)).filter(([key]) => settings[key as keyof typeof settings] === undefined);
  return Object.fromEntries(guessed);
}

/** How a document is played: on which cluster, and which versions it may be of where nobody says it. */
export function clusterToPlay(transcript: Transcript, flags: ClusterFlags): Pick<PlayOptions, "create" | "openVersions"> {
  const create = clusterOptions(transcript, flags);
  const { kubernetesVersion, profile } = transcript.settings;
  const isSaid = [flags.kubernetesVersion, flags.profile, kubernetesVersion, profile].some((said) => said !== undefined);
  const open = isSaid ? undefined : openVersions(transcript);
  return { create, ...(open === undefined ? {} : { openVersions: open }) };
}

function changesOf(nodeNetwork: string | undefined, machines: Machines = {}): Pick<PlayOptions["create"], "changes"> {
  const changes = { ...machines, ...(nodeNetwork === undefined || machines.nodeNetwork !== undefined ? {} : { nodeNetwork }) };
  return Object.keys(changes).length === 0 ? {} : { changes };
}
