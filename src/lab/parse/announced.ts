import type { Draft } from "./draft.ts";

/** What kubectl says where the same has been done before. */
const DONE_BEFORE = /already exists|AlreadyExists|\bunchanged$|\bnot found$/;

/**
 * Commands that a document gives first and then shows as they were typed, with their prompt or what they printed: they were typed once. Takes the
 * commands of a document in their order; gives, for each that is only announced, the line where it is typed.
 */
export function announcedCommands(drafts: readonly Draft[]): ReadonlyMap<Draft, number> {
  const found = new Map<Draft, number>();
  let given: Draft[] = [];
  let showing = false;
  for (const draft of drafts) {
    if (isGiven(draft)) {
      if (showing) given = [];
      showing = false;
      given.push(draft);
      continue;
    }
    showing = true;
    const twin = given.find(({ command, shell }) => command.trim() === draft.command.trim() && shell === draft.shell);
    if (twin === undefined) given = [];
    else if (!draft.expected.some(({ text }) => DONE_BEFORE.test(text.trim()))) found.set(twin, draft.line);
  }
  return found;
}

/** It stands without a prompt, and nothing but comments follows it. */
function isGiven({ prompt, expected, edit, stdin, skip }: Draft): boolean {
  return (
    prompt === undefined &&
    edit === undefined &&
    stdin === undefined &&
    skip === undefined &&
    expected.every(({ text }) => /^\s*(?:#.*)?$/.test(text))
  );
}
