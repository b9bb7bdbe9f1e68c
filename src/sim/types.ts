import type { Json } from "../base/json.ts";

/** Something that will happen at a virtual time. Data, never a closure, so that it is stored between commands. */
export interface SimEvent {
  /** Virtual time in ms since the Unix epoch. */
  readonly at: number;
  /** Order among events of the same time; given by the queue. */
  readonly seq: number;
  /** Who handles it: a component's name. */
  readonly actor: string;
  /** What happens, in the actor's own words: `reconcile`, `pull-done`, `probe`. */
  readonly name: string;
  /** What it happens to: `default/np-pods`. One pending event per (actor, name, key): scheduling again replaces. */
  readonly key: string;
  readonly data?: Json;
}

/** A stream of random draws, named for what is drawn. Adding a stream never shifts another's draws. */
export interface RandomStream {
  /** A float in [0, 1). */
  float(): number;
  /** An integer in [0, bound). */
  int(bound: number): number;
  /** One element of a non-empty list. */
  pick<T>(items: readonly T[]): T;
}

/** Pinned draws, in the order in which their stream will ask for them. */
export interface Tape {
  /** Takes the next pinned value of a stream, or undefined when nothing is pinned. */
  take(stream: string): string | undefined;
  /** Hears what a stream has drawn, pinned or not. */
  drew?(stream: string, value: string): void;
}

/** Virtual time, the event queue and chance. Knows no Kubernetes. */
export interface Sim {
  /** Virtual now in ms since the Unix epoch. */
  now(): number;
  /** Puts an event into the queue; replaces a pending one with the same actor, name and key. */
  schedule(event: { at: number; actor: string; name: string; key: string; data?: Json }): void;
  /** As {@link Sim.schedule}, but keeps a pending event that is sooner. */
  scheduleIfSooner(event: { at: number; actor: string; name: string; key: string; data?: Json }): void;
  /** Takes a pending event out of the queue; no error when there is none. */
  cancel(actor: string, name: string, key: string): void;
  /** The pending event of that actor, name and key. */
  pending(actor: string, name: string, key: string): SimEvent | undefined;
  /** The random stream of that name. */
  stream(name: string): RandomStream;
  /**
   * A draw that a tape may pin: the pinned text of that stream when there is one, else `draw(stream)`.
   * Only for what a real cluster draws by chance or by outside timing (DESIGN section 2).
   */
  draw(stream: string, draw: (random: RandomStream) => string): string;
  /** What a tape has pinned for that stream; nothing is drawn when there is none, and the tape hears of an empty text. */
  pinned(stream: string): string | undefined;
}
