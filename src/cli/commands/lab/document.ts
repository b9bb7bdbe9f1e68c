import { existsSync, readFileSync } from "node:fs";
import { UserError } from "../../../base/user-error.ts";
import { loadTranscript, sidecarPath, type LoadOptions } from "../../../lab/parse/load.ts";
import { isShownFile, type Transcript } from "../../../lab/transcript.ts";

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
export function readTranscript(file: string, options: DocumentOptions): Transcript {
  const transcript = loadTranscript(file, textOf(file), loadOptionsOf(file, options));
  if (transcript === undefined) throw new UserError(`${file} has no heading with "${options.section ?? ""}"`);
  if (transcript.items.every(isShownFile))
    throw new NothingToPlay(`${file} holds no commands: k8sim reads fenced blocks with prompts, or lines that begin with a command`);
  return transcript;
}

/** What belongs to a document, read: its sidecar. */
export function loadOptionsOf(file: string, { section, sidecar }: DocumentOptions): LoadOptions {
  const beside = sidecarPath(file);
  const sidecarFile = sidecar ?? (existsSync(beside) ? beside : undefined);
  return {
    ...(sidecarFile === undefined ? {} : { sidecar: textOf(sidecarFile), sidecarFile }),
    ...(section === undefined ? {} : { section }),
  };
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
