import type { ClusterMemory } from "../machinery/component.ts";
import type { Json } from "../base/json.ts";
import type { DnsAnswer } from "../network/dns/types.ts";
import type { Echo } from "../network/types.ts";
import { NeedsNetwork, type Machine } from "./shell/machine.ts";
import { runKey, type ContainerView } from "./view.ts";

/** The network as programs in a container use it. */
export type NetworkAccess = Required<Pick<Machine, "fetch" | "lookup" | "ping">>;

/** A script that has asked the network so often is not followed any further: it is a loop without end. */
const MOST_CALLS = 300;
/** Answers longer than this are cut: what is kept is what a log shows. */
const LONGEST = 4096;

type Call =
  | { readonly stdout: string; readonly stderr: string; readonly exitCode: number; readonly elapsedMs: number }
  | { readonly answer: DnsAnswer }
  | { readonly echo: Echo };

function keyOf(view: ContainerView): string {
  return `calls/${runKey(view)}`;
}

function callsOf(view: ContainerView, memory: ClusterMemory): readonly Call[] {
  return (memory.get(keyOf(view)) ?? []) as unknown as readonly Call[];
}

/** Whether the network answers a main process no more, because it has asked too often. */
export function asksTooOften(view: ContainerView): boolean {
  return callsOf(view, view.memory).length >= MOST_CALLS;
}

/**
 * The network of a container's main process, whose script is replayed whenever somebody looks: what it has asked before is answered as it was
 * then. What it asks for the first time goes to `live`; without that it waits (NeedsNetwork), and its kubelet lets it ask when it is due.
 */
export function recordedNetwork(view: ContainerView, live?: NetworkAccess): NetworkAccess {
  const { memory } = view;
  let next = 0;
  function call(ask: (network: NetworkAccess) => Call): Call {
    const known = callsOf(view, memory)[next++];
    if (known !== undefined) return known;
    if (live === undefined || asksTooOften(view)) throw new NeedsNetwork();
    const answer = ask(live);
    memory.set(keyOf(view), [...callsOf(view, memory), answer] as unknown as Json);
    return answer;
  }
  return {
    fetch(argv) {
      const answer = call((network) => {
        const { stdout, stderr, exitCode, elapsedMs } = network.fetch(argv);
        return { stdout: stdout.slice(0, LONGEST), stderr: stderr.slice(0, LONGEST), exitCode, elapsedMs };
      });
      return "exitCode" in answer ? answer : { stdout: "", stderr: "", exitCode: 6, elapsedMs: 0 };
    },
    lookup(name, type) {
      const answer = call((network) => ({ answer: network.lookup(name, type) }));
      return "answer" in answer ? answer.answer : { status: "nxdomain", name, records: [] };
    },
    ping(address) {
      const answer = call((network) => ({ echo: network.ping(address) }));
      return "echo" in answer ? answer.echo : "lost";
    },
  };
}
