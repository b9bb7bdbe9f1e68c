import type { Json } from "../base/json.ts";
import { isOn } from "./node-faults.ts";
import { rulesOn, type Rules } from "./kube-proxy/rules.ts";
import type { Connection, Hop, NetworkWorld, Place, Refusal } from "./types.ts";

/** A connection under way: where its packets are and what has happened to them. */
export interface Trip {
  readonly world: NetworkWorld;
  readonly from: Place;
  readonly hops: Hop[];
  /** The address and port that the client asked for. */
  readonly asked: { readonly address: string; readonly port: number };
  /** The address from which the packets come, as the machine sees it that they have reached. */
  client: string;
  /** The machine that they have reached: a node, or "" while they are on the user's own. */
  node: string;
  /** The rules of that machine, once somebody has looked. */
  rules?: Rules;
}

/** How long a client waits before it learns that there is no connection. */
export const AFTER_MS: Readonly<Record<Refusal, number>> = { refused: 1, "no-route": 3_060, timeout: 127_000 };

/** How the client stands to the node whose rules decide: one of its pods, one of its own processes, or somebody from elsewhere. */
export type Origin = "node" | "outside" | "pod";

/** Where the packets come from, for the node that they have reached. */
export function originOf({ from, node }: Trip): Origin {
  if (from.kind === "pc") return "outside";
  if (from.kind === "node") return from.name === node ? "node" : "outside";
  if (from.pod.spec.nodeName !== node) return "outside";
  return from.pod.spec.hostNetwork ? "node" : "pod";
}

/** The rules that decide where the packets are. */
export function rulesOf(trip: Trip): Rules {
  if (trip.rules?.node !== trip.node) trip.rules = rulesOn(trip.world, trip.node);
  return trip.rules;
}

/** Writes a step down, where somebody wants to know. */
export function note(trip: Trip, at: Hop["at"], say: () => readonly [text: string, data: Readonly<Record<string, Json>>]): void {
  if (trip.world.onConnect === undefined) return;
  const [text, data] = say();
  trip.hops.push({ at, text, data });
}

/** Ends a trip that leads nowhere; `afterMs` when that shows sooner or later than usual. */
export function stop(trip: Trip, why: Refusal, cause: string, text: string, see?: string, afterMs = AFTER_MS[why]): Connection {
  note(trip, "stop", () => [text, { cause }]);
  return { kind: "refused", why, hops: trip.hops, afterMs, problem: { cause, text, ...(see === undefined ? {} : { see }) } };
}

/** How people name a place. */
export function placeName(place: Place): string {
  return place.kind === "pc" ? "pc" : place.kind === "node" ? place.name : `pod ${place.pod.metadata.name}`;
}

/** Why a machine cannot be reached, and how that is seen. */
export function silence({ world }: Trip, name: string): { cause: string; text: string; see: string } {
  const see = `kubectl get node ${name}`;
  return isOn(world.memory, name)
    ? { cause: "node-unreachable", text: `no packets pass to ${name}: its network is cut`, see }
    : { cause: "node-off", text: `${name} is off`, see };
}
