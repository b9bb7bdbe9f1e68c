import type { Draft } from "../../../machinery/kind.ts";
import type { PriorityLevelConfiguration } from "./types.ts";

const OLD_VERSIONS = ["v1beta1", "v1beta2"];

/** Whether a version calls the shares `assuredConcurrencyShares`. */
export function hasAssuredShares(version: string): boolean {
  return OLD_VERSIONS.includes(version);
}

/** The shares under the name of that version. In place. pkg/apis/flowcontrol/v1beta2/conversion.go, 1.26 */
export function convertPriorityLevel(object: Draft, toVersion: string): void {
  const { limited } = (object as PriorityLevelConfiguration).spec;
  if (!limited) return;
  const shares = limited.assuredConcurrencyShares ?? limited.nominalConcurrencyShares;
  delete limited.assuredConcurrencyShares;
  delete limited.nominalConcurrencyShares;
  if (shares === undefined) return;
  if (hasAssuredShares(toVersion)) limited.assuredConcurrencyShares = shares;
  else limited.nominalConcurrencyShares = shares;
}
