import type { Tape } from "./types.ts";

/** Pinned values by stream, in the order of use; undefined leaves that one draw to chance. */
export type Pins = Readonly<Record<string, readonly (string | undefined)[]>>;

/** A tape that can be added to, and stored with what is left on it. */
export interface PinnedTape extends Tape {
  /** Puts a value behind those that the stream has already. */
  pin(stream: string, value: string): void;
  /** What has not been taken yet, as plain data. */
  rest(): Record<string, (string | undefined)[]>;
}

/** A tape with these values on it. */
export function createTape(pins: Pins = {}): PinnedTape {
  const queues = new Map<string, (string | undefined)[]>();
  for (const stream of Object.keys(pins)) queues.set(stream, [...(pins[stream] ?? [])]);
  return {
    take(stream) {
      const queue = queues.get(stream);
      if (queue === undefined) return undefined;
      const value = queue.shift();
      if (queue.length === 0) queues.delete(stream);
      return value;
    },
    pin(stream, value) {
      const queue = queues.get(stream);
      if (queue === undefined) queues.set(stream, [value]);
      else queue.push(value);
    },
    rest: () => Object.fromEntries([...queues].map(([stream, queue]) => [stream, [...queue]])),
  };
}
