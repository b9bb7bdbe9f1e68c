import type { Call, Program } from "../program.ts";

/** Flags of sudo that take a value. sudo(8) */
const VALUED = /^-[CDghprtTuU]$/;

/** `sudo COMMAND`, `sudo -i`, `sudo -s`: root needs no password, and on the lab's machines nobody does. */
export const sudo: Program = (call) => {
  let at = 0;
  while ((call.args[at] ?? "").startsWith("-")) {
    const flag = call.args[at] ?? "";
    if (flag === "-i" || flag === "-s") return become(call, "root", flag === "-i", call.args.slice(at + 1));
    at += VALUED.test(flag) ? 2 : 1;
  }
  const assignments = call.args.slice(at).findIndex((arg) => !/^[A-Za-z_]\w*=/.test(arg));
  const words = call.args.slice(at + Math.max(0, assignments));
  if (words.length === 0) {
    call.streams.err("usage: sudo [-AbEHknPS] [-g group] [-h host] [-p prompt] [-u user] [VAR=value] [-i | -s] [command [arg ...]]\n");
    return 1;
  }
  return call.run(words);
};

/** `su [-] [USER] [-c COMMAND]` */
export const su: Program = (call) => {
  const at = call.args.indexOf("-c");
  const line = at < 0 ? [] : [call.args[at + 1] ?? ""];
  const words = call.args.filter((_arg, index) => at < 0 || (index !== at && index !== at + 1));
  const user = words.find((word) => !word.startsWith("-")) ?? "root";
  const isLogin = words.some((word) => word === "-" || word === "-l" || word === "--login");
  if (user !== "root" && call.disk.kind(`/home/${user}`) === undefined) {
    call.streams.err(`su: user ${user} does not exist\n`);
    return 1;
  }
  return become(call, user, isLogin, line);
};

function become(call: Call, user: string, isLogin: boolean, words: readonly string[]): number | Promise<number> {
  if (words.length > 0) return call.runOn(call.machine, user, words.join(" "));
  const place = isLogin ? { farewell: "logout\n" } : { directory: call.directory, farewell: "exit\n" };
  if (call.terminal !== undefined) return call.terminal.enter(call.shellOn(call.machine, { user, ...place }));
  const script = call.streams.input.rest;
  call.streams.input.rest = "";
  return call.runOn(call.machine, user, script);
}

export const id: Program = ({ environment, streams }) => {
  const user = environment["USER"] ?? "root";
  const number = user === "root" ? 0 : 1000;
  streams.out(`uid=${number}(${user}) gid=${number}(${user}) groups=${number}(${user})\n`);
  return 0;
};
