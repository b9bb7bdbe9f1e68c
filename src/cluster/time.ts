import { watchFlights } from "./flights.ts";
import type { Session } from "./session.ts";

/** Moves the cluster's time forward by `ms`, at once, whatever its clock. */
export async function advanceTime(session: Session, ms: number): Promise<void> {
  await session.once((engine) => void engine.runUntil(session.cluster.sim.now() + ms));
}

/** Moves time to a moment, at once; a moment that has passed changes nothing. */
export async function advanceTimeTo(session: Session, at: number): Promise<void> {
  await session.once((engine) => void engine.runUntil(Math.max(at, session.cluster.sim.now())));
}

/**
 * Moves time, at once, until no rollout, pod start or pod stop is under way, at most `timeoutMs`. False when something still was then.
 */
export async function settle(session: Session, timeoutMs: number): Promise<boolean> {
  const isSettled = await session.once((engine) => {
    const { sim, store } = session.cluster;
    // What was changed just now has to begin before it can be seen to end.
    engine.quiesce();
    const flights = watchFlights(store, () => sim.now());
    try {
      const deadline = sim.now() + timeoutMs;
      while (runWhile(() => flights.busy(), sim, engine, deadline - sim.now())) {
        engine.runUntil(sim.now() + ECHO_MS, () => flights.busy());
        if (!flights.busy()) return true;
      }
      return false;
    } finally {
      flights.close();
    }
  });
  return isSettled;
}

/** Moves time, at once, until a condition holds, at most `timeoutMs`. False when it still did not then. */
export async function advanceUntil(session: Session, condition: () => boolean, timeoutMs: number): Promise<boolean> {
  const isMet = await session.once((engine) => runWhile(() => !condition(), session.cluster.sim, engine, timeoutMs));
  return isMet;
}

/** Controllers see what pods did a moment later; only then is it known whether more follows. */
const ECHO_MS = 100;
/** How far time moves between two looks when nothing happens. */
const LOOK_MS = 1000;

function runWhile(
  isGoing: () => boolean,
  sim: Session["cluster"]["sim"],
  engine: { runUntil(until: number, stop?: () => boolean): boolean },
  timeoutMs: number,
): boolean {
  const deadline = sim.now() + timeoutMs;
  while (isGoing()) {
    if (sim.now() >= deadline) return false;
    engine.runUntil(Math.min(deadline, sim.now() + LOOK_MS), () => !isGoing());
  }
  return true;
}
