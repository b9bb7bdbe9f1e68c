import { existsSync, readFileSync } from "node:fs";
import { UserError } from "../../../base/user-error.ts";
import type { Transcript } from "../../../lab/transcript.ts";

/** A document in which there is no command. */
export class NothingToPlay extends UserError {}

/** What of a document is meant, and where its sidecar lies. */
export interface DocumentOptions {
  /** Only the section under the heading that holds this text. */
  readonly section?: string;
  /** The sidecar; beside the document unless told. */
  readonly sidecar?: string;
}

/** Reads a document with its sidecar, whole or one section of it. Throws UserError when there is nothing to play in it. */
export async function readTranscript(file: string, options: DocumentOptions): Promise<Transcript> {
  return transcriptOf(file, textOf(file), options);
}

/** As {@link readTranscript}, for a text that has been read. */
export async function transcriptOf(file: string, text: string, { section, sidecar }: DocumentOptions): Promise<Transcript> {
  const { loadTranscript, sidecarPath } = await import("../../../lab/parse/load.ts");
  const { isShownFile } = await import("../../../lab/transcript.ts");
  const beside = sidecarPath(file);
  const sidecarFile = sidecar ?? (existsSync(beside) ? beside : undefined);
  const transcript = loadTranscript(file, text, {
    ...(sidecarFile === undefined ? {} : { sidecar: textOf(sidecarFile), sidecarFile }),
    ...(section === undefined ? {} : { section }),
  });
  if (transcript === undefined) throw new UserError(`${file} has no heading with "${section}"`);
  if (transcript.items.every(isShownFile))
    throw new NothingToPlay(`${file} holds no commands: k8sim reads fenced blocks with prompts, or lines that begin with a command`);
  return transcript;
}

/** The text of a file of the user's. Throws UserError. */
export function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const reason =
      (error as { code?: string }).code === "EISDIR" ? "is a directory; name one document" : "cannot be read: is there such a file?";
    throw new UserError(`${file} ${reason}`);
  }
}
