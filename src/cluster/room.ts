import { fullGC } from "bun:jsc";

/** So much is allocated, and never touched, that it takes up addresses alone. */
const BALLAST_BYTES = 128 * 1024 * 1024;

/** Whoever began the process has seen to it already, as bin/k8sim does: Bun reads that at its start alone. */
const hasRoom = process.env["BUN_JSC_largeHeapSize"] !== undefined;

let ballast: ArrayBuffer | undefined;

/**
 * Lets the garbage of large work lie: the collector comes when the heap has doubled, and that of a process that was just begun is small, so that
 * it would come again and again while a rollout of a thousand pods makes what stays. A ballast counts as heap; it is known from the collection
 * made here on, which takes the less the earlier it comes.
 */
export function makeRoom(): void {
  if (ballast !== undefined || hasRoom) return;
  ballast = new ArrayBuffer(BALLAST_BYTES);
  fullGC();
}

/** Ends what {@link makeRoom} began. */
export function giveRoomBack(): void {
  ballast = undefined;
}
