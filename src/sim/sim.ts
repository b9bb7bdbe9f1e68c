import { assert } from "../base/assert.ts";
import { createEventQueue, type EventChange, type EventSource } from "./event-queue.ts";
import { mixText, type RunningWords, takeNumber, takeText, type Words } from "./mix.ts";
import { createStream, type CountedStream } from "./random.ts";
import type { Sim, SimEvent, Tape } from "./types.ts";

/** What a simulation is besides its events and streams. */
export interface SimHeader {
  /** Virtual now in ms since the Unix epoch. */
  readonly now: number;
  /** The sequence number of the last event put into the queue. */
  readonly seq: number;
  /** How many events have been handled. */
  readonly handled: number;
  /** The running hash over events handled and draws made. */
  readonly trace: Words;
}

/** What has changed since the last save. */
export interface SimChanges {
  readonly header: SimHeader;
  readonly events: readonly EventChange[];
  readonly streams: ReadonlyMap<string, number>;
}

/** Where a simulation finds what it has not loaded. */
export interface SimSource extends EventSource {
  /** Draws made from a stream so far. */
  counter(stream: string): number;
  /** Others have changed what it reads. */
  forget?(): void;
}

/** A simulation as its driver sees it. */
export interface DrivenSim extends Sim {
  /** The event that comes first, whenever that is. */
  next(): SimEvent | undefined;
  /** Takes out the first event, which must be due by `until`, and moves time to it; undefined when none is due. */
  take(until: number): SimEvent | undefined;
  /** Moves time forward; no event may be pending before that. */
  advanceTo(at: number): void;
  /** How many events have been handled since the cluster was made. */
  handled(): number;
  /** Text that two runs share exactly when they handled the same events and made the same draws. */
  traceHash(): string;
  /** Starts over from a header, with what the source then holds: somebody else has changed it. */
  load(header: SimHeader): void;
  /** What has changed since the last call. All changes together, in order, are the whole simulation. */
  takeChanges(): SimChanges;
}

export interface SimOptions {
  seed: number;
  /** Where to go on from; for a new simulation {@link newHeader}. */
  header: SimHeader;
  source?: SimSource;
  tape?: Tape;
}

/** The header of a simulation that has not begun. */
export function newHeader(now: number): SimHeader {
  return { now, seq: 0, handled: 0, trace: [0x13198a2e, 0x03707344] };
}

function runningFrom([high, low]: Words): RunningWords {
  return [high, low];
}

/** Virtual time, events and chance, new or from where it was saved. */
export function createSim({ seed, header, source, tape }: SimOptions): DrivenSim {
  let queue = createEventQueue(source);
  let streams = new Map<string, CountedStream>();
  const drawnFrom = new Set<string>();
  let lastDrawn: string | undefined;
  let { now, seq, handled } = header;
  let trace = runningFrom(header.trace);

  function schedule(event: Parameters<Sim["schedule"]>[0]): void {
    if (!Number.isFinite(event.at)) assert(false, `${event.actor} schedules ${event.name} of ${event.key} at ${event.at}`);
    // What should have happened before now happens now: time never goes back.
    queue.put({ ...event, at: Math.max(event.at, now), seq: ++seq });
  }

  function stream(name: string): CountedStream {
    let found = streams.get(name);
    if (found === undefined) {
      const mark = mixText([0, 0], name)[0];
      found = createStream(seed, name, source?.counter(name) ?? 0, () => onDraw(name, mark));
      streams.set(name, found);
    }
    return found;
  }

  function onDraw(name: string, mark: number): void {
    // A uid is four draws from one stream.
    if (name !== lastDrawn) drawnFrom.add(name);
    lastDrawn = name;
    takeNumber(trace, mark);
  }

  function takePinned(name: string): string | undefined {
    const text = tape?.take(name);
    if (text !== undefined) takeText(trace, text);
    return text;
  }

  return {
    now: () => now,
    schedule,
    scheduleIfSooner(event) {
      const pending = queue.find(event.actor, event.name, event.key);
      if (pending === undefined || pending.at > event.at) schedule(event);
    },
    cancel: (actor, name, key) => queue.remove(actor, name, key),
    pending: (actor, name, key) => queue.find(actor, name, key),
    stream,
    pinned(name) {
      const text = takePinned(name);
      tape?.drew?.(name, text ?? "");
      return text;
    },
    draw(name, draw) {
      const value = takePinned(name) ?? draw(stream(name));
      tape?.drew?.(name, value);
      return value;
    },
    next: () => queue.peek(),
    take(until) {
      const first = queue.peek();
      if (first === undefined || first.at > until) return undefined;
      queue.pop();
      now = Math.max(now, first.at);
      handled++;
      takeNumber(trace, Math.floor(now / 2 ** 31));
      takeNumber(trace, now | 0);
      takeText(trace, first.actor);
      takeText(trace, first.name);
      takeText(trace, first.key);
      return first;
    },
    advanceTo(at) {
      const first = queue.peek();
      assert(
        first === undefined || first.at >= at,
        `time moves to ${at} past ${first?.actor} ${first?.name} ${first?.key} at ${first?.at}`,
      );
      now = Math.max(now, at);
    },
    handled: () => handled,
    traceHash: () => trace.map((word) => (word >>> 0).toString(16).padStart(8, "0")).join(""),
    load(from) {
      ({ now, seq, handled } = from);
      trace = runningFrom(from.trace);
      source?.forget?.();
      queue = createEventQueue(source);
      streams = new Map();
      drawnFrom.clear();
      lastDrawn = undefined;
    },
    takeChanges() {
      const changed = new Map([...drawnFrom].map((name) => [name, streams.get(name)?.counter() ?? 0]));
      drawnFrom.clear();
      lastDrawn = undefined;
      return { header: { now, seq, handled, trace: runningFrom(trace) }, events: queue.takeChanges(), streams: changed };
    },
  };
}
