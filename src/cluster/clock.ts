/** How a cluster's time moves. */
export interface ClockState {
  /** `real` follows the wall between commands; `stepped` moves only when told to, or when a command waits. */
  readonly mode: "real" | "stepped";
  /** Virtual time per wall time of a real clock. */
  readonly rate: number;
  /** A moment at which wall and virtual time were known to go together, both in ms since the Unix epoch. */
  readonly wallMs: number;
  readonly virtualMs: number;
}

/**
 * What a command costs on a stepped clock, so that creation times order. It is what a loop of curl calls takes per turn on the labs'
 * machines (facts/images.md 4): whoever also adds the pauses between his commands is then not far ahead of the cluster that he replays.
 */
export const COMMAND_COST_MS = 20;

/** The virtual time of a real clock at a moment of the wall, in whole ms. A wall that was set back holds time still. */
export function virtualTimeAt(clock: ClockState, wallMs: number): number {
  return Math.floor(clock.virtualMs + Math.max(0, wallMs - clock.wallMs) * clock.rate);
}

/** How long the wall takes until a virtual time of a real clock, in ms; 0 when it has passed. */
export function wallDelayUntil(clock: ClockState, virtualMs: number, wallMs: number): number {
  return Math.max(0, clock.wallMs + (virtualMs - clock.virtualMs) / clock.rate - wallMs);
}

/** The same clock, from a virtual moment on that goes with the wall's now. */
export function anchored(
  clock: ClockState,
  virtualMs: number,
  wallMs: number,
  changes: Partial<Pick<ClockState, "mode" | "rate">> = {},
): ClockState {
  return { ...clock, ...changes, wallMs, virtualMs };
}
