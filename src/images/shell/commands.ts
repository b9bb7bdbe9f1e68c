import { linesOf } from "../../base/userland/inputs.ts";
import { bytesOfText, textOfBytes } from "../../base/byte-text.ts";
import { formatDate } from "../../base/userland/date.ts";
import { unixDate } from "../../network/http.ts";
import { curl, nslookup, ping, wget } from "./network-commands.ts";
import { ps } from "./ps.ts";
import { df } from "./df.ts";
import { ls } from "./ls.ts";
import type { Command, Process } from "./run.ts";
import { tar } from "./tar.ts";

const NO_FILE = "No such file or directory";
const READ_ONLY = "Read-only file system";

/** Milliseconds of sleep's argument: `5`, `0.5`, `2m`, `infinity`. */
function sleepMs(text: string): number | undefined {
  if (text === "infinity" || text === "inf") return Number.MAX_SAFE_INTEGER;
  const match = /^(\d*\.?\d+)([smhd]?)$/.exec(text);
  return match ? Number(match[1]) * { "": 1000, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }[match[2] ?? ""]! : undefined;
}

const sleep: Command = ({ argv, sleep: pass, complain }) => {
  const total = argv.map(sleepMs);
  if (argv.length === 0 || total.includes(undefined)) {
    complain(`sleep: invalid number '${argv[0] ?? ""}'\n`);
    return 1;
  }
  pass(total.reduce<number>((sum, ms) => sum + (ms ?? 0), 0));
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

const echo: Command = ({ argv, print }) => {
  const flags = /^-[ne]+$/.test(argv[0] ?? "") ? (argv[0] ?? "") : "";
  const text = (flags ? argv.slice(1) : argv).join(" ");
  print((flags.includes("e") ? text.replaceAll("\\n", "\n").replaceAll("\\t", "\t") : text) + (flags.includes("n") ? "" : "\n"));
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

const test: Command = ({ argv, machine }) => {
  const words = argv.at(-1) === "]" ? argv.slice(0, -1) : argv;
  const [left = "", operator = "", right = ""] = words;
  const exists = (path: string): boolean => machine.files.read(path) !== undefined || machine.files.list(path) !== undefined;
  const unary: Readonly<Record<string, (value: string) => boolean>> = {
    "-f": (path) => machine.files.read(path) !== undefined,
    "-e": exists,
    "-d": (path) => machine.files.list(path) !== undefined,
    "-z": (text) => text === "",
    "-n": (text) => text !== "",
  };
  const binary: Readonly<Record<string, boolean>> = {
    "=": left === right,
    "==": left === right,
    "!=": left !== right,
    "-eq": Number(left) === Number(right),
    "-ne": Number(left) !== Number(right),
    "-lt": Number(left) < Number(right),
    "-gt": Number(left) > Number(right),
    "-le": Number(left) <= Number(right),
    "-ge": Number(left) >= Number(right),
  };
  const result =
    left === "!" ? !(unary[operator]?.(right) ?? operator !== "") : (unary[left]?.(operator) ?? binary[operator] ?? left !== "");
  return result ? 0 : 1;
};

const seq: Command = ({ argv, print }) => {
  const [first = 1, last = first] = argv.map(Number);
  const from = argv.length > 1 ? first : 1;
  for (let value = from; value <= last; value++) print(`${value}\n`);
  return 0;
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

function textOf({ argv, machine, stdin }: Process, skip: number): string {
  const file = argv.filter((argument) => !argument.startsWith("-"))[skip];
  return file === undefined ? stdin : (machine.files.read(file) ?? "");
}

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

const edge =
  (fromEnd: boolean): Command =>
  (self) => {
    const { argv, print } = self;
    const from = /^-c\+(\d+)$/.exec(argv.find((argument) => argument.startsWith("-c+")) ?? "")?.[1];
    if (fromEnd && from !== undefined) {
      print(textOfBytes(bytesOfText(textOf(self, 0)).subarray(Math.max(0, Number(from) - 1))));
      return 0;
    }
    const at = argv.findIndex((argument) => argument.startsWith("-n"));
    const short = argv.find((argument) => /^-\d+$/.test(argument));
    const count = short ? Number(short.slice(1)) : at < 0 ? 10 : Number(argv[at]?.slice(2) || argv[at + 1]);
    const text = linesOf(
      textOf({ ...self, argv: argv.filter((_, index) => at < 0 || (index !== at && (index !== at + 1 || argv[at] !== "-n"))) }, 0),
    );
    const kept = fromEnd ? text.slice(-count) : text.slice(0, count);
    print(kept.map((line) => `${line}\n`).join(""));
    if (fromEnd && argv.some((argument) => /^-\w*f/i.test(argument))) self.sleep(Number.MAX_SAFE_INTEGER);
    return 0;
  };

const grep: Command = (self) => {
  const pattern = self.argv.find((argument) => !argument.startsWith("-")) ?? "";
  const inverted = self.argv.some((argument) => /^-\w*v/.test(argument));
  const expression = new RegExp(pattern, self.argv.some((argument) => /^-\w*i/.test(argument)) ? "i" : "");
  const found = linesOf(textOf(self, 1)).filter((line) => expression.test(line) !== inverted);
  if (!self.argv.some((argument) => /^-\w*q/.test(argument))) self.print(found.map((line) => `${line}\n`).join(""));
  return found.length > 0 ? 0 : 1;
};

const quiet: Command = () => 0;
const forever: Command = ({ sleep: pass }) => {
  pass(Number.MAX_SAFE_INTEGER);
  return 0;
};

/** What the emulated user land can do. Commands that are there but do nothing visible succeed in silence. */
const table: Readonly<Record<string, Command>> = {
  "[": test,
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
  echo,
  env: ({ machine, print }) => {
    print(
      Object.entries(machine.environment)
        .map(([name, value]) => `${name}=${value}\n`)
        .join(""),
    );
    return 0;
  },
  fallocate,
  false: () => 1,
  ":": quiet,
  grep,
  head: edge(false),
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
  printf: ({ argv, print }) => {
    const [format = "", ...values] = argv;
    print(
      format
        .replaceAll("\\n", "\n")
        .replaceAll("\\t", "\t")
        .replace(/%[sd]/g, () => values.shift() ?? ""),
    );
    return 0;
  },
  ps,
  pwd: ({ print }) => {
    print("/\n");
    return 0;
  },
  rm: remove,
  seq,
  sleep,
  sync: quiet,
  tail: edge(true),
  tar,
  test,
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
  true: quiet,
  uname: ({ argv, machine, print }) => {
    print(argv.includes("-n") ? `${machine.hostname}\n` : "Linux\n");
    return 0;
  },
  wc: (self) => {
    self.print(`${linesOf(textOf(self, 0)).length}\n`);
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
