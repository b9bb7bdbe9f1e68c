// npm start: installs what is missing, builds, plays the book's first lab and leaves its cluster to type at.
import path from "node:path";
import { ensureBuilt, ensureBun, root, run } from "./set-up.mjs";

ensureBuilt(ensureBun());
const k8sim = path.join(root, "bin/k8sim");
const status = run(k8sim, ["lab", "run", path.join(root, "fixtures/labs/3.3.1.md"), "--cluster", "book", "--force"]);
if (status !== 0) process.exit(status);
console.log("\nThe cluster is yours now. Type, for example:");
for (const command of ["kubectl get nodes -o wide", "kubectl get pods -A", "kubectl create deployment web --image=nginx", "curl 192.168.1.101:30000", "time advance 1h"]) {
  console.log(`  ${path.relative(process.cwd(), k8sim) || k8sim} ${command}`);
}
