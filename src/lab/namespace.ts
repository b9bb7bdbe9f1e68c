import type { Step } from "./transcript.ts";

/** The namespace that a kubectl command works in. */
export function namespaceOf({ command }: Step): string {
  return /(?:^|\s)(?:-n|--namespace)[ =]?(\S+)/.exec(command)?.[1] ?? "default";
}
