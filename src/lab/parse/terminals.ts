import type { Draft } from "./draft.ts";

/** Where commands are typed when a document never says. */
const USUAL = "root@m-k8s";

/**
 * The terminal of each step: a prompt's own; without one that in which most of the document's commands are typed, and in containers, whose shells
 * tell no host, that of the command before.
 */
export function terminalsOf(drafts: readonly Draft[]): string[] {
  const main = mainTerminal(drafts);
  let last = main;
  return drafts.map(({ terminal }) => {
    if (terminal === "same") return last;
    const here = terminal === "" ? main : terminal;
    if (here !== "pc") last = here;
    return here;
  });
}

function mainTerminal(drafts: readonly Draft[]): string {
  const counts = new Map<string, number>();
  for (const { terminal } of drafts) {
    if (terminal !== "" && terminal !== "same" && terminal !== "pc") counts.set(terminal, (counts.get(terminal) ?? 0) + 1);
  }
  let main = USUAL;
  let most = 0;
  for (const [terminal, count] of counts) {
    if (count > most) [main, most] = [terminal, count];
  }
  return main;
}
