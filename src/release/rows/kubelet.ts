import { featureRows } from "../row.ts";

/** Differences between versions of: kubelet. One row each; add yours in alphabetical order. */
export const kubeletRows = {
  ...featureRows({}),
};
