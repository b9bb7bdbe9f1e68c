import type { Cluster } from "../../cluster/cluster.ts";
import { startLoad, stopLoads } from "../../cluster/loads.ts";
import { createSession } from "../../cluster/session.ts";
import { turnSeconds } from "../loops.ts";
import type { Step } from "../transcript.ts";
import { isEndless, isInterrupted } from "./endless.ts";

/** The traffic of loops that a document has started and whose end it does not show: its readers leave them running while they look elsewhere. */
export interface StandingRequests {
  /** After a step: an endless loop of requests goes on. */
  after(step: Step): Promise<void>;
  /** Before a step: what is deleted is asked no more, and another loop takes the place of the one before. */
  before(step: Step): Promise<void>;
  end(): Promise<void>;
}

/** So long a loop is left running at most: nobody looks at it for days. */
const LONGEST_MS = 30 * 60_000;
const NAME = "the-documents-loop";

/** No traffic yet. */
export function createStandingRequests(cluster: Cluster): StandingRequests {
  let isRunning = false;

  async function end(): Promise<void> {
    if (!isRunning) return;
    isRunning = false;
    const session = createSession(cluster);
    await stopLoads(session, NAME);
    await session.end();
  }

  return {
    end,
    async before(step) {
      if (isLoop(step) || /\bdelete\b/.test(step.command)) await end();
    },
    async after(step) {
      const { command, skip, expected } = step;
      const url = isLoop(step) && skip === undefined && !isInterrupted(expected) ? targetOf(command) : undefined;
      if (url === undefined) return;
      const session = createSession(cluster);
      await startLoad(session, { url, rate: 1 / turnSeconds(command), from: "pc", name: NAME, forMs: LONGEST_MS });
      await session.end();
      isRunning = true;
    },
  };
}

function isLoop({ command }: Step): boolean {
  return /while\s*\(\s*(?:\$true|1)\s*\)/i.test(command) || (isEndless({ command }) && /\bcurl\b/.test(command));
}

/** The address that a loop asks; undefined where it stands in a variable. */
function targetOf(command: string): string | undefined {
  const address = /\bhttps?:\/\/[\w.-]+(?::\d+)?[\w./-]*|\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?[\w./-]*/.exec(command)?.[0];
  return address === undefined || address.startsWith("http") ? address : `http://${address}`;
}
