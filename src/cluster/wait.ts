import { type ClockState, wallDelayUntil } from "./clock.ts";
import { watchFlights } from "./flights.ts";
import type { Session } from "./session.ts";

export interface WaitOptions {
  /** When to give up, in the cluster's time; never, when absent. */
  readonly deadline?: number;
  /** When somebody will end this process; time does not move past it. */
  readonly killed?: Death;
  /** Wait for whatever others do: a stepped clock then goes no faster than the wall, up to the end of this process. */
  readonly endless?: boolean;
  /**
   * How far this wait may move a stepped clock, in the cluster's time, when it waits for what may never come: past it the clock moves only
   * while something is under way, and what others do ends the wait.
   */
  readonly leash?: number;
  /** Asked again and again whether somebody has pressed Ctrl-C: the wait gives nothing then. */
  readonly interrupted?: () => boolean;
}

/** The end of a process that somebody has announced (`timeout 5 kubectl …`). */
export interface Death {
  /** In the cluster's time. */
  readonly at: number;
  /** The same moment of the wall. */
  readonly wallMs: number;
}

/** Real time between two looks for changes by other processes. */
const LOOK_MS = 30;
/** Real time between two looks at a stepped clock that keeps to the wall. */
const PACE_MS = 100;
/** So far such a clock may be behind while nothing is due: each move is a transaction, and shuts others out for its while. */
const LAG_MS = 1000;
/** Others get the cluster this often while time is moved at full speed. */
const HOLD_MS = 100;
/** A wait without a deadline moves a stepped clock this far past the last thing that happened, then on only while something is under way. */
const IDLE_MS = 60_000;

/**
 * Lets the cluster's time pass until `poll` gives something or the deadline has come (undefined). A stepped clock moves; on a real one
 * the process sleeps, with the cluster free for others. What was changed before is made lasting first. `poll` is called inside a
 * transaction.
 */
export async function waitFor<T>(session: Session, poll: () => T | undefined, options: WaitOptions = {}): Promise<T | undefined> {
  session.release();
  let quietSince: number | undefined;
  for (;;) {
    const { transactor, sim } = session.cluster;
    // All of it is of the state polled, as a second look could let happen what is waited for: a change right after it is then not missed.
    const { found, clock, next, version } = await session.glance(() => ({
      found: poll(),
      clock: transactor.clock(),
      next: sim.next()?.at ?? Infinity,
      version: transactor.dataVersion(),
    }));
    const now = session.now();
    if (found !== undefined) return found;
    if (options.interrupted?.() === true || (options.deadline !== undefined && now >= options.deadline)) return undefined;
    quietSince ??= now;
    if (clock.mode === "real") {
      await sleepUntilSomething(session, clock, version, Math.min(next, options.deadline ?? Infinity), options.interrupted);
      continue;
    }
    // whoever can interrupt gets a turn: no time of the wall passes while a clock is stepped
    if (options.interrupted !== undefined) await new Promise<void>((resolve) => setImmediate(resolve));
    const step = await advance(session, poll, options, quietSince);
    if (step.found !== undefined) return step.found;
    if (!step.isIdle) continue;
    if (isPaced(options)) await pause(PACE_MS);
    else await othersChange(session, version, options.interrupted);
    if (options.leash !== undefined) return undefined;
    quietSince = undefined;
  }
}

/** Lets that much of the cluster's time pass. */
export async function sleep(session: Session, ms: number, options: WaitOptions = {}): Promise<void> {
  await waitFor(session, () => undefined, { ...options, deadline: session.now() + Math.max(0, ms) });
}

interface Step<T> {
  found: T | undefined;
  /** Nothing will happen by itself. */
  isIdle: boolean;
}

/** Moves a stepped clock for a while: to the next find, or until others should have a turn. */
async function advance<T>(session: Session, poll: () => T | undefined, options: WaitOptions, quietSince: number): Promise<Step<T>> {
  const { sim, wall } = session.cluster;
  const begun = wall();
  let found: T | undefined;
  const limit = await session.glance(() => limitOf(session, options, quietSince));
  if (limit === undefined || limit <= session.now()) return { found, isIdle: true };
  const isIdle = await session.once((engine) => {
    if (limit <= sim.now()) return true;
    engine.runUntil(limit, () => {
      found = poll();
      return found !== undefined || wall() - begun > HOLD_MS;
    });
    return false;
  });
  return { found, isIdle };
}

/** How far a stepped clock may move; undefined when it may not. */
function limitOf(session: Session, options: WaitOptions, quietSince: number): number | undefined {
  const { sim, wall } = session.cluster;
  const { deadline = Infinity, killed, leash = Infinity } = options;
  if (killed && isPaced(options)) {
    const paced = Math.min(deadline, killed.at - Math.max(0, killed.wallMs - wall()));
    return paced >= Math.min(sim.next()?.at ?? Infinity, sim.now() + LAG_MS) ? paced : undefined;
  }
  if (killed || deadline !== Infinity) {
    if (!killed && sim.now() >= leash && !isBusy(session)) return undefined;
    return Math.min(deadline, killed?.at ?? Infinity);
  }
  const next = sim.next();
  if (next === undefined) return undefined;
  return next.at <= quietSince + IDLE_MS || isBusy(session) ? next.at : undefined;
}

function isBusy({ cluster: { sim, store } }: Session): boolean {
  const flights = watchFlights(store, () => sim.now());
  const busy = flights.busy();
  flights.close();
  return busy;
}

/** With the end of this process in sight, others may still act in the time that is left. */
function isPaced({ endless, killed }: WaitOptions): boolean {
  return endless === true && killed !== undefined;
}

/** Sleeps until a moment of the cluster's time on a real clock, or until another process has changed something. */
async function sleepUntilSomething(
  session: Session,
  clock: ClockState,
  version: number,
  until: number,
  interrupted: WaitOptions["interrupted"],
): Promise<void> {
  const { transactor, wall } = session.cluster;
  for (;;) {
    const delayMs = wallDelayUntil(clock, until, wall());
    if (delayMs === 0 || interrupted?.() === true || transactor.dataVersion() !== version) return;
    await pause(Math.min(delayMs, LOOK_MS));
  }
}

async function othersChange(session: Session, version: number, interrupted: WaitOptions["interrupted"]): Promise<void> {
  const { transactor } = session.cluster;
  while (transactor.dataVersion() === version && interrupted?.() !== true) await pause(LOOK_MS);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(1, Math.ceil(ms))));
}
