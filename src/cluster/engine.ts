import { AssertionError, assert } from "../base/assert.ts";
import type { Component, ComponentContext } from "../machinery/component.ts";
import type { Change, Store } from "../machinery/store.ts";
import type { DrivenSim } from "../sim/sim.ts";
import type { SimEvent } from "../sim/types.ts";
import { isStateFailure } from "./state/state-error.ts";
import { createSubscriptions, type Running } from "./subscriptions.ts";
import { createWorkQueue } from "./work-queue.ts";

/** Runs the components: each change and each event becomes work, and the work of one instant is done before time moves on. */
export interface Engine {
  /** Tells the components of changes that were made before the engine listened. */
  hear(changes: readonly Change[]): void;
  /** Does all work of this instant. */
  quiesce(): void;
  /**
   * Lets time run up to `until`, handling all events on the way. With `stop`, asked after each instant at which something happened, it
   * may end sooner; the answer is false then.
   */
  runUntil(until: number, stop?: () => boolean): boolean;
  /** Forgets work in progress, after a rollback. */
  reset(): void;
}

export interface EngineOptions {
  readonly store: Store;
  readonly sim: DrivenSim;
  readonly components: readonly Component[];
  contextOf(component: Component): ComponentContext;
  readonly seed: number;
  /** Which components cannot do anything now: what they would do is looked at again from time to time. Undefined when all can. */
  readonly held?: () => ((component: string) => boolean) | undefined;
  /** Called between instants and while one takes long: a chance to write out what has piled up. */
  readonly relieve?: () => void;
}

/** So long after its turn a component that is held may try again. */
const HELD_MS = 5000;

/** One key may be worked on so often before time moves; more is a loop without end. From as many turns in all on, each is counted. */
const TURNS_PER_INSTANT = 20_000;

/** An engine that listens to the store from now on. */
export function createEngine(options: EngineOptions): Engine {
  const { store, sim } = options;
  const running = new Map<string, Running>();
  const subscriptions = createSubscriptions();
  const queue = createWorkQueue();
  let turns = 0;
  let turnsOf = new Map<string, number>();
  let turnsAt = sim.now();

  for (const component of options.components) {
    assert(!running.has(component.name), `two components are called ${component.name}`);
    const actor: Running = { component, context: options.contextOf(component) };
    running.set(component.name, actor);
    subscriptions.add(actor);
  }
  store.onChange(wake);

  function wake(change: Change): void {
    for (const { actor, watch } of subscriptions.of(change)) {
      for (const key of watch.keys(change, actor.context)) queue.add(actor.component.name, key);
    }
  }

  function actorOf(name: string): Running {
    const actor = running.get(name);
    if (actor === undefined) throw fault(`no component is called ${name}`);
    return actor;
  }

  function forgetTurns(): void {
    turns = 0;
    if (turnsOf.size > 0) turnsOf = new Map();
  }

  function countTurn(what: () => string): void {
    if (turnsAt !== sim.now()) {
      turnsAt = sim.now();
      forgetTurns();
    }
    if (++turns <= TURNS_PER_INSTANT) return;
    const name = what();
    const count = (turnsOf.get(name) ?? 0) + 1;
    turnsOf.set(name, count);
    if (count > TURNS_PER_INSTANT) throw fault(`${name} is never done`);
  }

  /** An error of ours that says how to see it again. */
  function fault(message: string): AssertionError {
    return new AssertionError(`${message} (seed ${options.seed}, event ${sim.handled()}, time ${sim.now()})`);
  }

  function guarded(what: () => string, action: () => void): void {
    countTurn(what);
    try {
      action();
    } catch (error) {
      if (isStateFailure(error) || (error instanceof AssertionError && error.message.includes("(seed "))) throw error;
      throw Object.assign(fault(`${what()}: ${error instanceof Error ? error.message : String(error)}`), { cause: error });
    }
  }

  function reconcile(name: string, key: string): void {
    if (options.held?.()?.(name) === true) {
      sim.scheduleIfSooner({ at: sim.now() + HELD_MS, actor: name, name: "reconcile", key });
      return;
    }
    const { component, context } = actorOf(name);
    guarded(
      () => `${name} ${key}`,
      () => {
        const again = component.reconcile(key, context);
        if (again !== undefined) sim.scheduleIfSooner({ at: sim.now() + again.requeueAfterMs, actor: name, name: "reconcile", key });
      },
    );
  }

  function handle(event: SimEvent): void {
    if (options.held?.()?.(event.actor) === true) {
      sim.schedule({ ...event, at: sim.now() + HELD_MS });
      return;
    }
    if (event.name === "reconcile") {
      queue.add(event.actor, event.key);
      return;
    }
    const { component, context } = actorOf(event.actor);
    guarded(
      () => `${event.actor} ${event.name} ${event.key}`,
      () => {
        if (component.handle === undefined) throw fault(`${event.actor} does not handle ${event.name}`);
        component.handle(event, context);
      },
    );
  }

  function quiesce(): void {
    for (let work = queue.take(); work !== undefined; work = queue.take()) {
      reconcile(work.actor, work.key);
      options.relieve?.();
    }
  }

  return {
    hear: (changes) => changes.forEach(wake),
    quiesce,
    runUntil(until, stop) {
      quiesce();
      if (stop?.() === true) return false;
      for (;;) {
        const first = sim.take(until);
        if (first === undefined) break;
        handle(first);
        // All events of one instant come before the work they cause: a thousand pods that start together are one change to their owner.
        for (let next = sim.take(sim.now()); next !== undefined; next = sim.take(sim.now())) handle(next);
        quiesce();
        options.relieve?.();
        if (stop?.() === true) return false;
      }
      sim.advanceTo(until);
      return true;
    },
    reset() {
      queue.clear();
      forgetTurns();
    },
  };
}
