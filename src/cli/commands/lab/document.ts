import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { UserError } from "../../../base/user-error.ts";
import { type Goal, goalsOfSettings } from "../../../lab/goals/goal.ts";
import { goalsInText } from "../../../lab/goals/inline.ts";
import { loadTranscript, sidecarPath, type LoadOptions } from "../../../lab/parse/load.ts";
import { KNOWN_SIDECARS } from "../../../lab/shipped/sidecars.ts";
import { SHIPPED_LABS, type ShippedLab } from "../../../lab/shipped/labs.ts";
import { isShownFile, type Transcript } from "../../../lab/transcript.ts";
import type { DocumentFlags } from "./flags.ts";

/** A document in which there is no command. */
export class NothingToPlay extends UserError {}

/** Reads a document or a shipped lab with its sidecar, whole or one section of it. Throws UserError when there is nothing to play in it. */
export function readTranscript(name: string, options: DocumentFlags): Transcript {
  const text = textOf(name);
  const transcript = loadTranscript(name, text, loadOptionsOf(name, options));
  if (transcript === undefined) throw new UserError(`${name} has no heading with "${options.section ?? ""}"`);
  if (transcript.items.every(isShownFile))
    throw new NothingToPlay(`${name} holds no commands: k8sim reads fenced blocks with prompts, or lines that begin with a command`);
  return transcript;
}

/** The goals that a document states, in its settings and in its text. Throws UserError for one that cannot be judged. */
export function goalsOf(name: string, { settings }: Transcript): Goal[] {
  return [...goalsOfSettings(settings, name), ...goalsInText(name, textOf(name))];
}

/** What belongs to a document, read: its sidecar. */
export function loadOptionsOf(name: string, { section, sidecar }: DocumentFlags): LoadOptions {
  return { ...(section === undefined ? {} : { section }), ...sidecarOf(name, sidecar) };
}

function sidecarOf(name: string, told: string | undefined): Pick<LoadOptions, "sidecar" | "sidecarFile"> {
  if (told !== undefined) return { sidecar: contentOf(told), sidecarFile: told };
  const shipped = shippedLab(name);
  if (shipped !== undefined) return shipped.sidecar === undefined ? {} : { sidecar: shipped.sidecar };
  const beside = sidecarPath(name);
  if (existsSync(beside)) return { sidecar: contentOf(beside), sidecarFile: beside };
  const known = path.basename(beside).replace(/\.lab\.yaml$/, "");
  return Object.hasOwn(KNOWN_SIDECARS, known) ? { sidecar: KNOWN_SIDECARS[known] ?? "", sidecarFile: `${known}.lab.yaml (shipped)` } : {};
}

/** The shipped lab of that name; a file that lies there comes first. */
export function shippedLab(name: string): ShippedLab | undefined {
  return Object.hasOwn(SHIPPED_LABS, name) && !existsSync(name) ? SHIPPED_LABS[name] : undefined;
}

/** The text of a document. Throws UserError. */
export function textOf(name: string): string {
  return shippedLab(name)?.text ?? contentOf(name);
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const reason =
      (error as { code?: string }).code === "EISDIR"
        ? "is a directory; name one document"
        : 'cannot be read: is there such a file? "k8sim lab list" names the labs that are shipped';
    throw new UserError(`${file} ${reason}`);
  }
}
