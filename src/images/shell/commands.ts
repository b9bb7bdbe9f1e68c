import { formatDate } from "../../base/userland/date.ts";
import { sleepMs } from "../../base/userland/sleep.ts";
import { unixDate } from "../../network/http.ts";
import { curl, nslookup, ping, wget } from "./network-commands.ts";
import { ps } from "./ps.ts";
import { df } from "./df.ts";
import { ls } from "./ls.ts";
import type { Command } from "./machine.ts";
import { tar } from "./tar.ts";

const NO_FILE = "No such file or directory";
const READ_ONLY = "Read-only file system";

const sleep: Command = ({ argv, sleep: pass, complain }) => {
  const total = sleepMs(argv);
  if (total === undefined) {
    complain(`sleep: invalid number '${argv[0] ?? ""}'\n`);
    return 1;
  }
  pass(total);
  return 0;
};

/** Copies nothing that anybody could read; how much it says it copied counts against the pod's disk. Without a count it never ends. */
const dd: Command = ({ argv, machine, complain, sleep: pass }) => {
  const operand = (name: string): string | undefined => argv.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1);
  const count = operand("count");
  const path = operand("of");
  if (path !== undefined && !path.startsWith("/dev/")) machine.files.write(path, "");
  if (count === undefined && operand("if")?.startsWith("/dev/") === true) pass(Number.MAX_SAFE_INTEGER);
  complain(`${count ?? 0}+0 records in\n${count ?? 0}+0 records out\n`);
  return 0;
};

const fallocate: Command = ({ argv, machine }) => {
  machine.files.write(argv.at(-1) ?? "", "");
  return 0;
};

const cat: Command = ({ argv, machine, print, complain, stdin }) => {
  if (argv.length === 0) print(stdin);
  let code = 0;
  for (const file of argv.filter((argument) => !argument.startsWith("-"))) {
    const content = machine.files.read(file);
    if (content === undefined) {
      const isDirectory = machine.files.list(file) !== undefined;
      const absent = machine.userland === "gnu" ? `${file}: ${NO_FILE}` : `can't open '${file}': ${NO_FILE}`;
      complain(`cat: ${isDirectory ? `${file}: Is a directory` : absent}\n`);
      code = 1;
    } else print(content);
  }
  return code;
};

const remove: Command = ({ argv, machine, complain }) => {
  let code = 0;
  for (const file of argv.filter((argument) => !argument.startsWith("-"))) {
    const isThere = machine.files.read(file) !== undefined;
    const isKept = isThere && machine.files.isReadOnly(file);
    if (!isKept && (machine.files.remove(file) || argv.some((flag) => /^-\w*f/.test(flag)))) continue;
    complain(`rm: ${machine.userland === "gnu" ? "cannot" : "can't"} remove '${file}': ${isKept ? READ_ONLY : NO_FILE}\n`);
    code = 1;
  }
  return code;
};

const mkdir: Command = ({ argv, machine, complain }) => {
  const makesParents = argv.some((argument) => argument === "--parents" || /^-\w*p/.test(argument));
  const [cannot, left, right] = machine.userland === "gnu" ? ["cannot", "‘", "’"] : ["can't", "'", "'"];
  let code = 0;
  for (const path of argv.filter((argument) => !argument.startsWith("-"))) {
    const parent = path.replace(/\/+$/, "").replace(/\/[^/]*$/, "") || "/";
    const isThere = machine.files.list(path) !== undefined || machine.files.read(path) !== undefined;
    const isKept = machine.files.isReadOnly(path);
    const why = isThere
      ? "File exists"
      : isKept
        ? READ_ONLY
        : path.includes("/") && machine.files.list(parent) === undefined
          ? NO_FILE
          : undefined;
    if ((makesParents && (isThere || !isKept)) || why === undefined) {
      if (!isThere) machine.files.makeDirectory(path);
      continue;
    }
    complain(`mkdir: ${cannot} create directory ${left}${path}${right}: ${why}\n`);
    code = 1;
  }
  return code;
};

const quiet: Command = () => 0;
const forever: Command = ({ sleep: pass }) => {
  pass(Number.MAX_SAFE_INTEGER);
  return 0;
};

/** What the emulated user land can do. Commands that are there but do nothing visible succeed in silence. */
const table: Readonly<Record<string, Command>> = {
  cat,
  chmod: quiet,
  chown: quiet,
  curl,
  date: ({ argv, now, print }) => {
    const format = argv.find((argument) => argument.startsWith("+"));
    print(`${format === undefined ? unixDate(now()) : formatDate(format.slice(1), now())}\n`);
    return 0;
  },
  dd,
  df,
  env: ({ machine, print }) => {
    print(
      Object.entries(machine.environment)
        .map(([name, value]) => `${name}=${value}\n`)
        .join(""),
    );
    return 0;
  },
  fallocate,
  hostname: ({ argv, machine, print }) => {
    print(`${argv.includes("-i") || argv.includes("-I") ? machine.address : machine.hostname}\n`);
    return 0;
  },
  id: ({ print }) => {
    print("uid=0(root) gid=0(root) groups=0(root)\n");
    return 0;
  },
  kill: ({ argv, machine }) => {
    // The kernel keeps what it has no handler for from a container's first process, KILL too.
    if (argv.includes("1") && !argv.some((word) => /^-(9|KILL|SIGKILL)$/.test(word))) machine.stopMain?.();
    return 0;
  },
  ls,
  mkdir,
  nslookup,
  ping,
  printenv: ({ argv, machine, print }) => {
    const [name] = argv;
    if (name === undefined)
      print(
        Object.entries(machine.environment)
          .map(([key, value]) => `${key}=${value}\n`)
          .join(""),
      );
    else if (machine.environment[name] === undefined) return 1;
    else print(`${machine.environment[name]}\n`);
    return 0;
  },
  ps,
  rm: remove,
  sleep,
  sync: quiet,
  tar,
  timeout: ({ argv, run }) => run(argv.slice(1)),
  top: quiet,
  touch: ({ argv, machine, complain }) => {
    let code = 0;
    for (const file of argv.filter((argument) => !argument.startsWith("-"))) {
      if (!machine.files.isReadOnly(file)) machine.files.write(file, machine.files.read(file) ?? "");
      else {
        complain(`touch: ${machine.userland === "gnu" ? `cannot touch '${file}'` : file}: ${READ_ONLY}\n`);
        code = 1;
      }
    }
    return code;
  },
  uname: ({ argv, machine, print }) => {
    print(argv.includes("-n") ? `${machine.hostname}\n` : "Linux\n");
    return 0;
  },
  wget,
  whoami: ({ print }) => {
    print("root\n");
    return 0;
  },
  yes: forever,
};

/** The command of that name; nothing that only looks like one (`constructor`). */
export function commandNamed(name: string): Command | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
