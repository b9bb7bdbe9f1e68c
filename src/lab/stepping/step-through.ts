import { UnsupportedCommand } from "../../shell/program.ts";
import type { Terminal } from "../../shell/terminal.ts";
import { type GoalBoard, tickOf } from "../goals/board.ts";
import type { PlayOptions, Standstill } from "../play.ts";
import { itemText } from "../report/item-text.ts";
import type { Transcript } from "../transcript.ts";
import { countUpTo, playedItems, positionText } from "./position.ts";
import { openScratch, type Play, type Scratch } from "./scratch.ts";

/** Whoever steps: asked for a line, told what happens. */
export interface Stepper {
  /** The next line; undefined at the end of the input. */
  ask(prompt: string): Promise<string | undefined>;
  show(text: string): void;
}

/** What stepping goes by. */
export interface Stepping {
  readonly transcript: Transcript;
  /** Plays the lab on its own cluster, or on a scratch one. */
  readonly play: Play;
  readonly stepper: Stepper;
  /** Judges goals; made anew for each play. */
  readonly board: () => GoalBoard;
  /** The hints for the goals that are not reached. */
  readonly hints: (board: GoalBoard) => string;
}

export const STEP_HELP = `ENTER, n  next step          b       one step back
j LINE    to that line       h       hints for the goals
r         forget what you tried, back to the lab
q         quit, and leave the cluster as it is
anything else is typed into the lab's terminal, on a scratch copy: the lab itself stays as it is
`;

/**
 * Steps through a lab, forth and back. Every step prints what playing the whole lab prints, because it is that play, held between its steps;
 * going back plays it anew up to there.
 */
export async function stepThrough(stepping: Stepping): Promise<void> {
  let at: number | undefined = 0;
  while (at !== undefined) at = await playFrom(stepping, at);
}

/** Plays up to a count of items without a word, then step by step. Gives where to begin anew, undefined when it is over. */
async function playFrom({ transcript, play, stepper, board: newBoard, hints }: Stepping, from: number): Promise<number | undefined> {
  const board = newBoard();
  const all = playedItems(transcript).length;
  let silentUpTo = Math.min(from, all);
  let anew: number | undefined;
  let count = 0;
  let scratch: Scratch | undefined;

  async function tellGoals(standstill: Standstill): Promise<void> {
    const reached = await board.look(standstill);
    if (standstill.played >= silentUpTo) for (const goal of reached) stepper.show(`${tickOf(goal)}\n\n`);
  }

  /** True to go on, false to end this play. */
  async function talk({ played, terminal }: Standstill): Promise<boolean> {
    stepper.show(`${positionText(transcript, played)}\n`);
    for (;;) {
      const line: string | undefined = await stepper.ask(
        scratch === undefined ? `step ${terminal.prompt}` : `try ${scratch.terminal.prompt}`,
      );
      const word = line?.trim();
      const jump = /^j(?:ump)?\s+(\d+)$/.exec(word ?? "")?.[1];
      if (word === undefined || word === "q" || word === "quit") return false;
      if (word === "?" || word === "help") stepper.show(STEP_HELP);
      else if (word === "h" || word === "hint") stepper.show(hints(board));
      else if (word === "r" || word === "return") {
        await scratch?.close();
        scratch = undefined;
        stepper.show(`${positionText(transcript, played)}\n`);
      } else if (word === "" || word === "n" || word === "next") {
        if (played < all) return true;
        stepper.show("that was the last step\n");
      } else if (word === "b" || word === "back" || jump !== undefined) {
        const target = jump === undefined ? played - 1 : countUpTo(transcript, Number(jump));
        if (target < 0) stepper.show("this is the beginning\n");
        else if (target === played) stepper.show(`${positionText(transcript, played)}\n`);
        else {
          silentUpTo = target;
          if (target > played) return true;
          anew = target;
          return false;
        }
      } else {
        scratch ??= await openScratch(transcript, played, play);
        stepper.show(await typed(scratch.terminal, line ?? ""));
      }
    }
  }

  const options: Required<Pick<PlayOptions, "between" | "onItem">> = {
    onItem(item) {
      if (++count >= silentUpTo) stepper.show(itemText(transcript.file, item));
    },
    async between(standstill) {
      await tellGoals(standstill);
      if (standstill.played < silentUpTo) return true;
      try {
        return await talk(standstill);
      } finally {
        await scratch?.close();
        scratch = undefined;
      }
    },
  };
  await play("lab", transcript, options);
  return anew;
}

async function typed(terminal: Terminal, line: string): Promise<string> {
  try {
    const { text } = await terminal.run(line);
    return text === "" || text.endsWith("\n") ? text : `${text}\n`;
  } catch (error) {
    if (error instanceof UnsupportedCommand) return `not emulated: ${error.message}\n`;
    throw error;
  }
}
