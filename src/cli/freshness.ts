import { readFileSync } from "node:fs";
import { assert } from "../base/assert.ts";

/** In the environment when bin/k8sim has started the executable: the project's folder. */
const PROJECT = "K8SIM_PROJECT";
/** The same: the process that looks whether anything is newer. It is this process' own child, begun before its program was. */
const LOOKER = "K8SIM_LOOKER";

/** Who wants an executable to be as new as the sources. */
export interface Asking {
  /** The project's folder. */
  readonly project: string;
  readonly looker: number;
}

/** Who asks for that; undefined when nobody does. */
export function whoAsks(): Asking | undefined {
  const project = process.env[PROJECT];
  const looker = Number(process.env[LOOKER] ?? 0);
  // not for the programs that are run from here
  delete process.env[PROJECT];
  delete process.env[LOOKER];
  return project === undefined ? undefined : { project, looker };
}

/**
 * Whether a file that an executable was made of is newer than it. Another process looks, so that this one can load meanwhile; when in
 * doubt, the answer is yes.
 */
export async function isOutdated(executable: string, { project, looker }: Asking): Promise<boolean> {
  // The list that scripts/build.ts has written spares finding the folders; bin/k8sim's looker reads it. Not every system tells what became of
  // that, not every find reads such a list, nor is every file still there.
  const code = await exitCodeOf(looker);
  if (code === 0) return false;
  if (code === undefined && (await noneIsNewer(["-files0-from", `${executable}.inputs`, "-prune"], executable, project))) return false;
  return !(await noneIsNewer(["src", "fixtures", "package.json", "-type", "f"], executable, project));
}

/** How often a process that still runs is looked at, in ms. */
const LOOK_MS = 1;
/** Where the exit code stands in /proc/PID/stat, counted from the state. proc(5), field 52 */
const EXIT_CODE_FIELD = 49;

/** The exit code of a child that nobody waits for; undefined where a system does not tell it, or somebody has waited all the same. */
async function exitCodeOf(pid: number): Promise<number | undefined> {
  for (;;) {
    const [state, ...rest] = statOf(pid);
    if (state === undefined) return undefined;
    if (state === "Z") return Number(rest[EXIT_CODE_FIELD - 1]) >> 8;
    await Bun.sleep(LOOK_MS);
  }
}

/** What Linux tells of a process, from its state on; nothing where there is no such process. */
function statOf(pid: number): string[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    return text.slice(text.lastIndexOf(")") + 2).split(" ");
  } catch {
    return [];
  }
}

async function noneIsNewer(where: readonly string[], executable: string, project: string): Promise<boolean> {
  try {
    // false makes find fail when there is a file to call it with.
    const find = Bun.spawn(["find", ...where, "-newer", executable, "-exec", "false", "{}", "+"], {
      cwd: project,
      env: { ...process.env, LC_ALL: "C" },
      stdin: "ignore",
      stdout: "ignore",
      stderr: "ignore",
    });
    return (await find.exited) === 0;
  } catch {
    return false;
  }
}

/** Goes on as the project's sources, run by bun. */
export function becomeSources({ project }: Asking, args: readonly string[]): never {
  const launcher = `${project}/bin/k8sim`;
  assert(process.execve, "a system with bin/k8sim lets a process become another program");
  return process.execve(launcher, [launcher, ...args], { ...process.env, K8SIM_OUTDATED: "yes" });
}
