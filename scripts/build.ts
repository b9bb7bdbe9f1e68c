// Compiles the whole program to one executable with bytecode: dist/k8sim.
import { renameSync } from "node:fs";
import path from "node:path";

const root = path.resolve(import.meta.dir, "..");
const started = performance.now();
const result = Bun.spawnSync(
  [
    process.execPath,
    "build",
    "--compile",
    "--bytecode",
    "--minify-syntax",
    "--minify-whitespace",
    // In pieces, so that a command reads the code that it runs and no more.
    "--format=esm",
    "--splitting",
    "--target=bun",
    // A .env or bunfig.toml of the directory that somebody stands in is none of ours, and looking for them takes time.
    "--no-compile-autoload-dotenv",
    "--no-compile-autoload-bunfig",
    // Most of what a short command runs it runs once: not worth machine code. Loading the engine brings the usual policy back.
    "--compile-jit-policy=5",
    "src/cli/main.ts",
    "--outfile",
    "dist/k8sim.new",
  ],
  { cwd: root, stdout: "pipe", stderr: "inherit" },
);
if (result.exitCode !== 0) process.exit(result.exitCode);
// in one step, so that a call at the same moment finds the old or the new executable, never half of one
renameSync(path.join(root, "dist/k8sim.new"), path.join(root, "dist/k8sim"));
console.error(`dist/k8sim built in ${((performance.now() - started) / 1000).toFixed(1)} s`);
