import { formatDate } from "../../base/userland/date.ts";
import type { Program } from "../program.ts";

export const hostname: Program = ({ machine, streams }) => {
  streams.out(`${machine}\n`);
  return 0;
};

export const whoami: Program = ({ streams }) => {
  streams.out("root\n");
  return 0;
};

/** What clears the screen leaves nothing in a transcript. */
export const clear: Program = () => 0;

export const env: Program = ({ args, environment, streams, run }) => {
  const at = args.findIndex((arg) => !/^[A-Za-z_]\w*=/.test(arg));
  if (at >= 0) return run(args.slice(at));
  for (const [name, value] of Object.entries(environment)) streams.out(`${name}=${value}\n`);
  return 0;
};

export const which: Program = ({ args, streams, knows }) => {
  let status = 0;
  for (const name of args) {
    if (knows(name)) streams.out(`/usr/bin/${name}\n`);
    else status = 1;
  }
  return status;
};

/** xargs -n -I */
export const xargs: Program = async ({ args, streams, run }) => {
  let at = 0;
  let perCall = Infinity;
  let place: string | undefined;
  for (; (args[at] ?? "").startsWith("-"); at++) {
    const arg = args[at] ?? "";
    if (arg.startsWith("-n")) perCall = Number(arg.slice(2) || args[++at]);
    else if (arg.startsWith("-I")) place = arg.slice(2) || args[++at];
  }
  const command = args.slice(at).length === 0 ? ["echo"] : args.slice(at);
  const text = streams.input.rest;
  streams.input.rest = "";
  const words = place === undefined ? text.split(/\s+/).filter((word) => word !== "") : text.split("\n").filter((line) => line !== "");
  let status = 0;
  for (
    let from = 0;
    from < words.length || (from === 0 && words.length === 0 && place === undefined);
    from += place === undefined ? perCall : 1
  ) {
    const chosen = place === undefined ? words.slice(from, from + perCall) : [words[from] ?? ""];
    const argv = place === undefined ? [...command, ...chosen] : command.map((word) => word.replaceAll(place, chosen[0] ?? ""));
    if ((await run(argv)) !== 0) status = 123;
    if (perCall === Infinity && place === undefined) break;
  }
  return status;
};

const SHORTEST_SECONDS = 0.1;

/** watch -n: the command again and again, until somebody ends it; each turn under watch's title. */
export const watch: Program = async ({ args, run, streams, sleep, now }) => {
  let at = 0;
  let seconds = 2;
  let title = true;
  for (; (args[at] ?? "").startsWith("-"); at++) {
    const arg = args[at] ?? "";
    if (arg.startsWith("-n")) seconds = Number(arg.slice(2) || args[++at]);
    else if (arg.startsWith("--interval")) seconds = Number(arg.split("=")[1] ?? args[++at]);
    else if (arg === "-t" || arg === "--no-title") title = false;
  }
  const command = args.slice(at);
  // watch's own shortest interval
  seconds = Math.max(SHORTEST_SECONDS, Number.isFinite(seconds) ? seconds : 0);
  for (;;) {
    if (title) streams.out(`Every ${seconds.toFixed(1)}s: ${command.join(" ")}    ${formatDate("%a %b %e %H:%M:%S %Y", now())}\n\n`);
    await run(command.length === 1 ? (command[0] ?? "").split(" ") : command);
    await sleep(seconds * 1000);
  }
};
