import type { Draft } from "./draft.ts";

/** Where commands are typed when a document never says. */
const USUAL = "root@m-k8s";

/** Where a step is typed. */
interface Place {
  readonly terminal: string;
  /** In the shell that is open there, whichever machine or container that is on. */
  readonly inside?: true;
}

/**
 * The terminal of each step: a prompt's own; without one that in which most of the document's commands are typed. In containers, whose shells tell no
 * host, it is that of the command before, and what is typed behind a command that goes into one is typed there until somebody leaves it.
 */
export function terminalsOf(drafts: readonly Draft[]): Place[] {
  const main = mainTerminal(drafts);
  let last = main;
  /** Somebody has gone into a container or onto a machine, by a prompt that does not tell where it stands. */
  let isIn = false;
  return drafts.map(({ terminal, command }, index) => {
    if (terminal === "same") return { terminal: last, inside: true };
    if (terminal !== "") {
      isIn = opens(command);
      if (terminal !== "pc") last = terminal;
      return { terminal };
    }
    const inside = isIn && isTypedInside(drafts.slice(index));
    if (!inside) last = main;
    if (inside && LEAVES.test(command)) isIn = false;
    else if (!inside) isIn = opens(command);
    return { terminal: last, ...(inside ? { inside } : {}) };
  });
}

/** Commands behind which the next prompt is another shell's: they name a shell, or the image's own is one. */
const OPENS =
  /\b(?:kubectl|k|docker)\b.*\s(?:exec|run|debug|attach)\s.*(?:-it|-ti|(?:-i|--stdin)\b.*(?:-t|--tty))\b(?!.*\s(?:-c|\|)\s)(?:.*\s(?:--\s+)?(?:\/(?:usr\/)?bin\/)?(?:ba|a|z)?sh\s*$|.*\brun\b(?!.*\s--\s))/;
/** A longer line opens no shell. */
const MOST_LETTERS = 400;

function opens(command: string): boolean {
  return command.length <= MOST_LETTERS && OPENS.test(command);
}

const LEAVES = /^(?:exit|logout)\b/;
/** What is typed at machines alone. */
const OUTSIDE =
  /^(?:sudo\s+)?(?:kubectl|k|kubens|kubectx|kubeadm|minikube|helm|docker|git|vi|vim|nano|systemctl|vagrant|kind|gcloud|aws|eksctl|scp|ssh|watch|k9s|tree)\b|\.ya?ml\b/;
/** What is typed into containers more than anywhere else. */
const LOOKS =
  /^(?:curl|wget|ls|cat\s+\/|env|printenv|hostname|ip|ifconfig|ping|nslookup|dig|host|echo|ps|id|whoami|apt|apt-get|yum|apk|cd|pwd|df|mount|nc|telnet|redis-cli|mysql|psql|uname|date|sleep|touch|head|tail|which|exit)\b/;

/** Whether the first of these is typed in a container: it looks so, or somebody leaves before a command that only machines know. */
function isTypedInside(drafts: readonly Draft[]): boolean {
  const [first] = drafts;
  if (first === undefined || OUTSIDE.test(first.command)) return false;
  if (LOOKS.test(first.command)) return true;
  const end = drafts.find(({ command, terminal }) => LEAVES.test(command) || OUTSIDE.test(command) || terminal !== "");
  return end !== undefined && end.terminal === "" && LEAVES.test(end.command);
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
