import type { OwnImage } from "../own/own-image.ts";
import { DockerfileError, type Instruction } from "./dockerfile.ts";
import { readNodeApp } from "./node-app.ts";

/** The files that a build is given, by path below its directory, and what they hold. */
export type BuildContext = ReadonlyMap<string, string>;

/** A file that a Dockerfile names and the context has not. */
export class MissingFile extends Error {
  readonly instruction: Instruction;
  readonly path: string;
  constructor(instruction: Instruction, path: string) {
    super(`${path} is not there`);
    this.instruction = instruction;
    this.path = path;
  }
}

/** What an image is before it has a name. */
export type Content = Omit<OwnImage, "name" | "tags">;

interface Stage {
  readonly base: Content | string;
  directory: string;
  readonly files: Map<string, string>;
  readonly ports: number[];
  entrypoint: readonly string[];
  command: readonly string[];
}

/** What nobody says anything of. */
export const PLAIN_CONTENT: Content = {
  ports: [],
  answers: [],
  log: { start: "", request: "" },
  startsMs: 200,
  cpuMsPerRequest: 1,
  cpuMillis: 0,
  memoryMi: 12,
  sizeBytes: 0,
  shell: "bash",
  files: {},
};

/**
 * What the image of a Dockerfile does: as its base image where it only adds files to it; what its source says where that is a small server of
 * Node.js; else it runs, and says on its ports that it is emulated. `baseOf` gives a base of the user's own, or undefined for all others.
 */
export function contentOf(
  instructions: readonly Instruction[],
  context: BuildContext,
  baseOf: (image: string) => Content | undefined,
): Content {
  const stages = new Map<string, Stage>();
  let stage: Stage | undefined;
  let count = 0;
  for (const instruction of instructions) {
    if (instruction.name === "FROM") {
      const [image = "", , name] = instruction.words;
      const earlier = stages.get(image);
      stage =
        earlier === undefined ? newStage(baseOf(image) ?? image) : { ...earlier, files: new Map(earlier.files), ports: [...earlier.ports] };
      stages.set(String(count++), stage);
      if (name !== undefined) stages.set(name, stage);
    } else if (stage !== undefined) follow(instruction, stage, context, stages);
  }
  if (stage === undefined) throw new DockerfileError(0, "no build stage in current context");
  return finished(stage);
}

function newStage(base: Content | string): Stage {
  return { base, directory: "/", files: new Map(), ports: [], entrypoint: [], command: [] };
}

function follow(instruction: Instruction, stage: Stage, context: BuildContext, stages: ReadonlyMap<string, Stage>): void {
  const { name, words, isJson, rest, flags } = instruction;
  const line = isJson ? words : ["/bin/sh", "-c", rest];
  if (name === "WORKDIR") stage.directory = absolute(stage.directory, words[0] ?? "/");
  else if (name === "EXPOSE") stage.ports.push(...words.flatMap((word) => Number(word.split("/")[0]) || []));
  else if (name === "CMD") stage.command = line;
  else if (name === "ENTRYPOINT") {
    stage.entrypoint = line;
    stage.command = [];
  } else if (name === "ADD" || name === "COPY") {
    const from = flags["from"];
    if (from === undefined) copy(instruction, stage, context);
    else for (const [path, content] of stages.get(from)?.files ?? []) stage.files.set(path, content);
  }
}

function absolute(directory: string, path: string): string {
  const parts: string[] = [];
  for (const part of `${path.startsWith("/") ? "" : directory}/${path}`.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
}

/** COPY SOURCE… TARGET: a directory gives what is in it; what ends in a slash, or takes several, is a directory. */
function copy(instruction: Instruction, stage: Stage, context: BuildContext): void {
  const { words } = instruction;
  const sources = words.slice(0, -1);
  const last = words.at(-1) ?? "";
  const target = absolute(stage.directory, last);
  for (const source of sources) {
    if (/^https?:\/\//.test(source)) continue;
    const path = absolute("/", source).slice(1);
    const pattern = new RegExp(
      `^${path
        .replace(/[.+^${}()|[\]\\]/g, "\\$&")
        .replaceAll("*", "[^/]*")
        .replaceAll("?", "[^/]")}$`,
    );
    const files = [...context.keys()].filter((file) => pattern.test(file));
    const below = [...context.keys()].filter((file) => path === "" || file.startsWith(`${path}/`));
    if (files.length === 0 && below.length === 0) throw new MissingFile(instruction, source);
    const isDirectory = last.endsWith("/") || last === "." || sources.length > 1 || files.length > 1;
    for (const file of files)
      stage.files.set(isDirectory ? `${target === "/" ? "" : target}/${file.split("/").at(-1)}` : target, context.get(file) ?? "");
    for (const file of below)
      stage.files.set(`${target === "/" ? "" : target}/${path === "" ? file : file.slice(path.length + 1)}`, context.get(file) ?? "");
  }
}

function finished({ base, files, ports, directory, entrypoint, command }: Stage): Content {
  const under: Content = typeof base === "string" ? { ...PLAIN_CONTENT, base } : base;
  const added = { files: { ...under.files, ...Object.fromEntries(files) }, ports: [...new Set([...under.ports, ...ports])] };
  const line = [...entrypoint, ...command];
  const app = appOf(line, added.files, directory);
  if (app === undefined && (line.length === 0 || startsBase(line, base))) return { ...under, ...added };
  const { base: _base, ...own } = under;
  if (app === undefined) return { ...own, ...added, answers: [] };
  const { status, headers, body, startLog, requestLog, port } = app;
  return {
    ...own,
    files: added.files,
    ports: [port],
    answers: [{ path: "*", status, headers, body }],
    log: { start: startLog, request: requestLog },
    startsMs: 500,
    runtime: "node",
  };
}

/** Whether a command line starts the server that the base image is for. */
function startsBase([program = "", ...more]: readonly string[], base: Content | string): boolean {
  if (typeof base !== "string") return false;
  const name = (program === "/bin/sh" ? (more[1] ?? "").split(/\s/)[0] : program)?.split("/").at(-1);
  return name !== undefined && name !== "" && base.split(":")[0]?.split("/").at(-1) === name;
}

/** `node app.js` */
function appOf(
  [program = "", ...args]: readonly string[],
  files: Readonly<Record<string, string>>,
  directory: string,
): ReturnType<typeof readNodeApp> {
  const words = program === "/bin/sh" ? (args[1] ?? "").split(/\s+/) : [program, ...args];
  if (words[0]?.split("/").at(-1) !== "node") return undefined;
  const script = words.slice(1).find((word) => !word.startsWith("-"));
  const source = script === undefined ? undefined : files[absolute(directory, script)];
  return source === undefined ? undefined : readNodeApp(source);
}
