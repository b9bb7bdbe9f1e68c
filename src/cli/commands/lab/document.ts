import { existsSync, readFileSync } from "node:fs";
import { UserError } from "../../../base/user-error.ts";
import type { Transcript } from "../../../lab/transcript.ts";

/** Reads a document with the sidecar beside it, whole or one section of it. Throws UserError when there is nothing to play in it. */
export async function readTranscript(file: string, section: string | undefined): Promise<Transcript> {
  const { loadTranscript, sidecarPath } = await import("../../../lab/parse/load.ts");
  const { isShownFile } = await import("../../../lab/transcript.ts");
  const sidecar = sidecarPath(file);
  const transcript = loadTranscript(file, textOf(file), {
    ...(existsSync(sidecar) ? { sidecar: textOf(sidecar) } : {}),
    ...(section === undefined ? {} : { section }),
  });
  if (transcript === undefined) throw new UserError(`${file} has no heading with "${section}"`);
  if (transcript.items.every(isShownFile))
    throw new UserError(`${file} holds no commands: k8sim reads fenced blocks with prompts, or lines that begin with a command`);
  return transcript;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const reason =
      (error as { code?: string }).code === "EISDIR" ? "is a directory; name one document" : "cannot be read: is there such a file?";
    throw new UserError(`${file} ${reason}`);
  }
}
