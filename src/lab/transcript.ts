/** One command of a transcript and what the document shows for it. Lines count from 1. */
export interface Step {
  /** Line of the command. */
  readonly line: number;
  /** The command as typed, prompt taken off; several lines for a loop typed over several lines. */
  readonly command: string;
  readonly shell: "sh" | "powershell";
  /** Which terminal: the prompt's user and host (`root@m-k8s`), or `pc` for the reader's own machine. */
  readonly terminal: string;
  /** Output lines that the document shows; absent when it shows none. */
  readonly expected?: readonly ExpectedLine[];
  /** Why lines of the output may differ: reasons by line, from the front matter. */
  readonly excuses?: Readonly<Record<string, string>>;
}

/** A later look at a terminal in which a command is still running: output without a command. */
export interface MoreOutput {
  readonly line: number;
  readonly moreOf: "running";
  readonly expected: readonly ExpectedLine[];
  readonly excuses?: Readonly<Record<string, string>>;
}

export interface ExpectedLine {
  readonly line: number;
  readonly text: string;
}

/** What a document asks for, in its order. */
export interface Transcript {
  readonly file: string;
  readonly items: readonly (Step | MoreOutput)[];
}

/** Tells a command from the output of one that is still running. */
export function isStep(item: Step | MoreOutput): item is Step {
  return "command" in item;
}
