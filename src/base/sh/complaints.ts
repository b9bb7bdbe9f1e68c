import type { ShellState } from "./state.ts";

/** What a shell says, and with what status it goes on. */
export interface Complaint {
  readonly text: string;
  readonly status: number;
}

/** What a shell says of a file that a redirect names and that it cannot open. `why` is strerror's text. */
export function cannotOpen({ name, flavour }: ShellState, path: string, why: string, isWriting: boolean): Complaint {
  if (flavour === "dash") {
    const missing = isWriting ? "Directory nonexistent" : "No such file";
    return { text: `${name}: 1: cannot ${isWriting ? "create" : "open"} ${path}: ${why.startsWith("No such") ? missing : why}`, status: 2 };
  }
  if (flavour === "busybox") {
    const missing = isWriting ? "nonexistent directory" : "no such file";
    return { text: `${name}: can't ${isWriting ? "create" : "open"} ${path}: ${why.startsWith("No such") ? missing : why}`, status: 1 };
  }
  return { text: `${name}: ${path}: ${why}`, status: 1 };
}

/** What a shell says of a command that is not there. */
export function notFound({ name, flavour }: Pick<ShellState, "flavour" | "name">, command: string): Complaint {
  const text =
    flavour === "bash"
      ? `${name}: ${command}: ${command.includes("/") ? "No such file or directory" : "command not found"}`
      : `${name}: ${flavour === "dash" ? "1: " : ""}${command}: not found`;
  return { text, status: 127 };
}
