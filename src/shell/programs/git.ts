import { resolvePath } from "../../base/sh/state.ts";
import { repositoryFiles, repositoryNames } from "../../cluster/repositories.ts";
import { type Call, type Program, UnsupportedCommand } from "../program.ts";

const FAILED = 128;

/** `git clone URL [DIRECTORY]` of the repositories that labs use, and `git pull` in one; nothing else of git is emulated. */
export const git: Program = async (call) => {
  const words = call.args.filter((arg, at) => !arg.startsWith("-") && !/^-(C|b|-depth|-branch)$/.test(call.args[at - 1] ?? ""));
  const [command = "", ...operands] = words;
  if (command === "clone") return clone(call, operands);
  if (command === "pull") {
    call.streams.out("Already up to date.\n");
    return 0;
  }
  throw new UnsupportedCommand(`the lab's git knows clone and pull alone, not "${command}"`);
};

async function clone({ disk, directory, streams }: Call, [url = "", target]: readonly string[]): Promise<number> {
  const name = /\/?([^/:]+?)(?:\.git)?\/?$/.exec(url)?.[1] ?? "";
  const files = await repositoryFiles(url);
  if (files === undefined)
    throw new UnsupportedCommand(`k8sim asks no network and has no files of ${url}; it has those of ${repositoryNames().join(", ")}`);
  const shown = target ?? name;
  const path = resolvePath(directory, shown);
  const isThere = Object.keys(disk.written()).some((file) => file.startsWith(`${path}/`));
  if (isThere) {
    streams.err(`fatal: destination path '${shown}' already exists and is not an empty directory.\n`);
    return FAILED;
  }
  streams.err(`Cloning into '${shown}'...\n`);
  for (const [file, content] of Object.entries(files)) disk.write(`${path}/${file}`, content);
  return 0;
}
