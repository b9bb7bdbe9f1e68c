import type { Cluster } from "../cluster/cluster.ts";
import type { KubeObject } from "../machinery/object.ts";
import type { PinnedTape } from "../sim/tape.ts";
import { mistakenLetters } from "./compare/match-line.ts";
import type { Step } from "./transcript.ts";

interface Endpoints extends KubeObject {
  subsets?: { addresses?: { targetRef?: { kind?: string; name?: string } }[] }[];
}

/** Commands that ask services. */
const ASKS = /\b(?:curl|wget)\b/;

/**
 * The pods that a step's document shows as answering are those that its services, and ingress controllers in front of them, will choose. Gives
 * what takes the pins off again: with a single backend nothing is drawn. `toDocument` puts names into the document's words, in which the tape is pinned.
 */
export function pinBackends(
  { command, expected = [] }: Step,
  { store }: Cluster,
  tape: PinnedTape,
  toDocument: (text: string) => string,
): () => void {
  const streams = new Set<string>();
  if (ASKS.test(command)) {
    const services = podsOfServices(store.list("endpoints") as readonly Endpoints[], toDocument);
    for (const { text } of expected) {
      for (const word of text.split(/[^a-z0-9.-]+/)) {
        const name =
          services.has(word) || !word.includes("-") ? word : ([...services.keys()].find((pod) => mistakenLetters(word, pod)) ?? word);
        for (const service of services.get(name) ?? []) {
          tape.pin(`backend/${service}`, name);
          streams.add(`backend/${service}`);
        }
      }
    }
  }
  return () => {
    for (const stream of streams) while (tape.take(stream) !== undefined);
  };
}

/** The services behind which a pod stands, by the pod's name in the document's words. */
function podsOfServices(all: readonly Endpoints[], toDocument: (text: string) => string): Map<string, string[]> {
  const services = new Map<string, string[]>();
  for (const { metadata, subsets = [] } of all) {
    for (const { targetRef } of subsets.flatMap(({ addresses = [] }) => addresses)) {
      if (targetRef?.kind !== "Pod" || targetRef.name === undefined) continue;
      const name = toDocument(targetRef.name);
      services.set(name, [...(services.get(name) ?? []), `${metadata.namespace}/${metadata.name}`]);
    }
  }
  return services;
}
