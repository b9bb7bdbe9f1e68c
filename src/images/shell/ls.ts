import { byteLength, unixDate } from "../../network/http.ts";
import type { Process } from "./machine.ts";

const HALF_YEAR_MS = 182 * 86_400_000;
const BLOCK = 4096;
const DIRECTORY_BYTES = 4096;
const NO_FILE = "No such file or directory";

interface Entry {
  readonly name: string;
  readonly isDirectory: boolean;
  readonly bytes: number;
  readonly modified: number;
}

/** `ls` with -l, -a, -A, -1 and -h as GNU's and busybox's print it; entries stand one in a line, as without a terminal. */
export function ls(self: Process): number {
  const { argv, machine, print, complain } = self;
  const flags = argv.filter((argument) => /^-\w/.test(argument)).join("");
  const paths = argv.filter((argument) => !argument.startsWith("-"));
  const shown = paths.length > 0 ? paths : ["."];
  let code = 0;
  const isGnu = machine.userland === "gnu";
  for (const [index, path] of shown.entries()) {
    const names = machine.files.list(path);
    if (names === undefined && machine.files.read(path) === undefined) {
      complain(isGnu ? `ls: cannot access '${path}': ${NO_FILE}\n` : `ls: ${path}: ${NO_FILE}\n`);
      code = isGnu ? 2 : 1;
      continue;
    }
    if (names === undefined || flags.includes("d")) {
      print(listing([entryAt(path, path, self)], flags, self));
      continue;
    }
    if (shown.length > 1) print(`${index > 0 ? "\n" : ""}${path}:\n`);
    const base = path.replace(/\/+$/, "");
    const inside = names.filter((name) => /[aA]/.test(flags) || !name.startsWith("."));
    const entries = inside.map((name) => entryAt(`${base}/${name}`, name, self));
    const dots = flags.includes("a") ? [".", ".."].map((name) => entryAt(path, name, self)) : [];
    const all = [...dots, ...entries];
    if (flags.includes("l")) print(`total ${all.reduce((sum, { bytes }) => sum + Math.ceil(bytes / BLOCK) * 4, 0)}\n`);
    print(listing(all, flags, self));
  }
  return code;
}

function entryAt(path: string, name: string, { machine }: Process): Entry {
  const content = machine.files.read(path);
  const isDirectory = content === undefined;
  return { name, isDirectory, bytes: isDirectory ? DIRECTORY_BYTES : byteLength(content), modified: machine.files.modified(path) };
}

function listing(entries: readonly Entry[], flags: string, { machine, now }: Process): string {
  if (!flags.includes("l")) return entries.map(({ name }) => `${name}\n`).join("");
  const sizes = entries.map(({ bytes }) => (flags.includes("h") ? humanSize(bytes) : String(bytes)));
  const width = machine.userland === "gnu" ? Math.max(...sizes.map(({ length }) => length)) : 9;
  return entries
    .map(({ name, isDirectory, modified }, index) => {
      const mode = isDirectory ? "drwxr-xr-x" : "-rw-r--r--";
      const links = isDirectory ? 2 : 1;
      const owner = machine.userland === "gnu" ? `${links} root root` : `${String(links).padStart(4)} root     root    `;
      return `${mode} ${owner} ${(sizes[index] ?? "").padStart(width)} ${dateOf(modified, now())} ${name}\n`;
    })
    .join("");
}

function humanSize(bytes: number): string {
  return bytes < 1024 ? String(bytes) : `${(Math.ceil((bytes / 1024) * 10) / 10).toFixed(1)}K`;
}

/** `Jan  1 00:09`, or with the year when it is long ago. */
function dateOf(at: number, now: number): string {
  const [, month = "", day = "", time = "", year = ""] = /^\w+ (\w+) +(\d+) (\d+:\d+):\d+ UTC (\d+)$/.exec(unixDate(at)) ?? [];
  const isRecent = at <= now && now - at < HALF_YEAR_MS;
  return `${month} ${day.padStart(2)} ${isRecent ? time : year.padStart(5)}`;
}
