/** A binary min-heap: the item that compares lowest comes out first. Ties come out in no particular order. */
export interface Heap<T> {
  /** Number of items held. */
  readonly size: number;
  /** Adds an item in O(log n). */
  push(item: T): void;
  /** Removes and returns the lowest item; undefined when empty. */
  pop(): T | undefined;
  /** The lowest item, left in place; undefined when empty. */
  peek(): T | undefined;
  /** All items in heap order (not sorted), as a copy. */
  items(): T[];
}

/**
 * Makes a heap ordered by `compare` (negative: first argument comes out first), optionally filled with `initial`
 * in O(n).
 */
export function createHeap<T>(compare: (left: T, right: T) => number, initial: Iterable<T> = []): Heap<T> {
  const slots: T[] = [...initial];
  for (let index = (slots.length >> 1) - 1; index >= 0; index--) sink(slots, index, compare);
  return {
    get size() {
      return slots.length;
    },
    push(item) {
      slots.push(item);
      rise(slots, slots.length - 1, compare);
    },
    pop() {
      const lowest = slots[0];
      const last = slots.pop();
      if (slots.length > 0) {
        slots[0] = last as T;
        sink(slots, 0, compare);
      }
      return lowest;
    },
    peek: () => slots[0],
    items: () => slots.slice(),
  };
}

function rise<T>(slots: T[], start: number, compare: (left: T, right: T) => number): void {
  const item = slots[start] as T;
  let index = start;
  while (index > 0) {
    const parent = (index - 1) >> 1;
    const above = slots[parent] as T;
    if (compare(item, above) >= 0) break;
    slots[index] = above;
    index = parent;
  }
  slots[index] = item;
}

function sink<T>(slots: T[], start: number, compare: (left: T, right: T) => number): void {
  const item = slots[start] as T;
  let index = start;
  for (;;) {
    let child = index * 2 + 1;
    if (child >= slots.length) break;
    if (child + 1 < slots.length && compare(slots[child + 1] as T, slots[child] as T) < 0) child++;
    const below = slots[child] as T;
    if (compare(item, below) <= 0) break;
    slots[index] = below;
    index = child;
  }
  slots[index] = item;
}
