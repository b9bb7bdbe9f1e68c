import { bytesOfText } from "../../base/byte-text.ts";
import { goQuote } from "../../base/go-format.ts";
import { isWholeTar, readTar, TarError, type TarEntry } from "../../base/tar.ts";
import type { Invocation } from "../command.ts";
import { showResult } from "../containers/exec.ts";
import { FileError } from "../env.ts";
import { CommandError } from "../errors.ts";
import { runForCopy } from "./container.ts";
import { directoryOf, type FileSpec, joinPaths, staysIn, withoutShortcuts } from "./paths.ts";

/** Copies a file or directory out of a container, by way of the container's tar, whose complaints are shown as output. */
// kubectl/pkg/cmd/cp/cp.go copyFromPod, untarAll
export async function copyFromPod(invocation: Invocation, source: FileSpec, target: FileSpec): Promise<void> {
  const { env, flags } = invocation;
  const say = (text: string): void => env.stdout(text);
  const retries = flags.has("retries") ? flags.number("retries") : 0;
  const plain = ["tar", "cf", "-", source.file];
  // A copy that can be taken up again is cut from where it broke off: the first time, from the beginning.
  const command = retries === 0 ? plain : ["sh", "-c", `tar cf - ${source.file} | tail -c+0`];
  const result = await runForCopy(invocation, source, { command, say });
  say(result.stderr);
  const archive = bytesOfText(result.stdout);
  // kubectl is done as soon as it has a whole archive: how tar ends, it does not wait for. kubectl issue 980
  if (!isWholeTar(archive)) await showResult(invocation, { ...result, stdout: "", stderr: "" });
  const prefix = withoutShortcuts(source.file.replace(/^\/+/, ""));
  const unpack = createUnpacker(invocation, source, target.file, prefix);
  for (const entry of entriesOf(archive)) unpack(entry);
}

function entriesOf(archive: Uint8Array): TarEntry[] {
  try {
    return readTar(archive);
  } catch (error) {
    throw error instanceof TarError ? new CommandError(error.message) : error;
  }
}

function createUnpacker(
  { env }: Invocation,
  { namespace, pod, file }: FileSpec,
  directory: string,
  prefix: string,
): (entry: TarEntry) => void {
  let isAdviceGiven = false;

  function skipLink(path: string, target: string): void {
    const advice = ` (consider using "${env.programName} exec -n ${goQuote(namespace)} ${goQuote(pod)} -- tar cf - ${goQuote(file)} | tar xf -")`;
    env.stderr(`warning: skipping symlink: ${goQuote(path)} -> ${goQuote(target)}${isAdviceGiven ? "" : advice}\n`);
    isAdviceGiven = true;
  }

  return ({ kind, name, content, target = "" }) => {
    if (!name.startsWith(prefix)) throw new CommandError("tar contents corrupted");
    const path = joinPaths(directory, name.slice(prefix.length));
    if (!staysIn(directory, path)) {
      env.stderr(`warning: file ${goQuote(path)} is outside target destination, skipping\n`);
      return;
    }
    if (kind === "link") return skipLink(path, target);
    try {
      env.files.makeDirectory(kind === "directory" ? path : directoryOf(path));
      if (kind === "file") env.files.write(path, content);
    } catch (error) {
      throw error instanceof FileError ? new CommandError(error.message) : error;
    }
  };
}
