import type { LabSettings } from "./settings/settings.ts";

/** One command of a transcript and what the document shows for it. Lines count from 1. */
export interface Step {
  /** Line of the command. */
  readonly line: number;
  /** The prompt as shown; absent where the command stands without one. */
  readonly prompt?: string;
  /** The command as typed, prompt taken off; several lines for what is typed over several lines. */
  readonly command: string;
  /** The command as the document writes it, where a conversion has damaged it and only one reading is left: {@link command} is that reading. */
  readonly mended?: string;
  readonly shell: "sh" | "powershell";
  /** Which terminal: the prompt's user and host (`root@m-k8s`), or `pc` for the reader's own machine. */
  readonly terminal: string;
  /** It is typed into the shell that is open there, in a container or on another machine. */
  readonly inside?: true;
  /** Output lines that the document shows; absent when it shows none. */
  readonly expected?: readonly ExpectedLine[];
  /** Why lines of the output may differ: reasons by line, from the front matter or the sidecar. */
  readonly excuses?: Readonly<Record<string, string>>;
  /** Why it is not played. */
  readonly skip?: string;
  /** Virtual time to let pass before it, in milliseconds. */
  readonly advanceMs?: number;
  /** Commands that the document leaves out before it. */
  readonly before?: readonly string[];
  /** What the editor that it opens (vi, nano, `kubectl edit`) puts in: lines as the document shows them, or a patch. */
  readonly edit?: readonly string[];
  /** What is typed into it while it runs. */
  readonly stdin?: string;
}

/** A later look at a terminal in which a command is still running: output without a command. */
export interface MoreOutput {
  readonly line: number;
  /** Line of that command. */
  readonly moreOf: number;
  readonly expected: readonly ExpectedLine[];
  readonly excuses?: Readonly<Record<string, string>>;
}

/**
 * Contents of a file that the document shows beside its path, before or behind the commands that read it. What `cat FILE` prints is the output of a
 * step, not this.
 */
export interface ShownFile {
  /** Line of the first line of the contents. */
  readonly line: number;
  /** As the document writes it, often the name alone: `nodeport.yaml`. */
  readonly path: string;
  readonly content: string;
  /** `named`: the path stands in the block itself, or alone right before it; `mentioned`: a sentence before it, or the command beside it, names it. */
  readonly sure: "mentioned" | "named";
  /** Not put in the place of a file that is there. */
  readonly onlyWhereAbsent?: true;
  /** The document does not show it so: why its contents must be these. */
  readonly implied?: string;
  /** Deployments in it of which the document does not tell all that their templates have. */
  readonly unknownTemplates?: readonly string[];
  /** Why the contents are no YAML, where a conversion has broken them and several readings are left. */
  readonly broken?: string;
}

/** A line of an output. */
export interface ExpectedLine {
  readonly line: number;
  readonly text: string;
  /** No command printed it: a note of the document's author between or behind lines of the output. */
  readonly remark?: true;
  /** Blanks and line ends are not those of the output: it stands in a table of Markdown, or words flow on as in a paragraph. */
  readonly layout?: "flowed" | "table";
}

/** What a document holds. */
export type TranscriptItem = MoreOutput | ShownFile | Step;

/** What a document asks for. */
export interface Transcript {
  readonly file: string;
  readonly settings: LabSettings;
  readonly items: readonly TranscriptItem[];
  /** Objects that the document shows without saying in which file they stand. */
  readonly loose?: readonly ShownFile[];
}

/** Tells a command from the output of one that is still running, and from a file. */
export function isStep(item: TranscriptItem): item is Step {
  return "command" in item;
}

/** Tells a file that is shown from what is played. */
export function isShownFile(item: TranscriptItem): item is ShownFile {
  return "content" in item;
}
