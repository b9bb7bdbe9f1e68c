import type { Effect, Process } from "../base/sh/process.ts";
import { sleepMs } from "../base/userland/sleep.ts";
import { UnsupportedCommand } from "./program.ts";

/** The cluster's time, ms since the Unix epoch. */
export interface DriverClock {
  now(): number;
  /** Lets the cluster's time pass up to a moment, or until somebody has pressed Ctrl-C. */
  passUntil(at: number, interrupted?: () => boolean): Promise<void>;
}

/** Runs a program that a script asks for to its end; the answer is its exit status. */
export type RunProgram = (effect: Extract<Effect, { kind: "run" }>) => Promise<number>;

interface Job {
  readonly id: number;
  readonly text: string;
  readonly script: Process;
  readonly runProgram: RunProgram;
  /** When it goes on. */
  wakesAt: number;
  answer: number;
  status: number | undefined;
  /** Its program lets time pass just now. */
  isBusy: boolean;
}

/** Runs the processes of a lab: those in front of its terminals, others behind them, all in the cluster's time. */
export interface Driver {
  /**
   * Runs a process in front to its end; gives its exit status. `ends` is asked after each step, `interrupted` also
   * while it only sleeps: when true the process is dropped.
   */
  run(script: Process, runProgram: RunProgram, ends?: () => boolean, interrupted?: () => boolean): Promise<number | undefined>;
  /** Lets time pass up to a moment, or until somebody has pressed Ctrl-C; whoever wakes up on the way goes on then. */
  passUntil(at: number, interrupted?: () => boolean): Promise<void>;
  /** Whether a process in the background is doing something: no Ctrl-C reaches it. */
  isBehind(): boolean;
  /** Processes in the background that have not ended. */
  jobs(): readonly number[];
  /** What was typed to start one. */
  textOf(id: number): string;
  /** Ends one; false when it is not there. */
  kill(id: number): boolean;
}

const FIRST_ID = 2001;
const MOST_AT_ONCE = 1000;
/** The exit status of what was killed. */
const KILLED = 137;
const MAX_STEPS = 200_000;
/** Nobody waits longer for a `sleep` to end: Ctrl-C comes then. */
const LONGEST_SLEEP_MS = 30 * 86_400_000;

/** A driver without processes. */
export function createDriver(host: DriverClock): Driver {
  const jobs: Job[] = [];
  // Asked by whoever waits, so that nobody waits for ever.
  let endsFront: () => boolean = () => false;
  let lastId = FIRST_ID - 1;
  let behind = 0;
  // how many processes have been started at this moment
  let born = 0;
  let bornAt = -1;

  /** Milliseconds that `sleep` asks for; undefined for every other program. */
  function sleepOf(effect: Effect): number | undefined {
    if (effect.kind !== "run" || effect.argv[0] !== "sleep") return undefined;
    return sleepMs(effect.argv.slice(1));
  }

  function running(): Job[] {
    return jobs.filter(({ status }) => status === undefined);
  }

  async function pass(until: number, interrupted?: () => boolean): Promise<void> {
    for (;;) {
      const next = running()
        .filter(({ isBusy }) => !isBusy)
        .toSorted((a, b) => a.wakesAt - b.wakesAt)[0];
      if (next === undefined || next.wakesAt > until) break;
      if (next.wakesAt > host.now()) await host.passUntil(next.wakesAt, interrupted);
      if (next.wakesAt > host.now()) return;
      await goOn(next);
    }
    if (until > host.now()) await host.passUntil(until, interrupted);
  }

  /** One step of a job: to its sleep, through one program, or to its end. An endless loop so takes turns with the others. */
  async function goOn(job: Job): Promise<void> {
    const step = job.script.next(job.answer);
    if (step.done === true) {
      job.status = step.value;
      return;
    }
    const ms = sleepOf(step.value);
    job.isBusy = true;
    behind++;
    try {
      job.answer = ms === undefined ? await perform(step.value, job.runProgram) : 0;
    } finally {
      job.isBusy = false;
      behind--;
    }
    job.wakesAt = host.now() + (ms ?? 0);
  }

  async function perform(effect: Effect, runProgram: RunProgram): Promise<number> {
    switch (effect.kind) {
      case "run":
        return runProgram(effect);
      case "background":
        refuseMany();
        jobs.push({
          id: ++lastId,
          text: effect.text,
          script: effect.process,
          runProgram,
          wakesAt: host.now(),
          answer: 0,
          status: undefined,
          isBusy: false,
        });
        return lastId;
      case "wait":
        return waitFor(effect.ids);
    }
  }

  /** A script whose processes start others without end would never let time pass. */
  function refuseMany(): void {
    const now = host.now();
    born = now === bornAt ? born + 1 : 1;
    bornAt = now;
    if (born <= MOST_AT_ONCE) return;
    for (const job of running()) job.status = KILLED;
    throw new UnsupportedCommand(`more than ${MOST_AT_ONCE} processes that start at once`);
  }

  async function waitFor(ids: readonly number[]): Promise<number> {
    // Who waits, or runs a program that does, is not waited for.
    const wanted = jobs.filter(({ id, isBusy }) => !isBusy && (ids.length === 0 || ids.includes(id)));
    while (wanted.some(({ status }) => status === undefined) && !endsFront()) {
      const next = Math.min(...running().flatMap(({ wakesAt, isBusy }) => (isBusy ? [] : [wakesAt])));
      if (next === Infinity) break;
      await pass(Math.max(next, host.now()));
    }
    return ids.length === 0 ? 0 : (wanted.at(-1)?.status ?? 127);
  }

  return {
    async run(script, runProgram, ends = () => false, interrupted) {
      endsFront = ends;
      let step = script.next();
      for (let steps = 0; step.done !== true; steps++) {
        if (ends() || steps > MAX_STEPS) return undefined;
        const ms = sleepOf(step.value);
        if (ms !== undefined) await pass(host.now() + Math.min(ms, LONGEST_SLEEP_MS), interrupted);
        if (ms !== undefined && (ms > LONGEST_SLEEP_MS || interrupted?.() === true)) return undefined;
        const answer = ms === undefined ? await perform(step.value, runProgram) : 0;
        if (step.value.kind === "wait" && ends()) return undefined;
        // What time a program has taken has passed for those in the background as well.
        await pass(host.now());
        step = script.next(answer);
      }
      return step.value;
    },
    passUntil: pass,
    isBehind: () => behind > 0,
    jobs: () => running().map(({ id }) => id),
    textOf: (id) => jobs.find((job) => job.id === id)?.text ?? "",
    kill(id) {
      const job = running().find((one) => one.id === id);
      if (job !== undefined) job.status = 143;
      return job !== undefined;
    },
  };
}
