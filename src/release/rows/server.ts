import { featureRows } from "../row.ts";

/** Differences between versions of: server. One row each; add yours in alphabetical order. */
export const serverRows = {
  ...featureRows({}),
};
