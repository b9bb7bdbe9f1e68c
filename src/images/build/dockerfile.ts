/** One instruction of a Dockerfile. */
export interface Instruction {
  /** In capital letters. */
  readonly name: string;
  /** All behind the name, continued lines joined. */
  readonly rest: string;
  /** Its words: those of the JSON form, else what blanks divide, without flags. */
  readonly words: readonly string[];
  /** `--from=build` */
  readonly flags: Readonly<Record<string, string>>;
  /** Written as a JSON array. */
  readonly isJson: boolean;
  readonly line: number;
}

/** A Dockerfile that docker refuses. */
export class DockerfileError extends Error {
  override name = "DockerfileError";
  readonly line: number;
  constructor(line: number, message: string) {
    super(message);
    this.line = line;
  }
}

const KNOWN = new Set(
  "ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR".split(" "),
);
/** Only these may be JSON; a label in brackets is a text. */
const JSON_FORM = new Set(["ADD", "CMD", "COPY", "ENTRYPOINT", "RUN", "SHELL", "VOLUME"]);

/** Reads a Dockerfile. Throws DockerfileError in docker's words. buildkit/frontend/dockerfile/parser/parser.go */
export function parseDockerfile(text: string): Instruction[] {
  const instructions: Instruction[] = [];
  let pending = "";
  let begun = 0;
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (/^\s*(#.*)?$/.test(line)) continue;
    if (pending === "") begun = index + 1;
    const isContinued = /\\\s*$/.test(line);
    pending += isContinued ? line.replace(/\\\s*$/, "") : line;
    if (isContinued) continue;
    instructions.push(instructionOf(pending.trim(), begun));
    pending = "";
  }
  if (pending !== "") instructions.push(instructionOf(pending.trim(), begun));
  if (instructions.length === 0) throw new DockerfileError(0, "file with no instructions");
  const first = instructions.find(({ name }) => name !== "ARG");
  if (first?.name !== "FROM") throw new DockerfileError(first?.line ?? 0, "No build stage in current context");
  return instructions;
}

function instructionOf(text: string, line: number): Instruction {
  const [, word = "", rest = ""] = /^(\S+)\s*(.*)$/s.exec(text) ?? [];
  const name = word.toUpperCase();
  if (!KNOWN.has(name)) throw new DockerfileError(line, `unknown instruction: ${name}`);
  const flags: Record<string, string> = {};
  let operands = rest;
  for (let flag = /^--(\w+)(?:=(\S*))?\s+/.exec(operands); flag !== null; flag = /^--(\w+)(?:=(\S*))?\s+/.exec(operands)) {
    flags[flag[1] ?? ""] = flag[2] ?? "";
    operands = operands.slice(flag[0].length);
  }
  if (operands === "")
    throw new DockerfileError(
      line,
      `${name} requires ${name === "FROM" ? "either one or three" : "at least one"} argument${name === "FROM" ? "s" : ""}`,
    );
  const list = JSON_FORM.has(name) ? jsonWords(operands) : undefined;
  return { name, rest, words: list ?? operands.split(/\s+/), flags, isJson: list !== undefined, line };
}

function jsonWords(text: string): string[] | undefined {
  if (!text.startsWith("[")) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every((one) => typeof one === "string") ? value : undefined;
  } catch {
    return undefined;
  }
}
