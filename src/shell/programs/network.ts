import { curlIn } from "../curl.ts";
import { sleepMs } from "../../base/userland/sleep.ts";
import type { Program } from "../program.ts";

/** curl from the machine that one is on. */
export const curl: Program = async ({ args, machine, streams, within }) => {
  const words = args.some((arg) => arg.startsWith("--from")) ? args : ["--from", machine, ...args];
  const { stdout, stderr, exitCode } = await within((session) => curlIn(session, words));
  streams.err(stderr);
  streams.out(stdout);
  return exitCode;
};

/** sleep inside another program; a shell's own is the driver's. */
export const sleep: Program = async ({ args, streams, sleep: pass }) => {
  const ms = sleepMs(args);
  if (ms === undefined) {
    streams.err(args.length === 0 ? "sleep: missing operand\n" : `sleep: invalid time interval ‘${args[0]}’\n`);
    return 1;
  }
  await pass(ms);
  return 0;
};
