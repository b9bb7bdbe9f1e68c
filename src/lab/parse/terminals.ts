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

/** Commands that go into a container or onto another machine: the prompt behind them is that one's. */
const ENTERS =
  /\b(?:kubectl|k|docker|crictl|nerdctl|podman)\b.*\s(?:exec|run|debug|attach)\s.*(?:-it|-ti|-i\b|-t\b|--stdin|--tty)|^(?:sudo\s+)?ssh\s|^minikube\s+ssh|^vagrant\s+ssh|^k8sim\s+exec/;

function mainTerminal(drafts: readonly Draft[]): string {
  const counts = new Map<string, number>();
  const entered = new Set<string>();
  for (const [index, { terminal }] of drafts.entries()) {
    if (terminal === "" || terminal === "same" || terminal === "pc") continue;
    if (!counts.has(terminal) && ENTERS.test(drafts[index - 1]?.command ?? "")) entered.add(terminal);
    counts.set(terminal, (counts.get(terminal) ?? 0) + 1);
  }
  let main = USUAL;
  let most = 0;
  for (const [terminal, count] of counts) {
    if (count > most && !entered.has(terminal)) [main, most] = [terminal, count];
  }
  return main;
}
