import type { StandingFault } from "../../machinery/faults.ts";

/** What can be done to a machine. */
export const NODE_ACTIONS = {
  down: "the machine is switched off, its pods end",
  up: "the machine is switched on and boots",
  reboot: "the machine boots anew: its containers start again, pods get new addresses",
  "stop-kubelet": "its kubelet stops; containers run on",
  "start-kubelet": "its kubelet starts",
  "cut-network": "no packets pass to and from it",
  "restore-network": "packets pass again",
  "unload-module": "br_netfilter goes and its network restarts: it passes on no packets of pods",
  "load-module": "br_netfilter is back and packets pass on",
} as const;
export type NodeAction = keyof typeof NODE_ACTIONS;

/** Something that a user does to the emulated machines, now or later. */
export type FaultAction =
  | { readonly do: "node"; readonly node: string; readonly action: NodeAction }
  /** Stands until it is cleared, or for that long. */
  | { readonly do: "stand"; readonly fault: StandingFault; readonly forMs?: number }
  | { readonly do: "clear"; readonly ids: readonly number[] | "all" }
  /** A container ends now: out of memory, or by itself. */
  | {
      readonly do: "end";
      readonly pod: string;
      readonly container: string;
      readonly exitCode: number;
      readonly reason: "Error" | "OOMKilled";
    };

/** The timers of this component. */
export const ACTOR = "faults";
