import type { Condition } from "../../kinds/shared/types.ts";
import { formatRfc3339 } from "../../base/rfc3339.ts";
import { deepEqual } from "../../base/deep.ts";

/** A condition before it is stamped: type, whether it holds, reason, message. */
export type Said = readonly [type: string, holds: boolean, reason: string, message: string];

// internal/controller/state/conditions/conditions.go, v2.6.1
export const CLASS_ACCEPTED: readonly Said[] = [
  ["Accepted", true, "Accepted", "The GatewayClass is accepted"],
  ["SupportedVersion", true, "SupportedVersion", "The Gateway API CRD versions are supported"],
];
export const CLASS_PARAMETERS: Said = ["ResolvedRefs", true, "ResolvedRefs", "The ParametersRef resource is resolved"];
export const CLASS_NO_PARAMETERS: Said = ["ResolvedRefs", false, "ParametersRefNotFound", "The ParametersRef resource could not be found"];
export const GATEWAY_READY: readonly Said[] = [
  ["Accepted", true, "Accepted", "The Gateway is accepted"],
  ["Programmed", true, "Programmed", "The Gateway is programmed"],
];
export const GATEWAY_NO_LISTENERS: readonly Said[] = [
  ["Accepted", false, "ListenersNotValid", "The Gateway has no valid listeners"],
  ["Programmed", false, "Invalid", "The Gateway has no valid listeners"],
];
export const GATEWAY_SOME_LISTENERS: Said = ["Accepted", true, "ListenersNotValid", "The Gateway has at least one valid listener"];
export const LISTENER_READY: readonly Said[] = [
  ["Programmed", true, "Programmed", "The Listener is programmed"],
  ["Accepted", true, "Accepted", "The Listener is accepted"],
  ["ResolvedRefs", true, "ResolvedRefs", "All references are resolved"],
  ["Conflicted", false, "NoConflicts", "No conflicts"],
];
export const ROUTE_ACCEPTED: Said = ["Accepted", true, "Accepted", "The Route is accepted"];
export const ROUTE_RESOLVED: Said = ["ResolvedRefs", true, "ResolvedRefs", "All references are resolved"];
export const ROUTE_REFUSED: Readonly<Record<"NoMatchingListenerHostname" | "NoMatchingParent" | "NotAllowedByListeners", Said>> = {
  NoMatchingListenerHostname: ["Accepted", false, "NoMatchingListenerHostname", "The Listener hostname does not match the Route hostnames"],
  NoMatchingParent: ["Accepted", false, "NoMatchingParent", "The Listener is not found for this parent ref"],
  NotAllowedByListeners: ["Accepted", false, "NotAllowedByListeners", "The Route is not allowed by any listener"],
};

/** Conditions as they are written: the last of a type counts, and one that has not changed keeps its time. */
export function stamped(said: readonly Said[], generation: number, now: number, before: readonly Condition[] = []): Condition[] {
  const last = [...new Map(said.map((one) => [one[0], one])).values()];
  return last.map(([type, holds, reason, message]) => {
    const condition = { type, status: holds ? "True" : "False", observedGeneration: generation, reason, message };
    const old = before.find((one) => one.type === type);
    const isSame = old !== undefined && deepEqual({ ...condition, lastTransitionTime: old.lastTransitionTime }, old);
    return { ...condition, lastTransitionTime: isSame ? old.lastTransitionTime : formatRfc3339(now) };
  });
}
