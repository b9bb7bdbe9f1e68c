import { resolvePath } from "../sh/state.ts";
import { readOptions, refuseOption, type UserlandCall, type UserlandProgram } from "./program.ts";

function complain({ name, streams }: UserlandCall, text: string): number {
  streams.err(`${name}: ${text}\n`);
  return 1;
}

/** ls -l -a -1 -R is as much as notes use; sizes are real, owners and dates the emulated machine's. */
export const ls: UserlandProgram = (call) => {
  const { flags, operands, unknown } = readOptions(call.args, "la1AhFtrdiR", "", { all: "a", "human-readable": "h" });
  if (unknown !== undefined) return refuseOption(call, unknown, 2);
  const { files, directory, streams } = call;
  let status = 0;
  const targets = operands.length === 0 ? ["."] : operands;
  const plain: string[] = [];
  const folders: string[] = [];
  for (const target of targets) {
    const kind = files.kind(resolvePath(directory, target));
    if (kind === undefined) {
      complain(call, `cannot access '${target}': No such file or directory`);
      status = 2;
    } else (kind === "file" || flags.has("d") ? plain : folders).push(target);
  }
  streams.out(listing(call, "", plain, flags));
  for (const [index, folder] of folders.entries()) {
    if (targets.length > 1) streams.out(`${index > 0 || plain.length > 0 ? "\n" : ""}${folder}:\n`);
    const path = resolvePath(directory, folder);
    const names = files.list(path).filter((name) => flags.has("a") || flags.has("A") || !name.startsWith("."));
    if (flags.has("l")) streams.out(`total ${names.reduce((sum, name) => sum + blocksOf(call, `${path}/${name}`), 0)}\n`);
    streams.out(listing(call, folder, flags.has("a") ? [".", "..", ...names] : names, flags));
  }
  return status;
};

function blocksOf({ files }: UserlandCall, path: string): number {
  return files.kind(path) === "file" ? Math.ceil((files.read(path) ?? "").length / 4096) * 4 : 0;
}

function listing(call: UserlandCall, folder: string, names: readonly string[], flags: ReadonlyMap<string, string>): string {
  const { files, directory, now } = call;
  if (!flags.has("l")) return names.map((name) => `${name}\n`).join("");
  const rows = names.map((name) => {
    const path = resolvePath(directory, folder === "" ? name : `${folder}/${name}`);
    const isFile = files.kind(path) === "file";
    return { name, isFile, size: isFile ? new TextEncoder().encode(files.read(path) ?? "").length : 4096 };
  });
  const width = Math.max(...rows.map(({ size }) => String(size).length));
  const date = new Date(now).toUTCString();
  const [, day = "", month = "", , time = ""] = date.split(" ");
  return rows
    .map(
      ({ name, isFile, size }) =>
        `${isFile ? "-rw-r--r--" : "drwxr-xr-x"} ${isFile ? 1 : 2} root root ${String(size).padStart(width)} ${month} ${day.replace(/^0/, " ").padStart(2)} ${time.slice(0, 5)} ${name}\n`,
    )
    .join("");
}

/** mkdir -p */
export const mkdir: UserlandProgram = (call) => {
  const { flags, operands, unknown } = readOptions(call.args, "pv", "m", { parents: "p" });
  if (unknown !== undefined) return refuseOption(call, unknown);
  if (operands.length === 0) return complain(call, "missing operand");
  let status = 0;
  for (const operand of operands) {
    const path = resolvePath(call.directory, operand);
    const parent = call.files.kind(resolvePath(path, ".."));
    if (call.files.kind(path) !== undefined && !flags.has("p"))
      status = complain(call, `cannot create directory ‘${operand}’: File exists`);
    else if (parent !== "directory" && !flags.has("p"))
      status = complain(call, `cannot create directory ‘${operand}’: No such file or directory`);
    else call.files.makeDirectory(path);
  }
  return status;
};

/** rm -r -f */
export const rm: UserlandProgram = (call) => {
  const { flags, operands, unknown } = readOptions(call.args, "rRfiv", "", { recursive: "r", force: "f" });
  if (unknown !== undefined) return refuseOption(call, unknown);
  let status = 0;
  for (const operand of operands) {
    const path = resolvePath(call.directory, operand);
    const kind = call.files.kind(path);
    if (kind === "directory" && !flags.has("r") && !flags.has("R")) status = complain(call, `cannot remove '${operand}': Is a directory`);
    else if (kind === undefined && !flags.has("f")) status = complain(call, `cannot remove '${operand}': No such file or directory`);
    else call.files.remove(path);
  }
  return status;
};

/** cp -r, and mv with `removes`. */
function copying(removes: boolean): UserlandProgram {
  return (call) => {
    const { flags, operands, unknown } = readOptions(call.args, "rRafvpnTu", "", { recursive: "r", archive: "a" });
    if (unknown !== undefined) return refuseOption(call, unknown);
    const target = operands.at(-1);
    if (target === undefined) return complain(call, "missing file operand");
    if (operands.length === 1) return complain(call, `missing destination file operand after '${target}'`);
    const place = resolvePath(call.directory, target);
    let status = 0;
    for (const source of operands.slice(0, -1)) {
      const from = resolvePath(call.directory, source);
      const to =
        call.files.kind(place) === "directory" ? resolvePath(place, source.split("/").findLast((part) => part !== "") ?? "") : place;
      const kind = call.files.kind(from);
      if (kind === undefined) status = complain(call, `cannot stat '${source}': No such file or directory`);
      else if (kind === "directory" && !removes && !flags.has("r") && !flags.has("R") && !flags.has("a"))
        status = complain(call, `-r not specified; omitting directory '${source}'`);
      else {
        copy(call, from, to);
        if (removes) call.files.remove(from);
      }
    }
    return status;
  };
}

function copy(call: UserlandCall, from: string, to: string): void {
  if (call.files.kind(from) === "file") {
    call.files.write(to, call.files.read(from) ?? "");
    return;
  }
  call.files.makeDirectory(to);
  for (const name of call.files.list(from)) copy(call, `${from}/${name}`, `${to}/${name}`);
}

export const cp = copying(false);
export const mv = copying(true);

export const touch: UserlandProgram = ({ args, files, directory }) => {
  for (const operand of args.filter((arg) => !arg.startsWith("-"))) {
    const path = resolvePath(directory, operand);
    if (files.kind(path) === undefined) files.write(path, "");
  }
  return 0;
};

export const basename: UserlandProgram = ({ args: [path = "", suffix = ""], streams }) => {
  const name = path.replace(/\/+$/, "").split("/").at(-1) ?? "";
  streams.out(`${suffix !== "" && name.endsWith(suffix) && name !== suffix ? name.slice(0, -suffix.length) : name}\n`);
  return 0;
};

export const dirname: UserlandProgram = ({ args: [path = ""], streams }) => {
  const trimmed = path.replace(/\/+$/, "");
  const at = trimmed.lastIndexOf("/");
  streams.out(`${at < 0 ? "." : at === 0 ? "/" : trimmed.slice(0, at)}\n`);
  return 0;
};

/** Modes and owners are not kept: nobody is refused for them. */
export const chmod: UserlandProgram = (call) => {
  const operands = call.args.filter((arg) => !/^-[a-zA-Z]*$/.test(arg)).slice(1);
  let status = 0;
  for (const operand of operands)
    if (call.files.kind(resolvePath(call.directory, operand)) === undefined)
      status = complain(call, `cannot access '${operand}': No such file or directory`);
  return status;
};
