import { resolvePath } from "../../../base/sh/state.ts";
import { DockerfileError, type Instruction, type LocalImage, MissingFile, parseDockerfile, parseImage } from "../../../cluster/docker.ts";
import { UnsupportedCommand } from "../../program.ts";
import type { Disk } from "../../disk.ts";
import { readArguments } from "./arguments.ts";
import { type Fetched, tellBuildKit, tellClassic } from "./build-report.ts";
import { changed, daemonError, type DockerCall, type DockerCommand, usageError } from "./command.ts";
import { fetchImage } from "./registry.ts";
import { sizeText } from "./texts.ts";

const FLAGS = {
  values: ["tag", "file", "build-arg", "label", "network", "platform", "target", "progress"],
  switches: ["no-cache", "pull", "quiet", "rm", "force-rm"],
  letters: { t: "tag", f: "file", q: "quiet" },
};

/** `docker build [-t NAME]… [-f FILE] DIRECTORY` */
export const build: DockerCommand = async (docker) => {
  const { call, shown, host } = docker;
  const read = readArguments(docker.words, FLAGS);
  const wrong = usageError(docker, "build", read, 1);
  if (wrong !== undefined) return wrong;
  for (const flag of ["target", "build-arg", "platform"]) if (read.flags.has(flag)) throw new UnsupportedCommand(`docker build --${flag}`);
  const directory = resolvePath(call.directory, read.operands[0] ?? "");
  const fileName = read.flags.get("file")?.[0];
  const path = fileName === undefined ? resolvePath(directory, "Dockerfile") : resolvePath(call.directory, fileName);
  const fail = (text: string): number => (call.streams.err(`${text}\n`), 1);
  if (call.disk.kind(directory) !== "directory") return fail(`unable to prepare context: path "${read.operands[0]}" not found`);
  const text = call.disk.read(path);
  if (text === undefined) {
    return fail(
      shown.buildKit
        ? `ERROR: failed to solve: failed to read dockerfile: open ${path.split("/").at(-1)}: no such file or directory`
        : `unable to prepare context: unable to evaluate symlinks in Dockerfile path: lstat ${path}: no such file or directory`,
    );
  }
  const names = (read.flags.get("tag") ?? []).map(parseImage);
  if (names.includes(undefined))
    return fail(`invalid argument "${read.flags.get("tag")?.[names.indexOf(undefined)]}" for "-t, --tag" flag: invalid reference format`);
  const context = filesBelow(call.disk, directory);
  const size = sizeText(tarSize([...context.values()]), 4, shown);
  if (!shown.buildKit && !read.flags.has("quiet")) call.streams.out(`Sending build context to Docker daemon ${size.padStart(8)}\n`);
  const instructions = instructionsOf(docker, text);
  if (typeof instructions === "number") return instructions;
  const fetched = await fetchBases(docker, instructions);
  const made = fetched.refused === undefined ? await attempted(docker, instructions, context) : undefined;
  const built = made instanceof MissingFile ? undefined : made;
  for (const name of names) if (name !== undefined && built !== undefined) await changed(docker, () => host.tag(built, name));
  const tags = names.flatMap((name) => (name === undefined ? [] : [`${name.short}:${name.tag}`]));
  const report = { instructions, fetched, made, tags, context };
  if (read.flags.has("quiet") && built !== undefined) call.streams.out(`sha256:${built.id}\n`);
  else if (shown.buildKit) tellBuildKit(docker, report);
  else tellClassic(docker, report);
  return built === undefined ? 1 : 0;
};

function instructionsOf(docker: DockerCall, text: string): readonly Instruction[] | number {
  try {
    return parseDockerfile(text);
  } catch (error) {
    if (!(error instanceof DockerfileError)) throw error;
    const { line, message } = error;
    const { shown } = docker;
    if (shown.buildKit) {
      docker.call.streams.err(`ERROR: failed to solve: dockerfile parse error on line ${line}: ${message}\n`);
      return 1;
    }
    const isPlaced = shown.number >= 1709 && message.startsWith("unknown");
    return daemonError(
      docker,
      isPlaced ? `Dockerfile parse error line ${line}: ${message}` : `${message.charAt(0).toUpperCase()}${message.slice(1)}`,
    );
  }
}

/** Gets the base images that are not there: what is said of each, by the instruction's place, up to the one that cannot be had. */
async function fetchBases(docker: DockerCall, instructions: readonly Instruction[]): Promise<Fetched> {
  const said = new Map<number, string>();
  const stages = new Set<string>();
  for (const [index, { name, words }] of instructions.entries()) {
    const [base = "", , stage] = words;
    if (name !== "FROM") continue;
    if (stage !== undefined) stages.add(stage);
    if (base === "scratch" || stages.has(base) || docker.host.find(base) !== undefined) continue;
    const { text, isThere } = await fetchImage(docker, base);
    if (!isThere) return { said, refused: { index, text } };
    said.set(index, text);
  }
  return { said };
}

async function attempted(
  docker: DockerCall,
  instructions: readonly Instruction[],
  context: ReadonlyMap<string, string>,
): Promise<LocalImage | MissingFile> {
  const { host } = docker;
  const base = instructions.findLast(({ name }) => name === "FROM")?.words[0] ?? "";
  try {
    return await changed(docker, () => host.build(instructions, context, host.find(base)));
  } catch (error) {
    if (error instanceof MissingFile) return error;
    throw error;
  }
}

function filesBelow(disk: Disk, directory: string, prefix = ""): Map<string, string> {
  const files = new Map<string, string>();
  for (const name of disk.list(directory)) {
    const path = resolvePath(directory, name);
    const text = disk.read(path);
    if (text !== undefined) files.set(`${prefix}${name}`, text);
    else for (const [below, content] of filesBelow(disk, path, `${prefix}${name}/`)) files.set(below, content);
  }
  return files;
}

const BLOCK = 512;

/** A header and whole blocks for each file, and two blocks at the end. */
function tarSize(contents: readonly string[]): number {
  return contents.reduce((sum, text) => sum + BLOCK + Math.ceil(new TextEncoder().encode(text).length / BLOCK) * BLOCK, 2 * BLOCK);
}
