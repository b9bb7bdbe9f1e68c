import { featureRows } from "../row.ts";

/** Differences between versions of: kubectl. One row each; add yours in alphabetical order. */
export const kubectlRows = {
  ...featureRows({}),
};
