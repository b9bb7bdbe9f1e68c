// npm start: installs what is missing, builds, plays the book's first lab and leaves its cluster to type at.
import fs from "node:fs";
import path from "node:path";
import { ensureBuilt, ensureBun, root, run } from "./set-up.mjs";

ensureBuilt(ensureBun());
const k8sim = path.join(root, "bin/k8sim");
// a reader's own document where it lies beside the project, else the project's copy of its commands and outputs
const document = path.join(root, "../shared/seeds/001_a4b9622f21e5e935.txt");
const lab = fs.existsSync(document) ? [path.relative(root, document), "--section", "1) "] : ["fixtures/labs/3.3.1.md"];
const status = run(k8sim, ["lab", "run", ...lab, "--cluster", "book", "--force"]);
if (status !== 0) process.exit(status);
console.log("\nThe cluster is yours now. Type, for example:");
for (const command of [
  "kubectl get nodes -o wide",
  "kubectl get pods -A",
  "kubectl create deployment web --image=nginx",
  "curl 192.168.1.101:30000",
  "time advance 1h",
]) {
  console.log(`  ${path.relative(process.cwd(), k8sim) || k8sim} ${command}`);
}
