import type { Cluster } from "../../cluster/cluster.ts";
import { createSession } from "../../cluster/session.ts";
import { createMachines, type Machines, type OwnCommands } from "../../shell/machines.ts";
import { openTerminal, type Terminal } from "../../shell/terminal.ts";

/** The machines of a play and the terminals that are open on them. */
export interface Stage {
  readonly cluster: Cluster;
  readonly machines: Machines;
  now(): number;
  /** The terminal whose prompt names that user and host; opened when there is none yet. `inside`: as it stands, whatever has been entered there. */
  terminal(identity: string, inside?: boolean): Promise<Terminal>;
  /** Told of each command that was typed on a host: it may have opened a shell on another one. */
  typed(terminal: Terminal, host: string, command: string): void;
  /** The terminal that was asked for last, as it stands; that of the identity, when none was. */
  latest(identity: string): Promise<Terminal>;
}

const MOST_SHELLS = 6;

/** A stage without terminals. `files`, by path, stand on each machine's disk. */
export function createStage(cluster: Cluster, files: Readonly<Record<string, string>>, own?: OwnCommands): Stage {
  const machines = createMachines(cluster, files, own);
  const terminals = new Map<string, Terminal>();
  /** How somebody came to a host that is no machine's own: `kubectl exec -it nginx-pod -- bash`. */
  const doors = new Map<string, string>();

  function open(identity: string): Terminal {
    const machine = machineOf(identity, cluster);
    const terminal = openTerminal(machines, machine === undefined ? {} : { machine });
    terminals.set(identity, terminal);
    return terminal;
  }

  /** A terminal in which somebody has just entered that host, by `ssh` or `kubectl exec`. */
  function entered(identity: string): Terminal | undefined {
    const host = hostOf(identity);
    return [...terminals].find(([own, { place }]) => own !== identity && hostOf(own) !== host && place.host === host)?.[1];
  }

  async function terminal(identity: string, inside = false): Promise<Terminal> {
    const standing = inside ? terminals.get(identity) : undefined;
    if (standing !== undefined) return standing;
    const other = entered(identity);
    if (other !== undefined) return other;
    const existing = terminals.get(identity);
    const door = doors.get(hostOf(identity));
    if (existing?.place.host !== hostOf(identity) && door !== undefined) {
      // its prompt stands there again: what was typed meanwhile stood in another terminal
      const again = existing ?? open(identity);
      await again.run(door);
      return again;
    }
    if (existing === undefined) return open(identity);
    // a document rarely shows the `exit` that brings its prompt back
    const host = machineOf(identity, cluster) ?? machines.first;
    for (let count = 0; existing.place.host !== host && count < MOST_SHELLS; count++) await existing.run("exit");
    return existing;
  }

  let latest: Terminal | undefined;
  return {
    cluster,
    machines,
    now: () => createSession(cluster).now(),
    terminal: async (identity, inside) => (latest = await terminal(identity, inside)),
    typed({ place }, host, command) {
      if (place.host !== host && machineOf(place.host, cluster) === undefined) doors.set(place.host, command);
    },
    latest: async (identity) => (latest ??= await terminal(identity)),
  };
}

function hostOf(identity: string): string {
  return identity.slice(identity.lastIndexOf("@") + 1);
}

/** The machine on which a prompt stands: a node by its name, the reader's own, else (undefined) the one on which labs are typed. */
function machineOf(identity: string, { store }: Cluster): string | undefined {
  const host = hostOf(identity);
  if (host === "pc" || host === "remote") return "pc";
  return store.get("nodes", "", host) === undefined ? undefined : host;
}
