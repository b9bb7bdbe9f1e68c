import { expect, test } from "bun:test";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { UserError } from "../../src/base/user-error.ts";
import { createStream } from "../../src/sim/random.ts";
import { play } from "./play.ts";

const LABS = path.resolve(import.meta.dir, "../../fixtures/labs");
/** How many documents are made; `npm run fuzz` asks for more. */
const DOCUMENTS = Number(process.env["K8SIM_FUZZ_DOCUMENTS"] ?? "120");

const random = createStream(20261121, "lab-documents", 0, () => undefined);
const sources = readdirSync(LABS)
  .filter((name) => name.endsWith(".md"))
  .map((name) => readFileSync(path.join(LABS, name), "utf8"));

/** Lines that break things, and commands that reach for what is outside. */
const ODD_LINES = [
  "```",
  "~~~",
  "$ while true; do :; done",
  "$ yes | head -n 3",
  "$ cat /etc/passwd > /tmp/k8sim-outside",
  "$ touch /tmp/k8sim-outside; rm -rf /",
  "$ curl http://192.168.1.250",
  "$ kubectl get pods -w",
  "$ kubectl apply -f - <<EOF",
  "PS C:\\> while($true) { Invoke-RestMethod 'http://10.96.0.1' }",
  "$ f() { f; }; f",
  "$ sleep 99999999d",
  "$ rm -rf / ~ *",
  "$ :(){ :|:& };:",
  "$ f() { f | f & }; f",
  "$ for i in {1..10000000}; do :; done",
  "$ echo {a..z}{a..z}{a..z}{a..z}{a..z}{a..z}",
  "$ a=x; while :; do a=$a$a; done",
  "$ seq 1 99999999 | tail -n 1",
  "$ printf '%0999999999d' 1",
  "$ eval \"$(printf 'eval %.0s' $(seq 1 300))\"",
  "$ wget -O /tmp/k8sim-outside http://10.96.0.1",
  "$ kubectl cp default/x:/etc /tmp/k8sim-outside",
  `$ ${"(".repeat(500)}`,
  "100 web-5767d54d4b-bcd2f",
  "Every 2.0s: kubectl get po",
  "NAME   READY   STATUS   RESTARTS   AGE",
  "\u0000\u0001",
  "…",
  "$ vi x.yaml",
];

/** A piece of a document with lines cut, doubled, swapped and put in. */
function wildDocument(): string {
  const source = random.pick(sources).split("\n");
  const from = random.int(Math.max(1, source.length - 10));
  const lines = source.slice(from, from + 6 + random.int(14));
  for (let change = 0; change < 4; change++) {
    const at = random.int(lines.length + 1);
    const turn = random.int(4);
    if (turn === 0) lines.splice(at, 1);
    else if (turn === 1) lines.splice(at, 0, random.pick(ODD_LINES));
    else if (turn === 2) lines.splice(at, 0, lines[random.int(lines.length)] ?? "");
    else lines[at] = (lines[at] ?? "").slice(random.int(8), 8 + random.int(60));
  }
  const text = ["```", ...lines].join("\n");
  return random.int(4) === 0 ? text.slice(0, random.int(text.length)) : text;
}

test(
  `${DOCUMENTS} wild documents are played: every one ends with a report or one clear line, nothing reaches outside`,
  async () => {
    const outside = mkdtempSync(path.join(tmpdir(), "k8sim-fuzz-"));
    try {
      for (let index = 0; index < DOCUMENTS; index++) {
        const text = wildDocument();
        try {
          const { items } = await play("wild.md", text);
          for (const { status, why } of items) expect([status, status === "equal" || why !== undefined]).toEqual([status, true]);
        } catch (error) {
          if (!(error instanceof UserError)) throw new Error(`document ${index}:\n${text}`, { cause: error });
        }
      }
      expect(readdirSync(outside)).toEqual([]);
      expect(existsSync("/tmp/k8sim-outside")).toBe(false);
    } finally {
      rmSync(outside, { recursive: true });
    }
  },
  DOCUMENTS * 5000,
);
