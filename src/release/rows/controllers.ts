import { featureRows } from "../row.ts";

/** Differences between versions of: controllers. One row each; add yours in alphabetical order. */
export const controllerRows = {
  ...featureRows({}),
};
