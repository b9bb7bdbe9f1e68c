import type { Process } from "./machine.ts";

/** The number that a program gets that somebody has just started. */
const OWN_ID = 7;

/** `ps` of busybox, and procps' without flags and with -e, -A and -ef: the main process and itself. Other formats are not emulated, and it says so. */
export function ps({ argv, machine, print, complain, now }: Process): number {
  const main = machine.mainProcess ?? "sh";
  const own = ["ps", ...argv].join(" ");
  if (machine.userland !== "gnu") {
    const line = (id: number, command: string): string => `${String(id).padStart(5)} root      0:00 ${command}\n`;
    print(`PID   USER     TIME  COMMAND\n${line(1, main)}${line(OWN_ID, own)}`);
    return 0;
  }
  const flags = argv.join("");
  if (flags === "-ef" || flags === "-eF") {
    const started = new Date(now()).toISOString().slice(11, 16);
    const line = (id: number, command: string): string =>
      `root ${String(id).padStart(11)}       0  0 ${started} ?        00:00:00 ${command}\n`;
    print(`UID          PID    PPID  C STIME TTY          TIME CMD\n${line(1, main)}${line(OWN_ID, own)}`);
    return 0;
  }
  if (!["", "-e", "-A"].includes(flags)) {
    complain(`ps: k8sim does not emulate ${own}; there are ps, ps -e and ps -ef\n`);
    return 1;
  }
  const nameOf = (command: string): string => command.split(" ")[0]?.split("/").at(-1) ?? "";
  const line = (id: number, command: string): string => `${String(id).padStart(7)} ?        00:00:00 ${nameOf(command)}\n`;
  print(`    PID TTY          TIME CMD\n${line(1, main)}${line(OWN_ID, "ps")}`);
  return 0;
}
