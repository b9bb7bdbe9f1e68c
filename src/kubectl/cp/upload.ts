import { textOfBytes } from "../../base/byte-text.ts";
import { type TarEntry, writeTar } from "../../base/tar.ts";
import type { Invocation } from "../command.ts";
import { showResult } from "../containers/exec.ts";
import type { KubectlFiles } from "../env.ts";
import { CommandError } from "../errors.ts";
import { runForCopy } from "./container.ts";
import { baseOf, cleanPath, directoryOf, type FileSpec, joinPaths } from "./paths.ts";

const FILE_MODE = 0o644;
const DIRECTORY_MODE = 0o755;
const LINK_MODE = 0o777;
const NOTHING = new Uint8Array();

/** Copies a file or directory of this machine into a container, by way of the container's tar. kubectl/pkg/cmd/cp/cp.go copyToPod */
export async function copyToPod(invocation: Invocation, source: FileSpec, target: FileSpec): Promise<void> {
  const { env, flags, release } = invocation;
  if (release.has("cpChecksSource") && env.files.kind(source.file) === undefined) {
    throw new CommandError(`${source.file} doesn't exist in local filesystem`);
  }
  const bare = target.file === "/" ? "/" : target.file.replace(/\/$/, "");
  const isDirectory = await isDirectoryInPod(invocation, { ...target, file: bare });
  // 1.22 began to join paths properly: before, `cp . web:/tmp` made a directory of its own.
  const joined = release.has("cpWantsTwoPaths") ? joinPaths(bare, baseOf(source.file)) : `${bare}/${baseOf(source.file)}`;
  const file = isDirectory ? joined : bare;
  const archive = writeTar(entriesOf(env.files, cleanPath(source.file), baseOf(cleanPath(file))));
  const preserving = flags.bool("no-preserve") ? ["--no-same-permissions", "--no-same-owner"] : [];
  const command = ["tar", ...preserving, "-xmf", "-", "-C", directoryOf(file)];
  const run = { command, stdin: textOfBytes(archive), say: (text: string) => env.stderr(text) };
  await showResult(invocation, await runForCopy(invocation, target, run));
}

/** What cannot be asked is taken for no directory: the copy itself then says why. */
async function isDirectoryInPod(invocation: Invocation, target: FileSpec): Promise<boolean> {
  try {
    const { exitCode } = await runForCopy(invocation, target, { command: ["test", "-d", target.file], say: () => undefined });
    return exitCode === 0;
  } catch {
    return false;
  }
}

/** Entries for what is at a path, under another name; directories only when they are empty. kubectl/pkg/cmd/cp/cp.go recursiveTar */
function entriesOf(files: KubectlFiles, path: string, name: string): TarEntry[] {
  const target = files.link(path);
  if (target !== undefined) return [{ kind: "link", name, content: NOTHING, mode: LINK_MODE, modifiedSeconds: 0, target }];
  const kind = files.kind(path);
  if (kind === undefined) return [];
  if (kind === "file") return [{ kind, name, content: files.readBytes(path), mode: FILE_MODE, modifiedSeconds: 0 }];
  const names = files.list(path);
  if (names.length === 0) return [{ kind, name, content: NOTHING, mode: DIRECTORY_MODE, modifiedSeconds: 0 }];
  return names.flatMap((each) => entriesOf(files, joinPaths(path, each), joinPaths(name, each)));
}
