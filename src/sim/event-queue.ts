import { createHeap, type Heap } from "../base/heap.ts";
import type { SimEvent } from "./types.ts";

/** Events that are stored elsewhere and read only when their time comes near: a cluster may hold 150,000 of them. */
export interface EventSource {
  /** Stored events that stand after (at, seq), in order, at most `limit`. */
  after(at: number, seq: number, limit: number): readonly SimEvent[];
  find(actor: string, name: string, key: string): SimEvent | undefined;
}

/** Pending events in the order (at, seq); at most one for each (actor, name, key). */
export interface EventQueue {
  /** Puts an event in, in place of the pending one of the same actor, name and key. */
  put(event: SimEvent): void;
  remove(actor: string, name: string, key: string): void;
  find(actor: string, name: string, key: string): SimEvent | undefined;
  /** The event that comes first, left in place. */
  peek(): SimEvent | undefined;
  /** Takes out the event that comes first. */
  pop(): SimEvent | undefined;
  /** What has changed since the last call, by identity; null stands for an event that is no longer pending. */
  takeChanges(): Map<EventId, SimEvent | null>;
}

/** Text that identifies an event: actor, name and key, divided by NUL. */
export type EventId = string;

const CHUNK = 256;

/** The parts of an {@link EventId}. */
export function splitEventId(id: EventId): { actor: string; name: string; key: string } {
  const [actor = "", name = "", key = ""] = id.split("\0");
  return { actor, name, key };
}

/** A queue, empty or over the events of a source. */
export function createEventQueue(source?: EventSource): EventQueue {
  const heap: Heap<SimEvent> = createHeap<SimEvent>(compareEvents);
  // Null: known not to be pending, whatever the source says.
  const known = new Map<EventId, SimEvent | null>();
  /** The pending ones among those in the heap; what was replaced or removed leaves the heap when it comes up. */
  const inForce = new Set<SimEvent>();
  let changed = new Set<EventId>();
  // The source's events up to here are in the heap.
  let horizon = source === undefined ? { at: Number.POSITIVE_INFINITY, seq: 0 } : { at: Number.NEGATIVE_INFINITY, seq: 0 };

  function load(event: SimEvent): void {
    const id = idOf(event.actor, event.name, event.key);
    if (known.has(id)) return;
    known.set(id, event);
    inForce.add(event);
    heap.push(event);
  }

  function loadChunk(): void {
    const events = source?.after(horizon.at, horizon.seq, CHUNK) ?? [];
    for (const event of events) load(event);
    const last = events[events.length - 1];
    horizon = last === undefined || events.length < CHUNK ? { at: Number.POSITIVE_INFINITY, seq: 0 } : last;
  }

  function set(id: EventId, event: SimEvent | null): void {
    const former = known.get(id);
    if (former) inForce.delete(former);
    if (event) inForce.add(event);
    known.set(id, event);
    changed.add(id);
  }

  function peek(): SimEvent | undefined {
    for (;;) {
      const first = heap.peek();
      if (first !== undefined && !inForce.has(first)) heap.pop();
      else if (first !== undefined && compareEvents(first, horizon) <= 0) return first;
      else if (horizon.at === Number.POSITIVE_INFINITY) return first;
      else loadChunk();
    }
  }

  return {
    put(event) {
      set(idOf(event.actor, event.name, event.key), event);
      heap.push(event);
    },
    remove(actor, name, key) {
      set(idOf(actor, name, key), null);
    },
    find(actor, name, key) {
      const id = idOf(actor, name, key);
      const pending = known.get(id);
      if (pending !== undefined || horizon.at === Number.POSITIVE_INFINITY) return pending ?? undefined;
      const stored = source?.find(actor, name, key);
      if (stored !== undefined) load(stored);
      return stored;
    },
    peek,
    pop() {
      const event = peek();
      if (event === undefined) return undefined;
      heap.pop();
      set(idOf(event.actor, event.name, event.key), null);
      return event;
    },
    takeChanges() {
      const changes = new Map<EventId, SimEvent | null>();
      for (const id of changed) {
        const event = known.get(id) ?? null;
        changes.set(id, event);
        // From here on the source no longer gives it, so it need not be remembered.
        if (event === null) known.delete(id);
      }
      changed = new Set();
      return changes;
    },
  };
}

function idOf(actor: string, name: string, key: string): EventId {
  return `${actor}\0${name}\0${key}`;
}

function compareEvents(left: { at: number; seq: number }, right: { at: number; seq: number }): number {
  return left.at - right.at || left.seq - right.seq;
}
