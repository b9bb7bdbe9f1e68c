// npm run fuzz [TIMES] [SEED]: the fuzz tests and the random command sequences, TIMES (10) as many of them as npm test has, from another SEED.
import { spawnSync } from "node:child_process";
import { ensureBun, root } from "./set-up.mjs";

const [times = "10", seed = String(Date.now() % 1_000_000)] = process.argv.slice(2);
console.log(`seed ${seed}`);
const env = { ...process.env, K8SIM_RUNS: times, K8SIM_SEED: seed };
const args = ["test", "--timeout", "3600000", "test/fuzz", "test/invariants/sequences.test.ts", "test/invariants/why.test.ts"];
const { status } = spawnSync(ensureBun(), args, { cwd: root, env, stdio: "inherit" });
process.exit(status ?? 1);
