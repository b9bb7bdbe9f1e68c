import { assert } from "../base/assert.ts";

/** In the environment when bin/k8sim has started the executable: the project's folder. */
const PROJECT = "K8SIM_PROJECT";

/** The folder of the project whose sources the executable has to be as new as; undefined when nobody asked for that. */
export function askingProject(): string | undefined {
  const project = process.env[PROJECT];
  // not for the programs that are run from here
  delete process.env[PROJECT];
  return project;
}

/**
 * Whether a file that an executable was made of is newer than it. Another process looks, so that this one can load meanwhile; when in
 * doubt, the answer is yes.
 */
export async function isOutdated(executable: string, project: string): Promise<boolean> {
  // The list that scripts/build.ts has written spares find the folders. Not every find reads such a list, nor is every file still there.
  if (await noneIsNewer(["-files0-from", `${executable}.inputs`, "-prune"], executable, project)) return false;
  return !(await noneIsNewer(["src", "fixtures", "package.json", "-type", "f"], executable, project));
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
export function becomeSources(project: string, args: readonly string[]): never {
  const launcher = `${project}/bin/k8sim`;
  assert(process.execve, "a system with bin/k8sim lets a process become another program");
  return process.execve(launcher, [launcher, ...args], { ...process.env, K8SIM_OUTDATED: "yes" });
}
