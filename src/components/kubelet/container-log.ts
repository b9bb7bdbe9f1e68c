import { formatRfc3339, parseRfc3339 } from "../../base/rfc3339.ts";
import { loggedLines } from "../../images/access-log.ts";
import { runSoFar } from "../../images/program.ts";
import type { ContainerView } from "../../images/view.ts";
import type { LogOptions } from "../../machinery/node-runtime.ts";

interface Line {
  /** ms since the Unix epoch */
  at: number;
  text: string;
}

/** What a container's process has printed, cut by the options. pkg/kubelet/kuberuntime/logs, 1.20 */
export function containerLog(view: ContainerView, options: LogOptions): string {
  let lines = allLines(view);
  const since =
    options.sinceTime !== undefined
      ? parseRfc3339(options.sinceTime)
      : options.sinceSeconds !== undefined
        ? view.now - options.sinceSeconds * 1000
        : undefined;
  if (since !== undefined) lines = lines.filter(({ at }) => at >= since);
  if (options.tailLines !== undefined && options.tailLines >= 0) lines = options.tailLines === 0 ? [] : lines.slice(-options.tailLines);
  const text = lines.map(({ at, text: line }) => (options.timestamps ? `${stamp(at)} ${line}` : line)).join("");
  return options.limitBytes === undefined ? text : text.slice(0, options.limitBytes);
}

function allLines(view: ContainerView): Line[] {
  const printed: Line[] = [];
  let partial = "";
  let partialAt = 0;
  for (const { atMs, text } of runSoFar(view).output) {
    for (const piece of text.split(/(?<=\n)/)) {
      if (partial === "") partialAt = view.startedAt + atMs;
      partial += piece;
      if (!piece.endsWith("\n")) continue;
      printed.push({ at: partialAt, text: partial });
      partial = "";
    }
  }
  if (partial !== "") printed.push({ at: partialAt, text: partial });
  const logged = loggedLines(view).map(({ at, text }) => ({ at, text: `${text}\n` }));
  return logged.length === 0 ? printed : [...printed, ...logged].sort((left, right) => left.at - right.at);
}

/** Container runtimes stamp nanoseconds; the virtual clock knows milliseconds. */
function stamp(at: number): string {
  return formatRfc3339(at).replace("Z", `.${String(Math.floor(at) % 1000).padStart(3, "0")}000000Z`);
}
