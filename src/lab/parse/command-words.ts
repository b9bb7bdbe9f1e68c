import { decodeEntities } from "./clean.ts";
import type { Prompt } from "./prompts.ts";
import { isBareCommand } from "./words.ts";

/** The files that a kubectl command reads, addresses and the standard input aside. */
export function filesRead(command: string): string[] {
  if (!/^(?:sudo\s+)?(?:kubectl|k|ka)\s/.test(command) || /\sdelete\s/.test(command)) return [];
  const files = [...command.replace(/^(?:ka|kd) (?!-)/, "k apply -f ").matchAll(/\s(?:-f|--filename)[= ]?\s*([^\s;|&]+)/g)].flatMap(
    ([, files = ""]) => files.split(","),
  );
  return files.filter((file) => /\.(?:ya?ml|json)$/.test(file) && !file.includes("://"));
}

/** What a `watch` repeats: `-n 1` and its like aside. */
export function watchedBy(command: string): string {
  return command
    .replace(/^watch\s+(?:-[-\w]+(?:[= ]?[\d.]+)?\s+)*/, "")
    .replace(/^(["'])(.*)\1$/, "$2")
    .trim();
}

/** The last part of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** A command that stands alone as inline code is one to type unless it is only named (`kubectl apply`) or leaves something open (`<pod-name>`). */
export function isInstruction(code: string): boolean {
  return isBareCommand(code) && code.split(/\s+/).length >= 3 && !/<[\w -]+>|\[[\w -]+\]|\{[\w -]+\}|…|\.\.\./.test(code);
}

/** What stands behind a prompt in text: `$ 100` and addresses of mail look like some as well. */
export function isTypedInText({ text, rest }: Prompt): boolean {
  return rest !== "" && (isBareCommand(rest) || /^(?:\[|remote >|PS )/.test(text));
}

/** A line of text that is nothing but a command of kubectl's: no sentence has so few words that are no options, and ends in one. */
export function isTyped(text: string): boolean {
  const words = text.split(/\s+/);
  return /^(?:kubectl|k)\s/.test(text) && !/[.!?:,;]$/.test(text) && words.filter((word) => !word.startsWith("-")).length <= 5;
}

/** `kubectl get podsnamespace kube-system`: a conversion took two hyphens for a dash, and lost it. */
export function mendedOption(command: string): string {
  return command.replace(/^((?:kubectl|k)\s.*?\w)(namespace|all-namespaces|selector|output)(?=\s|$)/, "$1 --$2");
}

/** A line with its entities as characters and without tags that only lay it out. */
export function decodeOnce(text: string): string {
  return text.includes("<code") ? decodeEntities(text.replace(/<\/?(?:p|li|strong|em|span)\b[^>]*>/gi, "")) : text;
}
