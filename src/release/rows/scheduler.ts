import { featureRows } from "../row.ts";

/** Differences between versions of: scheduler. One row each; add yours in alphabetical order. */
export const schedulerRows = {
  ...featureRows({}),
};
