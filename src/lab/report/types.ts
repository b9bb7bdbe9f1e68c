import type { Contradiction } from "../timeline/infer.ts";
import type { MoreOutput, Step } from "../transcript.ts";

/** How one output compares with what the document shows. */
export type Verdict = "differs" | "equal" | "excused" | "skipped" | "unsupported";

/** One played item of a transcript. */
export interface PlayedItem {
  readonly item: Step | MoreOutput;
  readonly status: Verdict;
  readonly actual: string;
  /** Why it is excused or unsupported, or in which way it differs. */
  readonly why?: string;
  /** Lines of the document that differ, and why; those that are excused are not among them. */
  readonly differences?: readonly { readonly line: number; readonly why: string }[];
  /** What was done for it that the document does not say. */
  readonly note?: string;
}

/** A played transcript. */
export interface LabReport {
  readonly file: string;
  readonly items: readonly PlayedItem[];
  readonly contradictions: readonly Contradiction[];
}
