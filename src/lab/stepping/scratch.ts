import type { Terminal } from "../../shell/terminal.ts";
import type { PlayOptions } from "../play.ts";
import type { LabReport } from "../report/types.ts";
import type { Transcript } from "../transcript.ts";

/** Plays a lab on its own cluster, or beside it on a scratch one. */
export type Play = (
  where: "lab" | "scratch",
  transcript: Transcript,
  options: Pick<PlayOptions, "between" | "onItem">,
) => Promise<LabReport>;

/** A second play of a lab that stands where the first one does, to try something in. */
export interface Scratch {
  readonly terminal: Terminal;
  /** Ends it; nothing of it is left. */
  close(): Promise<void>;
}

/** Plays a lab up to a count of items and holds it there. */
export async function openScratch(transcript: Transcript, played: number, play: Play): Promise<Scratch> {
  const stands = Promise.withResolvers<Terminal>();
  const closed = Promise.withResolvers<boolean>();
  const over = play("scratch", transcript, {
    between(standstill) {
      if (standstill.played < played) return Promise.resolve(true);
      stands.resolve(standstill.terminal);
      return closed.promise;
    },
  });
  over.catch((error: unknown) => stands.reject(error instanceof Error ? error : new Error(String(error))));
  return {
    terminal: await stands.promise,
    async close() {
      closed.resolve(false);
      await over;
    },
  };
}
