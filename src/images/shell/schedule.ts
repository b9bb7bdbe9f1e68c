import type { Effect, Process } from "../../base/sh/process.ts";

type RunEffect = Extract<Effect, { kind: "run" }>;

/** The horizon was reached: the script still runs. */
export class StillRunning extends Error {}

interface Job {
  readonly id: number;
  readonly script: Process;
  wakesAt: number;
  answer: number;
  status: number | undefined;
  isBusy: boolean;
}

/** The processes of one script, on a clock that begins with it (ms). */
export interface Schedule {
  now(): number;
  /** Lets time pass; those in the background go on meanwhile. Throws StillRunning at the horizon. */
  pass(ms: number): void;
  /** Runs a process in front to its end. */
  drive(script: Process): number;
}

const FIRST_ID = 8;

/** A schedule on which nothing runs yet. `sleepMs`: how long a program only sleeps, undefined for all that do something else. */
export function createSchedule(
  horizonMs: number,
  sleepMs: (effect: RunEffect) => number | undefined,
  runProgram: (effect: RunEffect) => number,
): Schedule {
  const jobs: Job[] = [];
  let clock = 0;

  function nextJob(until: number): Job | undefined {
    const ready = jobs.filter(({ status, isBusy, wakesAt }) => status === undefined && !isBusy && wakesAt <= until);
    return ready.toSorted((one, other) => one.wakesAt - other.wakesAt)[0];
  }

  function passUntil(until: number): void {
    const limit = Math.min(until, horizonMs);
    for (let job = nextJob(limit); job !== undefined; job = nextJob(limit)) {
      clock = Math.max(clock, job.wakesAt);
      goOn(job);
    }
    clock = Math.max(clock, limit);
    if (until > horizonMs) throw new StillRunning();
  }

  /** To its next sleep, through one program, or to its end: an endless loop so takes turns with the others. */
  function goOn(job: Job): void {
    job.isBusy = true;
    const step = job.script.next(job.answer);
    if (step.done === true) {
      job.status = step.value;
      return;
    }
    const ms = step.value.kind === "run" ? sleepMs(step.value) : undefined;
    job.answer = ms === undefined ? perform(step.value) : 0;
    job.isBusy = false;
    job.wakesAt = clock + (ms ?? 0);
  }

  function perform(effect: Effect): number {
    switch (effect.kind) {
      case "run": {
        const ms = sleepMs(effect);
        if (ms === undefined) return runProgram(effect);
        passUntil(clock + ms);
        return 0;
      }
      case "background":
        jobs.push({ id: FIRST_ID + jobs.length, script: effect.process, wakesAt: clock, answer: 0, status: undefined, isBusy: false });
        return FIRST_ID + jobs.length - 1;
      case "wait":
        return waitFor(effect.ids);
    }
  }

  function waitFor(ids: readonly number[]): number {
    const wanted = jobs.filter(({ id, isBusy }) => !isBusy && (ids.length === 0 || ids.includes(id)));
    while (wanted.some(({ status }) => status === undefined)) {
      const next = nextJob(Infinity);
      if (next === undefined) throw new StillRunning();
      passUntil(next.wakesAt);
    }
    return ids.length === 0 ? 0 : (wanted.at(-1)?.status ?? 127);
  }

  return {
    now: () => clock,
    pass: (ms) => passUntil(clock + ms),
    drive(script) {
      let step = script.next();
      while (step.done !== true) step = script.next(perform(step.value));
      return step.value;
    },
  };
}
