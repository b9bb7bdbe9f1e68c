import { bytesOfText, textOfBytes } from "../../base/byte-text.ts";
import { readTar, TarError, type TarEntry, writeTar } from "../../base/tar.ts";
import type { Process } from "./machine.ts";

const FILE_MODE = 0o644;
const DIRECTORY_MODE = 0o755;
const NOTHING = new Uint8Array();

interface Wish {
  readonly action: "create" | "extract" | "list" | undefined;
  /** `-` is the standard streams. */
  readonly archive: string;
  readonly directory: string;
  readonly isVerbose: boolean;
  readonly paths: readonly string[];
  /** Letters that mean what is not emulated. */
  readonly unknown: string;
}

/** GNU's words and busybox's are not the same; nor are their exit codes. */
interface Voice {
  leading(): string;
  missing(path: string): string;
  noDirectory(path: string): string;
  readOnly(name: string): string;
  notAnArchive(): string;
  /** Said at the end, when something went wrong. */
  readonly last: string;
  readonly failure: number;
}

const GNU: Voice = {
  leading: () => "tar: Removing leading `/' from member names\n",
  missing: (path) => `tar: ${path}: Cannot stat: No such file or directory\n`,
  noDirectory: (path) => `tar: ${path}: Cannot open: No such file or directory\ntar: Error is not recoverable: exiting now\n`,
  readOnly: (name) => `tar: ${name}: Cannot open: Read-only file system\n`,
  notAnArchive: () => "tar: This does not look like a tar archive\n",
  last: "tar: Exiting with failure status due to previous errors\n",
  failure: 2,
};

const BUSYBOX: Voice = {
  leading: () => "tar: removing leading '/' from member names\n",
  missing: (path) => `tar: ${path}: No such file or directory\n`,
  noDirectory: (path) => `tar: can't change directory to '${path}': No such file or directory\n`,
  readOnly: (name) => `tar: can't open '${name}': Read-only file system\n`,
  notAnArchive: () => "tar: invalid tar magic\n",
  last: "tar: error exit delayed from previous errors\n",
  failure: 1,
};

/** `tar` as far as `kubectl cp` and people by hand need it: c, x and t with f, v, m, p and -C. Compression and links are not emulated, and it says so. */
export function tar(self: Process): number {
  const { argv, machine, complain } = self;
  const voice = machine.userland === "gnu" ? GNU : BUSYBOX;
  const wish = readWish(argv);
  if (wish.unknown !== "") {
    complain(`tar: k8sim does not emulate -${wish.unknown}\n`);
    return voice.failure;
  }
  const directory = wish.directory.replace(/\/+$/, "") || "/";
  if (machine.files.list(directory) === undefined) {
    complain(voice.noDirectory(wish.directory));
    return voice.failure;
  }
  if (wish.action === "create") return create(self, wish, directory, voice);
  if (wish.action === undefined) {
    complain("tar: You must specify one of the '-Acdtrux', '--delete' or '--test-label' options\n");
    return voice.failure;
  }
  return unpack(self, wish, directory, voice);
}

function readWish(argv: readonly string[]): Wish {
  const paths: string[] = [];
  let [letters, archive, directory] = ["", "-", "/"];
  const rest = [...argv];
  for (let first = true; rest.length > 0; first = false) {
    const word = rest.shift() ?? "";
    const isBundle = /^-[^-]/.test(word) || (first && !word.startsWith("-"));
    if (word.startsWith("--directory=")) directory = word.slice("--directory=".length);
    else if (isBundle) {
      letters += word.replace("-", "");
      if (word.endsWith("f")) archive = rest.shift() ?? "-";
      if (word.endsWith("C")) directory = rest.shift() ?? "/";
    } else if (!word.startsWith("--")) paths.push(word);
  }
  const action = letters.includes("c") ? "create" : letters.includes("x") ? "extract" : letters.includes("t") ? "list" : undefined;
  return { action, archive, directory, isVerbose: letters.includes("v"), paths, unknown: letters.replace(/[cxtfvmpChoP]/g, "") };
}

function absolute(directory: string, path: string): string {
  return path.startsWith("/") ? path : `${directory === "/" ? "" : directory}/${path}`;
}

function create({ machine, print, complain }: Process, { paths, archive, isVerbose }: Wish, directory: string, voice: Voice): number {
  const { files } = machine;
  const modifiedSeconds = Math.floor(machine.startedAt / 1000);
  const entries: TarEntry[] = [];
  let isLeadingSaid = false;
  let hasFailed = false;

  function sayLeading(path: string): void {
    if (path.startsWith("/") && !isLeadingSaid) complain(voice.leading());
    isLeadingSaid ||= path.startsWith("/");
  }

  function add(path: string): void {
    const name = path.replace(/^\/+/, "").replace(/\/+$/, "");
    const text = files.read(absolute(directory, path));
    if (text !== undefined) entries.push({ kind: "file", name, content: bytesOfText(text), mode: FILE_MODE, modifiedSeconds });
    else {
      const names = files.list(absolute(directory, path)) ?? [];
      entries.push({ kind: "directory", name: name || ".", content: NOTHING, mode: DIRECTORY_MODE, modifiedSeconds });
      for (const each of names) add(path.endsWith("/") ? path + each : `${path}/${each}`);
    }
  }

  for (const path of paths) {
    const there = absolute(directory, path);
    const isThere = files.read(there) !== undefined || files.list(there) !== undefined;
    if (isThere || voice === GNU) sayLeading(path);
    if (isThere) add(path);
    else complain(voice.missing(path));
    hasFailed ||= !isThere;
  }
  if (isVerbose) complain(entries.map(({ name }) => `${name}\n`).join(""));
  const written = textOfBytes(writeTar(entries));
  if (archive === "-") print(written);
  else files.write(absolute(directory, archive), written);
  if (hasFailed) complain(voice.last);
  return hasFailed ? voice.failure : 0;
}

function unpack(self: Process, { action, archive, isVerbose }: Wish, directory: string, voice: Voice): number {
  const { machine, print, complain, stdin } = self;
  const text = archive === "-" ? stdin : machine.files.read(absolute("/", archive));
  if (text === undefined) {
    complain(voice.missing(archive));
    return voice.failure;
  }
  const entries = entriesOf(text);
  if (entries === undefined) {
    complain(voice.notAnArchive() + (voice === GNU ? voice.last : ""));
    return voice.failure;
  }
  if (action === "list" || isVerbose) print(entries.map(({ name, kind }) => `${name}${kind === "directory" ? "/" : ""}\n`).join(""));
  if (action === "list") return 0;
  const links = entries.filter(({ kind }) => kind === "link");
  let isRefused = false;
  for (const { kind, name, content } of entries) {
    const path = absolute(directory, name.replace(/^\/+/, ""));
    if (machine.files.isReadOnly(path)) {
      complain(voice.readOnly(name));
      isRefused = true;
      // busybox gives up, GNU goes on.
      if (voice === BUSYBOX) return voice.failure;
    } else if (kind === "directory") machine.files.makeDirectory(path);
    else if (kind === "file") machine.files.write(path, textOfBytes(content));
  }
  for (const { name } of links) complain(`tar: ${name}: k8sim does not emulate symbolic links in containers\n`);
  if (isRefused) complain(voice.last);
  return links.length > 0 || isRefused ? voice.failure : 0;
}

function entriesOf(text: string): TarEntry[] | undefined {
  try {
    return readTar(bytesOfText(text));
  } catch (error) {
    if (error instanceof TarError) return undefined;
    throw error;
  }
}
