import { UserError } from "../base/user-error.ts";
import { keepLoads, type Load, LOAD_ACTOR, LOAD_KEY, loadsIn, newLoad, upTo } from "../components/load/loads.ts";
import { parseUrl } from "../network/curl/url.ts";
import { placeNamed } from "../network/place-named.ts";
import { memoryOf } from "./memory.ts";
import type { Session } from "./session.ts";

export type { Load } from "../components/load/loads.ts";

/** Standing traffic as somebody asks for it. */
export interface LoadRequest {
  readonly url: string;
  /** Requests a second. */
  readonly rate: number;
  readonly from: string;
  readonly name?: string;
  readonly forMs?: number;
  readonly perConnection?: number;
}

/** Begins standing traffic, and gives it as it goes then. Throws UserError for what cannot be. */
export async function startLoad(session: Session, request: LoadRequest): Promise<Load> {
  const { cluster } = session;
  return session.write((engine) => {
    const { sim, store } = cluster;
    const memory = memoryOf(store);
    const { url, rate, from, forMs, perConnection } = request;
    if (parseUrl(url) === undefined)
      throw new UserError(`"${url}" is no URL: use as http://192.168.1.11 or http://192.168.1.101:30000/path`);
    if (placeNamed(from, store) === undefined)
      throw new UserError(`--from ${from}: no such place; use pc, the name of a node, or [NAMESPACE/]POD`);
    const others = loadsIn(memory).filter(({ name, ended }) => name !== request.name || ended === undefined);
    const name = request.name ?? freeName(others);
    if (others.some((load) => load.name === name)) throw new UserError(`load "${name}" runs already; "k8sim load stop ${name}" ends it`);
    const since = sim.now();
    const order = { name, url, rate, from, since, ...(forMs === undefined ? {} : { until: since + forMs }) };
    keepLoads(memory, [...others, newLoad({ ...order, ...(perConnection === undefined ? {} : { perConnection }) })]);
    look(session);
    engine.runUntil(sim.now());
    return loadsIn(memory).find((load) => load.name === name) as Load;
  });
}

function freeName(loads: readonly Load[]): string {
  for (let number = 1; ; number++) {
    const name = `load-${number}`;
    if (!loads.some((load) => load.name === name)) return name;
  }
}

/** Has the loads looked at now. */
function look({ cluster: { sim } }: Session): void {
  sim.schedule({ at: sim.now(), actor: LOAD_ACTOR, name: "reconcile", key: LOAD_KEY });
}

/** All standing traffic with its sums up to now. */
export async function listLoads(session: Session): Promise<Load[]> {
  return session.read(() => {
    const { sim, store } = session.cluster;
    return loadsIn(memoryOf(store)).map((load) => upTo(load, sim.now()));
  });
}

/** Ends one load, or all; gives those that were ended. Throws UserError when there is none. */
export async function stopLoads(session: Session, name: string | undefined): Promise<Load[]> {
  return session.write((engine) => {
    const { sim, store } = session.cluster;
    const memory = memoryOf(store);
    const all = loadsIn(memory).map((load) => upTo(load, sim.now()));
    const stopped = all.filter((load) => name === undefined || load.name === name);
    if (stopped.length === 0) {
      const names = all.map((load) => load.name);
      throw new UserError(
        names.length === 0
          ? "there is no load"
          : `there is no load "${name}"; there ${names.length === 1 ? "is" : "are"} ${names.join(", ")}`,
      );
    }
    keepLoads(
      memory,
      all.filter((load) => !stopped.includes(load)),
    );
    look(session);
    engine.runUntil(sim.now());
    return stopped;
  });
}

/** Changes the rate of a load from now on. For use inside a session's write. */
export function setLoadRate(session: Session, name: string, rate: number): void {
  const { sim, store } = session.cluster;
  const memory = memoryOf(store);
  keepLoads(
    memory,
    loadsIn(memory).map((load) => (load.name === name ? { ...upTo(load, sim.now()), rate } : load)),
  );
  look(session);
}

/** A load as it goes now. For use inside a session's read or write. */
export function loadNamed({ cluster: { store } }: Session, name: string): Load | undefined {
  return loadsIn(memoryOf(store)).find((load) => load.name === name);
}
