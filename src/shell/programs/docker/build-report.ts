import { hex64, type Instruction, type LocalImage, MissingFile } from "../../../cluster/docker.ts";
import type { DockerCall } from "./command.ts";
import { fullName, shortId } from "./texts.ts";

/** What was said of base images that were pulled, by the instruction's place, and the one that cannot be had. */
export interface Fetched {
  readonly said: ReadonlyMap<number, string>;
  readonly refused?: { readonly index: number; readonly text: string };
}

/** What became of a build. */
export interface BuildReport {
  readonly instructions: readonly Instruction[];
  readonly fetched: Fetched;
  readonly made: LocalImage | MissingFile | undefined;
  readonly tags: readonly string[];
  readonly context: ReadonlyMap<string, string>;
}

/** Nothing of a container runs while an image is built: what a program would print then is not known. */
const RUN_REMARK = "k8sim: RUN is taken to succeed; what it prints is not emulated\n";

/** The classic builder, step by step. builder/dockerfile/evaluator.go, dispatchers.go, 18.09 */
export function tellClassic(docker: DockerCall, { instructions, fetched, made, tags }: BuildReport): void {
  const { call, shown, host } = docker;
  const { streams } = call;
  const total = instructions.length;
  for (const [index, instruction] of instructions.entries()) {
    const { name, words } = instruction;
    streams.out(`Step ${index + 1}/${total} : ${stepText(instruction, shown.number)}\n`);
    if (fetched.refused?.index === index) return streams.err(`${fetched.refused.text}\n`);
    if (made instanceof MissingFile && made.instruction === instruction) return streams.err(missingText(made, shown.number));
    const isLast = index === total - 1;
    const id =
      isLast && made !== undefined && !(made instanceof MissingFile)
        ? made.id
        : hex64(`step ${index} ${JSON.stringify(words)} ${hex64(tags.join())}`);
    if (name === "FROM") {
      const base = host.find(words[0] ?? "");
      streams.out(`${fetched.said.get(index) ?? ""}${words[0] === "scratch" ? " --->" : ` ---> ${shortId(base?.id ?? id)}`}\n`);
      continue;
    }
    const container = shortId(hex64(`container ${id}`));
    const runs = name !== "ADD" && name !== "COPY";
    const removed = `Removing intermediate container ${container}\n`;
    if (runs) streams.out(` ---> Running in ${container}\n`);
    if (name === "RUN") streams.err(RUN_REMARK);
    // Until 17.05 files too were brought by a container, and it went when its image was there.
    if (shown.number < 1706) streams.out(` ---> ${shortId(id)}\n${removed}`);
    else streams.out(`${runs ? removed : ""} ---> ${shortId(id)}\n`);
  }
  if (made === undefined || made instanceof MissingFile) return;
  streams.out(`Successfully built ${shortId(made.id)}\n`);
  if (shown.number >= 1706) streams.out(tags.map((tag) => `Successfully tagged ${tag}\n`).join(""));
}

/** Until 17.05 the words of a JSON form stand without it. */
function stepText({ name, words, rest, isJson }: Instruction, number: number): string {
  return `${name} ${isJson && number < 1706 ? words.join(" ") : rest}`;
}

function missingText({ instruction: { name }, path }: MissingFile, number: number): string {
  if (number < 1700) return `lstat ${path}: no such file or directory\n`;
  if (number >= 2010)
    return `${name} failed: file not found in build context or excluded by .dockerignore: stat ${path}: file does not exist\n`;
  const builder = Number.parseInt(hex64(path).slice(0, 8), 16) % 1_000_000_000;
  return `${name} failed: stat /var/lib/docker/tmp/docker-builder${builder}/${path}: no such file or directory\n`;
}

/** A terminal's width. */
const WIDTH = 80;

/** BuildKit on a terminal, once all is done. moby/buildkit/util/progress/progressui/display.go */
export function tellBuildKit({ call, host }: DockerCall, { instructions, fetched, made, tags, context }: BuildReport): void {
  const line = (text: string, seconds: number): string => {
    const time = ` ${seconds.toFixed(1)}s`;
    return `${text.slice(0, WIDTH - time.length).padEnd(WIDTH - time.length)}${time}\n`;
  };
  if (fetched.refused !== undefined)
    return call.streams.err(`ERROR: failed to solve: ${instructions[fetched.refused.index]?.words[0]}: ${fetched.refused.text}\n`);
  if (made instanceof MissingFile) {
    const path = made.path.replace(/^\.?\//, "");
    return call.streams.err(
      `ERROR: failed to solve: failed to compute cache key: failed to calculate checksum of ref: "/${path}": not found\n`,
    );
  }
  if (made === undefined) return;
  const base = instructions.findLast(({ name }) => name === "FROM")?.words[0] ?? "";
  const named = fullName(base.includes(":") ? base : `${base}:latest`);
  const steps = instructions.filter(({ name }) => ["ADD", "COPY", "RUN", "WORKDIR"].includes(name));
  const copies = steps.some(({ name }) => name === "ADD" || name === "COPY");
  const bytes = (sum: number): string => (sum < 1000 ? `${sum}B` : `${(sum / 1000).toFixed(2)}kB`);
  const lines = [
    line(" => [internal] load build definition from Dockerfile", 0),
    line(
      ` => => transferring dockerfile: ${bytes(instructions.reduce((sum, { name, rest }) => sum + name.length + rest.length + 2, 31))}`,
      0,
    ),
    line(" => [internal] load .dockerignore", 0),
    line(" => => transferring context: 2B", 0),
    line(` => [internal] load metadata for ${named}`, fetched.said.size > 0 ? 2.5 : 0),
    ...(copies
      ? [
          line(" => [internal] load build context", 0),
          line(` => => transferring context: ${bytes([...context.values()].reduce((sum, text) => sum + text.length, 0))}`, 0),
        ]
      : []),
    line(
      ` => [1/${steps.length + 1}] FROM ${named}${fetched.said.size > 0 ? `@sha256:${hex64(host.find(base)?.id ?? "")}` : ""}`,
      fetched.said.size > 0 ? 10 : 0,
    ),
    ...steps.map(({ name, rest }, index) => line(` => [${index + 2}/${steps.length + 1}] ${name} ${rest}`, 0.1)),
    line(" => exporting to image", 0.1),
    line(" => => exporting layers", 0.1),
    line(` => => writing image sha256:${made.id}`, 0),
    ...tags.map((tag) => line(` => => naming to ${fullName(tag)}`, 0)),
  ];
  const count = lines.filter((text) => !text.startsWith(" => =>")).length;
  const head = `[+] Building ${fetched.said.size > 0 ? "12.8" : "0.3"}s (${count}/${count}) FINISHED`;
  if (steps.some(({ name }) => name === "RUN")) call.streams.err(RUN_REMARK);
  call.streams.err(`${head.padEnd(WIDTH - "docker:default".length)}docker:default\n${lines.join("")}`);
}
