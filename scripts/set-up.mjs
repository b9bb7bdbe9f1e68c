// What both README commands need first, with nothing but Node and npm on the machine: dependencies and the compiled executable.
import { execFileSync, spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");

/** Runs a program in the project's folder with the user's own streams; ends this process with its exit code when it fails. */
export function run(program, args, options = {}) {
  const result = spawnSync(program, args, { cwd: root, stdio: "inherit", ...options });
  if (result.error) throw result.error;
  return result.status ?? 1;
}

/** Path of bun; installs the dependencies first when they are not there. */
export function ensureBun() {
  const find = () => spawnSync(path.join(root, "scripts/find-bun"), [root], { encoding: "utf8" });
  const complete = () =>
    ["bun", "typescript", "commander", "js-yaml"].every((name) => fs.existsSync(path.join(root, "node_modules", name)));
  let found = find();
  if (found.status !== 0 || !complete()) {
    console.error("installing dependencies (npm ci) …");
    const status = run("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
    if (status !== 0) process.exit(status);
    found = find();
  }
  if (found.status !== 0) {
    console.error(found.stderr.trim());
    process.exit(1);
  }
  return found.stdout.trim();
}

/** Compiles dist/k8sim unless it is newer than every source. */
export function ensureBuilt(bun) {
  const exe = path.join(root, "dist/k8sim");
  const newer = fs.existsSync(exe)
    ? execFileSync("find", ["src", "fixtures", "package.json", "-newer", exe, "-type", "f", "-print", "-quit"], {
        cwd: root,
        encoding: "utf8",
      })
    : "all";
  if (newer.trim() === "") return;
  const status = run(bun, ["scripts/build.ts"]);
  if (status !== 0) process.exit(status);
}
