/** `later` is at least `atLeast` seconds after `earlier`: variables are moments, named by number; moment 0 is the origin. */
export interface Bound {
  readonly earlier: number;
  readonly later: number;
  readonly atLeast: number;
  /** What this bound comes from: an index into the caller's evidence, or -1 for the order of steps. */
  readonly source: number;
}

/** The upper bound `later - earlier <= atMost`, written as a lower one. */
export function atMost(earlier: number, later: number, limit: number, source: number): Bound {
  return { earlier: later, later: earlier, atLeast: -limit, source };
}

/**
 * The earliest moments that keep all bounds, or the sources of the bounds that contradict each other (a cycle through which every moment
 * would have to be later than itself). Bellman and Ford's longest paths; whole seconds.
 */
export function solve(moments: number, bounds: readonly Bound[]): { times: number[] } | { contradiction: number[] } {
  const times = Array.from<number>({ length: moments }).fill(0);
  const because = Array.from<Bound | undefined>({ length: moments });
  for (let round = 0; round <= moments; round++) {
    let changed = -1;
    for (const bound of bounds) {
      const at = (times[bound.earlier] ?? 0) + bound.atLeast;
      if (at <= (times[bound.later] ?? 0)) continue;
      times[bound.later] = at;
      because[bound.later] = bound;
      changed = bound.later;
    }
    if (changed < 0) return { times };
    if (round === moments || (times[0] ?? 0) > 0) return { contradiction: cycleThrough((times[0] ?? 0) > 0 ? 0 : changed, because) };
  }
  return { times };
}

/** The bounds that pushed a moment round in a circle; those that only lead there from `start` have no part in it. */
function cycleThrough(start: number, because: readonly (Bound | undefined)[]): number[] {
  const path: { readonly moment: number; readonly source: number }[] = [];
  let moment = start;
  while (!path.some((each) => each.moment === moment)) {
    const bound = because[moment];
    if (!bound) break;
    path.push({ moment, source: bound.source });
    moment = bound.earlier;
  }
  const from = Math.max(
    0,
    path.findIndex((each) => each.moment === moment),
  );
  return [...new Set(path.slice(from).flatMap(({ source }) => (source >= 0 ? [source] : [])))];
}
