import { assert } from "../base/assert.ts";
import type { Cluster } from "./cluster.ts";
import { COMMAND_COST_MS } from "./clock.ts";
import { ComponentsNeeded } from "./components-needed.ts";
import type { Engine } from "./engine.ts";
import { unheardChanges } from "./record.ts";
import { stateError } from "./state/state-error.ts";

/**
 * One command's dealings with a cluster. What it changes is one transaction, open from the first change until the command ends, waits
 * or runs another program. A command that only reads never shuts anybody out.
 */
export interface Session {
  readonly cluster: Cluster;
  /** The cluster's now, ms since the Unix epoch. */
  now(): number;
  /** Looks at the cluster. */
  read<T>(action: () => T): Promise<T>;
  /** Changes the cluster; when the action throws, nothing of the open transaction remains. */
  write<T>(action: (engine: Engine) => T): Promise<T>;
  /**
   * As {@link Session.write}, for what goes through the API server alone. Where the command does no more than that, components are not
   * loaded: what they make of it happens, at the same instant, when somebody next looks. An action that needs them after all
   * ({@link ComponentsNeeded}) is done anew with them.
   */
  change<T>(action: () => T): Promise<T>;
  /**
   * As {@link Session.write}, and makes it lasting at once. Nothing else of this process comes between, so that many sessions can share
   * one process (a server's, a test's).
   */
  once<T>(action: (engine: Engine) => T): Promise<T>;
  /**
   * Does what changes no object but draws and the machines' own memory, and makes it lasting at once: components are loaded only when
   * something is due before. `tookMs` is what it took; gives what of that has still to pass.
   */
  brief<T>(action: () => T, tookMs: (result: T) => number): Promise<{ result: T; leftMs: number }>;
  /** As {@link Session.read}, but what had to happen first is made lasting at once. */
  glance<T>(action: () => T): Promise<T>;
  /** Makes what was changed lasting and lets others have the cluster. */
  release(): void;
  /** Ends the command: its work is done, its cost paid, all of it lasting. */
  end(): Promise<void>;
  /** Drops what has not been made lasting. */
  abort(): void;
}

/** What passes between two changes of one command: controllers answer to the first before the second comes. */
const REQUEST_MS = 20;

/** Begins a command; nothing is opened, and no time spent, before its first look at the cluster. */
export function createSession(cluster: Cluster): Session {
  const { transactor, sim, paths } = cluster;
  let engine: Engine | undefined;
  let isWriting = false;
  // From which revision on this session has changed what no engine has heard of.
  let unheard: number | undefined;
  let costMs = COMMAND_COST_MS;
  // A stepped clock has moved for this command, and the file does not know it yet.
  let owesTime = false;

  function run<T>(action: () => T): T {
    try {
      return action();
    } catch (error) {
      isWriting = false;
      unheard = undefined;
      transactor.abort(engine);
      throw stateError(error, paths.state);
    }
  }

  async function loadEngine(): Promise<Engine> {
    engine ??= await cluster.loadEngine();
    if (unheard !== undefined) engine.hear(unheardChanges(cluster.store, unheard));
    unheard = undefined;
    return engine;
  }

  function startWriting(loaded: Engine): void {
    if (isWriting) return;
    run(() => transactor.beginWrite(costMs, loaded));
    isWriting = true;
  }

  async function write<T>(action: (engine: Engine) => T, isLasting: boolean): Promise<T> {
    const loaded = await loadEngine();
    startWriting(loaded);
    const result = run(() => action(loaded));
    if (isLasting) commit();
    return result;
  }

  /** A request takes its time, in which everybody acts on those before. */
  function afterEarlierWrites<T>(action: (engine: Engine) => T): (engine: Engine) => T {
    if (!isWriting) return action;
    return (loaded) => {
      loaded.runUntil(sim.now() + REQUEST_MS);
      return action(loaded);
    };
  }

  async function read<T>(action: () => T, isLasting: boolean): Promise<T> {
    if (unheard !== undefined) return run(action);
    if (isWriting || !beginRead()) return write(action, isLasting && !isWriting);
    const result = run(action);
    run(() => transactor.endRead());
    return result;
  }

  async function change<T>(action: () => T): Promise<T> {
    const isAlone = !isWriting && cluster.loadedEngine() === undefined;
    if (!isAlone || !run(() => transactor.beginBrief(costMs))) return write(afterEarlierWrites(action), false);
    isWriting = true;
    unheard = cluster.store.revision();
    try {
      return run(action);
    } catch (error) {
      if (!(error instanceof ComponentsNeeded)) throw error;
      return write(action, false);
    }
  }

  async function brief<T>(action: () => T, tookMs: (result: T) => number): Promise<{ result: T; leftMs: number }> {
    if (isWriting || engine !== undefined || !run(() => transactor.beginBrief(costMs))) {
      const result = await write(action, true);
      return { result, leftMs: tookMs(result) };
    }
    const { store } = cluster;
    const revision = store.revision();
    const result = run(action);
    assert(store.revision() === revision, "what needs no components changes no object");
    const leftMs = run(() => transactor.commitBrief(tookMs(result)));
    costMs = 0;
    owesTime = false;
    return { result, leftMs };
  }

  function commit(): void {
    const [loaded, from] = [engine, unheard];
    if (from !== undefined) run(() => transactor.commitUnheard(from));
    else {
      assert(loaded, "a write has an engine");
      run(() => transactor.commit(loaded));
    }
    isWriting = false;
    unheard = undefined;
    costMs = 0;
    owesTime = false;
  }

  function beginRead(): boolean {
    const isPresent = run(() => transactor.beginRead(costMs));
    if (isPresent && costMs > 0 && transactor.clock().mode === "stepped") owesTime = true;
    return isPresent;
  }

  return {
    cluster,
    now: () => (isWriting ? sim.now() : run(() => transactor.present(costMs))),
    read: (action) => read(action, false),
    write: (action) => write(afterEarlierWrites(action), false),
    change,
    once: (action) => write(action, true),
    brief,
    glance: (action) => read(action, true),
    release() {
      if (isWriting) commit();
    },
    async end() {
      if (!isWriting && owesTime && !run(() => transactor.passTime(costMs))) startWriting(await loadEngine());
      if (isWriting) commit();
      owesTime = false;
    },
    abort() {
      if (isWriting) run(() => transactor.abort(engine));
      isWriting = false;
      unheard = undefined;
    },
  };
}
