import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { createMachines } from "../../src/shell/machines.ts";
import { UnsupportedCommand } from "../../src/shell/program.ts";
import { openTerminal, type Terminal } from "../../src/shell/terminal.ts";
import { createMould, effort, type Mould } from "../support/bench-cluster.ts";

const RUNS = 200;

/** Pieces of what people type at labs' terminals; lines are put together of them, and cut anywhere. */
const PIECES: readonly string[] = [
  "kubectl get pods -o wide",
  "k get svc -A | grep kube | awk '{print $2}'",
  "kubectl exec -it web -- /bin/bash",
  "kubectl exec web -- curl -s localhost",
  "kubectl run -it --rm t --image=busybox --restart=Never -- sh",
  "ssh root@w1-k8s",
  "ssh w2-k8s hostname",
  "scp -r w1-k8s:/etc/hosts .",
  "exit",
  "systemctl restart kubelet",
  "systemctl status nfs docker",
  "modprobe -r br_netfilter",
  "git clone https://github.com/whatwant-school/kubernetes.git",
  "cat <<EOF > f.yaml\na: 1\nEOF",
  "for i in $(seq 3); do curl -s -m 1 192.168.1.101:30000; sleep 1; done",
  "while true; do echo $((i++)); sleep 1; done",
  "until [ $x ]; do x=1; done",
  "if [[ a == a* ]]; then echo yes; else echo no; fi",
  "echo {a,b} ${x:-y} `hostname` $(date +%s)",
  "kubectl get pod web -o json | jq -r '.metadata | {name, labels}'",
  "sudo -i",
  "su - nobody",
  "sleep 5 &",
  "jobs; kill %1; fg; wait",
  "timeout 3 kubectl get pods -w",
  "watch -n 1 kubectl get nodes",
  "wget -qO- 10.96.0.1",
  "nc -zv 192.168.1.10 6443",
  "ping -c 1 w1-k8s",
  "history 3; alias; type k; which kubectl",
  "source <(echo y=2) ~/.bashrc",
  "vi f.yaml; sed -i s/1/2/ f.yaml; ls -l /; rm -rf /",
  "helm install a b",
  "base64 -d",
  "printf '%s\\n' \"$@\" > /dev/null 2>&1",
  "f() { return 3; }; f || ! f",
  "tee /tmp/x < /etc/hosts | tail -n +2 | sort -r | uniq -c",
  "export KUBECONFIG=/nosuch",
];
/** Most lines can be read; some cannot. */
const JOINS = ["; ", "; ", "; ", "\n", "\n", " && ", " | ", " || ", " & ", " $(", " > ", " '"] as const;

const line = fc
  .tuple(
    fc.array(fc.tuple(fc.constantFrom(...PIECES), fc.constantFrom(...JOINS)), { minLength: 1, maxLength: 3 }),
    fc.double({ min: 0, max: 1, noNaN: true }),
  )
  .map(([parts, share]) => {
    const text = parts.flat().join("");
    return share < 0.8 ? text : text.slice(0, Math.ceil(text.length * share));
  });

let mould: Mould;
let away: string;
const before = process.cwd();

beforeAll(async () => {
  away = mkdtempSync(join(tmpdir(), "k8sim-away-"));
  process.chdir(away);
  mould = await createMould({ kubernetesVersion: "v1.18.4", seed: 5 }, ["kubectl run web --image=nginx", "k8sim time settle"]);
}, 60_000);
afterAll(() => {
  process.chdir(before);
  rmSync(away, { recursive: true });
  mould.end();
});

/** Runs a line as somebody who loses patience after half a minute; what goes wrong but for what is not emulated. */
async function wrong(terminal: Terminal, text: string): Promise<unknown> {
  let printed = 0;
  try {
    await terminal.run(text, { ends: (soFar) => soFar.length > 2000 || ++printed > 100 });
    return undefined;
  } catch (error) {
    return error instanceof UnsupportedCommand ? undefined : error;
  }
}

test("whatever is typed at a terminal is answered or refused, and leaves nothing outside", async () => {
  const cluster = await mould.fresh();
  await fc.assert(
    fc.asyncProperty(line, async (text) => {
      // What an earlier line has left in the background would go on for ever.
      const terminal = openTerminal(createMachines(cluster));
      expect([text, await wrong(terminal, text)]).toEqual([text, undefined]);
    }),
    effort(RUNS),
  );
  expect(readdirSync(away)).toEqual([]);
}, 600_000);
