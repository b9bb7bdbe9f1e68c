// Compiles the whole program to one executable with bytecode: dist/k8sim, and beside it the list of what it was made of.
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

const root = path.resolve(import.meta.dir, "..");
const started = new Date();
const scratch = mkdtempSync(path.join(os.tmpdir(), "k8sim-build-"));
const metafile = path.join(scratch, "metafile.json");

/**
 * Compiles to a path below the root; with the bytecode that `orders` (files of recorded runs) name in front, most important first, and with a folder
 * `kept` of what rehearsals have found out.
 */
function compile(outfile: string, orders: readonly string[], kept?: string): void {
  const flags = [
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
    `--metafile=${metafile}`,
    ...(kept === undefined ? [] : [`--asset=${kept}`]),
    ...(orders.length > 0 ? [`--bytecode-order=${orders.join(",")}`] : []),
  ];
  const command = [process.execPath, "build", "--compile", ...flags, "src/cli/main.ts", "--outfile", outfile];
  const result = Bun.spawnSync(command, { cwd: root, stdout: "pipe", stderr: "inherit" });
  if (result.exitCode !== 0) {
    rmSync(scratch, { recursive: true });
    process.exit(result.exitCode);
  }
}

/** What people type most, most often first; each is a recorded run, after those that set the cluster up. */
const SETTING_UP = [
  "cluster create recorded --clock stepped --seed 1",
  "kubectl create deployment web --image=nginx",
  "kubectl create service nodeport web --tcp=80 --node-port=30000",
  "time settle",
];
const RECORDED = [
  "kubectl get pods",
  "curl -s 192.168.1.101:30000",
  "kubectl get pods -o yaml",
  "kubectl describe deployment web",
  "kubectl scale deployment web --replicas=2",
  "time settle",
];

/**
 * Files that say which functions the commands above use, as an executable writes them: what is used together comes to lie together, and
 * less of the executable has to be read. Empty when a command fails: what is wrong then is for tests to say.
 */
function record(executable: string): string[] {
  const orders: string[] = [];
  for (const command of [...SETTING_UP, ...RECORDED]) {
    const order = path.join(scratch, `${orders.length}.order`);
    const isRecorded = RECORDED.includes(command);
    const env = { ...process.env, K8SIM_HOME: path.join(scratch, "home"), ...(isRecorded ? { BUN_BYTECODE_ORDER_OUT: order } : {}) };
    const { exitCode } = Bun.spawnSync([executable, ...command.split(" ")], { cwd: scratch, env, stdout: "ignore", stderr: "ignore" });
    if (exitCode !== 0) return [];
    if (isRecorded && existsSync(order)) orders.push(order);
  }
  return orders;
}

/**
 * The folder of what the rehearsals of the shipped labs find out: the finished executable plays these labs without rehearsing them again, on clusters
 * that need not be installed. Undefined when they fail: what is wrong then is for tests to say.
 */
async function rehearse(executable: string): Promise<string | undefined> {
  const kept = path.join(scratch, "kept");
  const child = Bun.spawn([executable, "lab", "__rehearse", kept], { cwd: scratch, stdout: "ignore", stderr: "ignore" });
  return (await child.exited) === 0 ? kept : undefined;
}

/** The project's files that were read, for `find -files0-from` in src/cli/freshness.ts. */
function listInputs(): string {
  const { inputs } = JSON.parse(readFileSync(metafile, "utf8")) as { inputs: Record<string, unknown> };
  const own = Object.keys(inputs).filter((file) => !file.startsWith("node_modules/"));
  return own.map((file) => `${file}\0`).join("");
}

/** Puts a finished file in its place in one step, so that a call at the same moment finds the old or the new file, never half of one. */
function publish(from: string, to: string): void {
  renameSync(path.join(root, from), path.join(root, to));
}

const fresh = path.join(root, "dist/k8sim.new");
compile("dist/k8sim.new", []);
// one process, beside which the other runs are made
const rehearsals = rehearse(fresh);
const orders = record(fresh);
compile("dist/k8sim.new", orders, await rehearsals);
writeFileSync(path.join(root, "dist/k8sim.inputs.new"), listInputs());
rmSync(scratch, { recursive: true });
// As old as what it was made of: what was edited meanwhile is newer, and src/cli/freshness.ts notices.
utimesSync(fresh, started, started);
publish("dist/k8sim.inputs.new", "dist/k8sim.inputs");
publish("dist/k8sim.new", "dist/k8sim");
console.error(`dist/k8sim built in ${((Date.now() - started.getTime()) / 1000).toFixed(1)} s`);
