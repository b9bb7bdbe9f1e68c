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
  /** What has changed since the last call. */
  takeChanges(): readonly EventChange[];
}

/** What has become of the event of an actor, name and key; null stands for one that is no longer pending. */
export interface EventChange {
  readonly actor: string;
  readonly name: string;
  readonly key: string;
  readonly event: SimEvent | null;
}

/** The place of the events of one actor, name and key. Null: known not to be pending, whatever the source says. */
interface Slot {
  readonly actor: string;
  readonly name: string;
  readonly key: string;
  event: SimEvent | null;
  isChanged: boolean;
}

/** An event in the heap; what was replaced or removed leaves the heap when it comes up. */
interface Queued {
  readonly event: SimEvent;
  readonly slot: Slot;
}

const CHUNK = 256;
const NO_MORE = { at: Number.POSITIVE_INFINITY, seq: 0 };

/** A queue, empty or over the events of a source. */
export function createEventQueue(source?: EventSource): EventQueue {
  const heap: Heap<Queued> = createHeap<Queued>((left, right) => compareEvents(left.event, right.event));
  // By actor, name and key: joining the three for every look would cost more than the look.
  const slots = new Map<string, Map<string, Map<string, Slot>>>();
  let changed: Slot[] = [];
  // The source's events up to here are in the heap.
  let horizon: { at: number; seq: number } = source === undefined ? NO_MORE : { at: Number.NEGATIVE_INFINITY, seq: 0 };

  function slotsOf(actor: string, name: string): Map<string, Slot> {
    let byName = slots.get(actor);
    if (byName === undefined) slots.set(actor, (byName = new Map()));
    let byKey = byName.get(name);
    if (byKey === undefined) byName.set(name, (byKey = new Map()));
    return byKey;
  }

  function slotOf(actor: string, name: string, key: string): Slot {
    const byKey = slotsOf(actor, name);
    let slot = byKey.get(key);
    if (slot === undefined) byKey.set(key, (slot = { actor, name, key, event: null, isChanged: false }));
    return slot;
  }

  function load(event: SimEvent): void {
    const { actor, name, key } = event;
    const byKey = slotsOf(actor, name);
    if (byKey.has(key)) return;
    const slot: Slot = { actor, name, key, event, isChanged: false };
    byKey.set(key, slot);
    heap.push({ event, slot });
  }

  function loadChunk(): void {
    const events = source?.after(horizon.at, horizon.seq, CHUNK) ?? [];
    for (const event of events) load(event);
    const last = events[events.length - 1];
    horizon = last === undefined || events.length < CHUNK ? NO_MORE : last;
  }

  function set(slot: Slot, event: SimEvent | null): void {
    slot.event = event;
    if (slot.isChanged) return;
    slot.isChanged = true;
    changed.push(slot);
  }

  function peekQueued(): Queued | undefined {
    for (;;) {
      const first = heap.peek();
      if (first !== undefined && first.slot.event !== first.event) heap.pop();
      else if (first !== undefined && compareEvents(first.event, horizon) <= 0) return first;
      else if (horizon.at === Number.POSITIVE_INFINITY) return first;
      else loadChunk();
    }
  }

  return {
    put(event) {
      const slot = slotOf(event.actor, event.name, event.key);
      set(slot, event);
      heap.push({ event, slot });
    },
    remove(actor, name, key) {
      const slot = slotsOf(actor, name).get(key);
      // What is known not to be pending need not be removed, from the source either.
      if (slot === undefined ? horizon.at !== Number.POSITIVE_INFINITY : slot.event !== null) set(slotOf(actor, name, key), null);
    },
    find(actor, name, key) {
      const slot = slotsOf(actor, name).get(key);
      if (slot !== undefined) return slot.event ?? undefined;
      if (horizon.at === Number.POSITIVE_INFINITY) return undefined;
      const stored = source?.find(actor, name, key);
      if (stored !== undefined) load(stored);
      return stored;
    },
    peek: () => peekQueued()?.event,
    pop() {
      const first = peekQueued();
      if (first === undefined) return undefined;
      heap.pop();
      set(first.slot, null);
      return first.event;
    },
    takeChanges() {
      const changes = changed;
      changed = [];
      for (const slot of changes) {
        slot.isChanged = false;
        // From here on the source no longer gives it, so it need not be remembered.
        if (slot.event === null) slotsOf(slot.actor, slot.name).delete(slot.key);
      }
      return changes;
    },
  };
}

function compareEvents(left: { at: number; seq: number }, right: { at: number; seq: number }): number {
  return left.at - right.at || left.seq - right.seq;
}
