/** A line that says what is under way. */
export interface Progress {
  show(text: string): void;
  clear(): void;
}

/** Wall time between two looks of the line: faster than that nobody reads. */
const PAUSE_MS = 100;

/** A line on the terminal that is written over again and again; nothing where stderr is no terminal. */
export function createProgress(): Progress {
  if (!process.stderr.isTTY) return { show: () => undefined, clear: () => undefined };
  let shownAt = performance.now();
  let isShown = false;
  return {
    show(text) {
      if (performance.now() - shownAt < PAUSE_MS) return;
      shownAt = performance.now();
      isShown = true;
      process.stderr.write(`\r${text.slice(0, (process.stderr.columns ?? 80) - 1)}\x1b[K`);
    },
    clear() {
      if (isShown) process.stderr.write("\r\x1b[K");
      isShown = false;
    },
  };
}
