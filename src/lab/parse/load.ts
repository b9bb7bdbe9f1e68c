import { applySteps, mergeSettings } from "../settings/apply.ts";
import { NO_SETTINGS, readSettings } from "../settings/read.ts";
import type { Transcript } from "../transcript.ts";
import { linesOf, sectionOf } from "./lines.ts";
import { readItems } from "./steps.ts";

/** What belongs to a document beside its text. */
export interface LoadOptions {
  /** Text of the sidecar. */
  readonly sidecar?: string;
  /** Where the sidecar is, for its errors; beside the document unless told. */
  readonly sidecarFile?: string;
  /** Only what stands under the heading that holds this text. */
  readonly section?: string;
}

/**
 * Reads a document with its front matter and its sidecar; undefined when there is no such section. Throws UserError (`FILE:LINE: …`) for mistakes
 * in front matter or sidecar; the document itself may be anything.
 */
export function loadTranscript(
  file: string,
  text: string,
  { sidecar, sidecarFile = sidecarPath(file), section }: LoadOptions = {},
): Transcript | undefined {
  const { front, lines } = linesOf(text);
  const part = sectionOf(lines, section);
  if (part === undefined) return undefined;
  const own = { settings: NO_SETTINGS, steps: [] };
  const fromFront = front === undefined ? own : readSettings(front, { file, line: 2, own: false });
  const fromSidecar = sidecar === undefined ? own : readSettings(sidecar, { file: sidecarFile, line: 1, own: true });
  const { settings, steps } = mergeSettings(fromFront, fromSidecar);
  // settings speak of the whole document, whichever section is played
  const { items: read, loose } = readItems(lines);
  const items = applySteps(read, steps);
  const first = part[0]?.line ?? 1;
  const last = part.at(-1)?.line ?? 0;
  return { file, settings, items: items.filter(({ line }) => line >= first && line <= last), loose };
}

/** `lab.md` → `lab.lab.yaml`: where a document's sidecar lies. */
export function sidecarPath(file: string): string {
  return `${file.replace(/\.[^./\\]+$/, "")}.lab.yaml`;
}
