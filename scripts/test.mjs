// npm test: installs what is missing, builds, runs every test, and closes with one line of counts.
import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { ensureBuilt, ensureBun, root } from "./set-up.mjs";

const bun = ensureBun();
ensureBuilt(bun);
const args = process.argv.slice(2);
// Two files at once where there are two cores, and no more: several tests start processes of their own and wait for them in real time.
const everything = [`--parallel=${Math.min(2, availableParallelism())}`, "--no-isolate", "test"];
const child = spawn(bun, ["test", "--timeout", "120000", ...(args.length > 0 ? args : everything)], {
  cwd: root,
  stdio: ["ignore", "inherit", "pipe"],
});
let report = "";
child.stderr.setEncoding("utf8");
child.stderr.on("data", (text) => {
  report += text;
  process.stderr.write(text);
});
child.on("close", (status) => {
  const count = (word) => Number(new RegExp(`^\\s*(\\d+) ${word}$`, "m").exec(report)?.[1] ?? 0);
  const passed = count("pass");
  const failed = count("fail") + (status !== 0 && count("fail") === 0 ? 1 : 0);
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed > 0 || passed === 0 ? 1 : 0);
});
