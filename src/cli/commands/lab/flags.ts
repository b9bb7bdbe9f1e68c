import type { Command } from "commander";

/** What of a document is meant, and where its sidecar lies. */
export interface DocumentFlags {
  readonly section?: string;
  readonly sidecar?: string;
}

/** Flags of the commands that play one document on one cluster. */
export interface PlayFlags extends DocumentFlags {
  readonly cluster: string;
  readonly profile?: string;
  readonly kubernetesVersion?: string;
  readonly seed?: string;
}

const SECTION = ["--section <TEXT>", "only the section under the heading that holds this text"] as const;
const SIDECAR = ["--sidecar <FILE>", "settings of the document; NAME.lab.yaml beside it unless told"] as const;

/** Adds `--section`. */
export function withSection(command: Command): Command {
  return command.option(...SECTION);
}

/** Adds `--sidecar`. */
export function withSidecar(command: Command): Command {
  return command.option(...SIDECAR);
}

/** Adds the flags of {@link PlayFlags}; `clusterIs` says what becomes of the cluster. */
export function withPlayFlags(command: Command, clusterIs: string): Command {
  return withSidecar(withSection(command))
    .option("--cluster <NAME>", clusterIs, "lab")
    .option("--profile <NAME>", "profile of the cluster; the document's own, else book, unless told")
    .option("--kubernetes-version <vX.Y.Z>", "Kubernetes' version; the document's own, else the profile's, unless told")
    .option("--seed <N>", "seed of the draws that the document does not show; the document's own, else 1, unless told");
}
