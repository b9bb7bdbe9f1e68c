import { ipv4Block, isInBlock } from "../../base/ipv4.ts";
import type { PinnedTape } from "../../sim/tape.ts";
import { baseOf, createOwnLetters } from "./own-letters.ts";
import type { DrawnWorld } from "./parts.ts";

/** Under which own labels a fresh cluster has what a document shows under others. */
export interface Labels {
  /**
   * A tape in the document's words as the fresh cluster hears it: labels (the letters of names, services' addresses and node ports) are left to its
   * own chance; what it chooses among equals and how long something takes is the document's, put into its own words. What is pinned on it, and what
   * hears its draws, speaks the document's words. What the document does not tell of a name was drawn in rehearsal.
   */
  over(tape: PinnedTape): PinnedTape;
  /** The document's words in the fresh cluster's: a command. */
  toCluster(text: string): string;
  /** The fresh cluster's words in the document's: an output. */
  toDocument(text: string): string;
  /** The fresh cluster is open. */
  open(pods: () => readonly PlacedPod[]): void;
}

/** Those of a cluster that draws what the document shows. */
export const DOCUMENT_LABELS: Labels = {
  over: (tape) => tape,
  toCluster: (text) => text,
  toDocument: (text) => text,
  open: () => undefined,
};

/** A pod as the cluster has it now, and its address. */
export interface PlacedPod {
  readonly namespace: string;
  readonly name: string;
  readonly address: string;
}

/** A tape that keeps on another one what is drawn beside it, but what is of no pod. */
export function keepingDraws(tape: PinnedTape, kept: PinnedTape): PinnedTape {
  return {
    ...tape,
    drew(stream, value) {
      if (!UNNAMED.test(stream)) kept.pin(stream, value);
      tape.drew?.(stream, value);
    },
  };
}

/** Draws that are of no pod. */
const UNNAMED = /^(?:uid|refused|backend|ecmp|name-suffix|cluster-ip|node-port|pod-address)\//;
const LABEL = /^(?:name-suffix|cluster-ip|node-port)\//;
/** A word, and the blanks that hold the columns behind it. */
const WORD = /([A-Za-z0-9][A-Za-z0-9-]*(?:\.[A-Za-z0-9-]+)*)( {2,})?/g;

/** The play that the document tells, as far as it was made. */
export interface Followed {
  /** What was drawn at the installation and in the rehearsal. */
  readonly install: PinnedTape;
  readonly rehearsal: PinnedTape;
  readonly world: Pick<DrawnWorld, "nodePortRange" | "podBlockSize" | "serviceCidr">;
}

/** No labels yet; they are learnt as the cluster draws, one for one: the draws of a stream stand for each other by their place. */
export function createLabels(seed: number, { install, rehearsal, world }: Followed): Labels {
  const toShown = new Map<string, string>();
  const toOwn = new Map<string, string>();
  /** The document's label for the draw that a stream makes next. */
  const awaited = new Map<string, string | undefined>();
  /** The document's addresses of pods, by the pods' own names; put in the places of their own when they have them. */
  const addresses = new Map<string, string>();
  const letters = createOwnLetters(seed);
  let podsNow: () => readonly PlacedPod[] = () => [];

  function put(own: string, shown: string): void {
    toShown.set(own, shown);
    toOwn.set(shown, own);
  }

  function shownStream(stream: string): string {
    return stream
      .split("/")
      .map((part) => toShown.get(part) ?? part)
      .join("/");
  }

  /** A label that no cluster could draw stands for nothing. */
  function isDrawable(stream: string, shown: string): boolean {
    const { from, to } = world.nodePortRange;
    if (stream.startsWith("cluster-ip/")) return isInBlock(shown, world.serviceCidr);
    return !stream.startsWith("node-port/") || (Number(shown) >= from && Number(shown) <= to);
  }

  function learn(stream: string, own: string, shown: string): void {
    const base = stream.startsWith("name-suffix/") ? baseOf(stream) : "";
    put(base + own, base + shown);
  }

  /** A node hands its addresses out one after the other: how many it has given before is history, so that any of the same block can stand there. */
  function learnAddresses(): void {
    if (addresses.size === 0) return;
    const pods = podsNow();
    const current = new Set(pods.map(({ address }) => address));
    for (const { namespace, name, address } of pods) {
      const shown = addresses.get(`${namespace}/${name}`);
      if (shown === undefined) continue;
      const block = (text: string): number | undefined => ipv4Block(`${text}/${world.podBlockSize}`)?.first;
      const other = toOwn.get(shown);
      if (block(shown) === block(address) && (other === undefined || other === address || !current.has(other))) put(address, shown);
    }
  }

  function take(stream: string, tape: PinnedTape): string | undefined {
    const theirs = shownStream(stream);
    const drawn = install.take(theirs) ?? rehearsal.take(theirs);
    const shown = tape.take(theirs) ?? (theirs === stream ? undefined : drawn);
    if (stream.startsWith("pod-address/")) {
      if (shown !== undefined) addresses.set(stream.slice("pod-address/".length), shown);
      return undefined;
    }
    if (!LABEL.test(stream)) return shown === undefined ? undefined : (toOwn.get(shown) ?? shown);
    awaited.set(stream, shown);
    return stream.startsWith("name-suffix/") && shown !== undefined ? letters.of(baseOf(stream), shown) : undefined;
  }

  function drew(stream: string, value: string, tape: PinnedTape): void {
    const isLabel = LABEL.test(stream);
    const label = awaited.get(stream);
    awaited.delete(stream);
    const isKnown = isLabel && label !== undefined && isDrawable(stream, label);
    if (isKnown) learn(stream, value, label);
    tape.drew?.(shownStream(stream), isKnown ? label : (toShown.get(value) ?? value));
  }

  function replaced(text: string, words: ReadonlyMap<string, string>): string {
    if (words.size === 0) return text;
    return text.replace(WORD, (all: string, word: string, blanks = "") => {
      const [label = ""] = word.split(".");
      const [whole, first] = [words.get(word), words.get(label)];
      const other = whole ?? (first === undefined ? undefined : first + word.slice(label.length));
      return other === undefined ? all : other + " ".repeat(blanks === "" ? 0 : Math.max(1, all.length - other.length));
    });
  }

  return {
    open: (pods) => {
      podsNow = pods;
    },
    over(tape) {
      letters.draw(tape.rest());
      return { ...tape, take: (stream) => take(stream, tape), drew: (stream, value) => drew(stream, value, tape) };
    },
    toCluster(text) {
      learnAddresses();
      return replaced(text, toOwn);
    },
    toDocument(text) {
      learnAddresses();
      return replaced(text, toShown);
    },
  };
}
