import type { Program } from "../program.ts";

const EDITORS = new Set(["emacs", "nano", "vi", "view", "vim"]);

/** Whether a program is one in which somebody changes a text at a terminal. */
export function isEditor(path: string): boolean {
  return EDITORS.has(path.slice(path.lastIndexOf("/") + 1));
}

/** `vi FILE`: who plays the lab says what is saved. A screen's own output is nothing that a document could show. */
export const editor: Program = ({ args, edit }) => {
  for (const path of args.filter((arg) => !/^[-+]/.test(arg))) edit(path);
  return 0;
};
