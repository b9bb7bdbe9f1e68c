import { sleepMs } from "../../base/userland/sleep.ts";
import type { Call, Program } from "../program.ts";

/** Numbers of processes by `%1`, `%%` or their own. */
function processOf({ driver }: Call, word: string): number | undefined {
  const jobs = driver.jobs();
  if (word === "%%" || word === "%+" || word === "") return jobs.at(-1);
  return word.startsWith("%") ? jobs[Number(word.slice(1)) - 1] : jobs.find((one) => one === Number(word));
}

/** `kill [-9] %1 PID …`: those in the background can be ended; others are not emulated on machines. */
export const kill: Program = (call) => {
  let status = 0;
  for (const word of call.args.filter((arg) => !arg.startsWith("-"))) {
    const found = processOf(call, word);
    if (found !== undefined && call.driver.kill(found)) continue;
    call.streams.err(`-bash: kill: ${word.startsWith("%") ? `${word}: no such job` : `(${word}) - No such process`}\n`);
    status = 1;
  }
  return status;
};

export const jobs: Program = ({ driver, streams }) => {
  const all = driver.jobs();
  all.forEach((id, index) => {
    const sign = index === all.length - 1 ? "+" : index === all.length - 2 ? "-" : " ";
    streams.out(`[${index + 1}]${sign}  Running                 ${driver.textOf(id)} &\n`);
  });
  return 0;
};

/** `fg [%1]`: waits for a job to end, as whoever has it in front. */
export const fg: Program = async (call) => {
  const found = processOf(call, call.args[0] ?? "");
  if (found === undefined) {
    call.streams.err(`-bash: fg: ${call.args[0] ?? "current"}: no such job\n`);
    return 1;
  }
  call.streams.out(`${call.driver.textOf(found)}\n`);
  while (call.driver.jobs().includes(found)) await call.sleep(LOOK_MS);
  return 0;
};

/** How often somebody looks whether a job has ended. */
const LOOK_MS = 100;

/** What is in the background runs on there. */
export const bg: Program = () => 0;

/** `timeout [-s SIGNAL] [-k TIME] TIME COMMAND` */
export const timeout: Program = (call) => {
  let at = 0;
  while ((call.args[at] ?? "").startsWith("-")) at += /^-[sk]$/.test(call.args[at] ?? "") ? 2 : 1;
  const [time = "", ...words] = call.args.slice(at);
  const ms = sleepMs([time]);
  if (ms === undefined || words.length === 0) {
    call.streams.err(words.length === 0 ? "timeout: missing operand\n" : `timeout: invalid time interval ‘${time}’\n`);
    return 125;
  }
  return ms === 0 ? call.run(words) : call.runFor(ms, words);
};

/** `nohup`, `nice`, `stdbuf`, `unbuffer`: what they add is not seen here. */
export const plainly: Program = (call) => {
  const at = call.args.findIndex((arg) => !arg.startsWith("-"));
  return call.run(call.args.slice(Math.max(0, at)));
};

/** What was typed at this terminal. */
export const history: Program = ({ history: typed, args, streams }) => {
  const count = Number(args[0] ?? typed.length);
  const from = Math.max(0, typed.length - (Number.isFinite(count) ? count : typed.length));
  typed.slice(from).forEach((line, index) => streams.out(`${String(from + index + 1).padStart(5)}  ${line}\n`));
  return 0;
};
